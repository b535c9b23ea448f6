"""The report as the authority and the peers read it: what became of the corrections, and what differs."""

from collections.abc import Sequence

from starlette.responses import Response

from config.vocabulary import OF_THE_AUTHORITY, PEERS, Role
from documents.facts.comparison import comparison
from documents.facts.lines import titles
from documents.facts.wording import Texts
from documents.readers import offered
from engagements.database import reading
from engagements.directory import Directory
from engagements.loading import facts_of, rows_of
from engagements.state.report import Report, ReportCorrection
from engagements.state.team import Scope
from engagements.texts import of_engagement
from portal.doors import Pages, TheVisitor
from portal.giving import roles_in
from portal.mishaps import NotThere
from portal.office import TheOffice
from portal.showing import Show
from portal.visitors import GUESTS

pages = Pages("/to-do/{ref}/report")


@pages.get("", to=GUESTS)
def report(ref: str, office: TheOffice, visitor: TheVisitor, show: Show) -> Response:
    """Raises NotThere before there is something for the visitor to read."""
    with reading(office.engine) as connection:
        facts = facts_of(connection, ref)
        found = next(iter(rows_of(connection, facts, Report)), None)
        corrections = rows_of(connection, facts, ReportCorrection)
        roles = roles_in(connection, office, visitor, facts)
        if found is None or not _may_read(found, corrections, roles):
            raise NotThere
        product = office.world.catalogue.get(facts.product, facts.product_version)
        said = Texts(of_engagement(connection, facts.id))
        directory = Directory.read(connection, office.world.reference, [facts])
        return show(
            "tasks/report.html",
            facts=facts,
            authority=office.world.reference.service(facts.authority).official_name,
            product=product,
            report=found,
            corrections=corrections,
            places=comparison(found, corrections, said),
            lines=titles(product, rows_of(connection, facts, Scope), said),
            said=said,
            written=offered(connection, facts, roles, visitor.person),
            coordinator=directory.reached(facts, Role.COORDINATOR, office.today),
        )


def _may_read(report: Report, corrections: Sequence[ReportCorrection], roles: Sequence[Role]) -> bool:
    """The lead peer, from the draft on; the authority, once every correction is decided; peers, once it is final."""
    decided = report.returned_on is not None and all(one.outcome for one in corrections)
    return (
        Role.LEAD_PEER in roles
        or bool(decided and OF_THE_AUTHORITY & set(roles))
        or bool(report.finalised_on and PEERS & set(roles))
    )
