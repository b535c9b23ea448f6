"""Who could take the place of a peer who left a team: the next best, why, and what changes. The coordinator decides."""

from collections.abc import Mapping, Sequence

from starlette.responses import Response

from engagements.database import reading
from engagements.loading import facts_of
from engagements.proposing.succession import place_left_by, successor, takes_reading_groups
from engagements.queries import last_decided
from engagements.refusals import NotAllowed, UnknownEngagement
from engagements.stages.team_assignment import InvitePeer
from engagements.texts import recall
from portal.console.happenings import named
from portal.console.proposals import read_groups
from portal.console.proposing import TEAM_BUILDERS
from portal.doors import Pages, TheVisitor
from portal.giving import Problem, give
from portal.mishaps import NotThere
from portal.office import Office, TheOffice
from portal.posted import Posted
from portal.showing import GoBack, Show, Showing

pages = Pages("/engagements/{ref}/next-best/{peer}")


@pages.get("", to=TEAM_BUILDERS)
def next_best(ref: str, peer: str, office: TheOffice, show: Show) -> Response:
    return _page(show, office, ref, peer)


@pages.post("", to=TEAM_BUILDERS)
def next_best_balanced(
    ref: str, peer: str, posted: Posted, office: TheOffice, visitor: TheVisitor, show: Show
) -> Response:
    """The same, once the political groups are read, which is on record."""
    try:
        return _page(show, office, ref, peer, read_groups(office, visitor, [ref]).get(ref, {}))
    except NotAllowed as refusal:
        return _page(show, office, ref, peer, problems=[Problem("", str(refusal))])


@pages.post("/invite", to=TEAM_BUILDERS)
def invite(
    ref: str, peer: str, posted: Posted, office: TheOffice, visitor: TheVisitor, show: Show, back: GoBack
) -> Response:
    given = give(office, visitor, InvitePeer, posted.data, posted, ref)
    if given.outcome:
        return back(f"/engagements/{ref}/team", notice="They are invited. You hear as soon as they answer.")
    return _page(show, office, ref, peer, problems=[Problem("", problem.text) for problem in given.problems])


def _page(
    show: Showing,
    office: Office,
    ref: str,
    peer: str,
    groups: Mapping[str, str] | None = None,
    problems: Sequence[Problem] = (),
) -> Response:
    with reading(office.engine) as connection:
        try:
            facts = facts_of(connection, ref)
        except UnknownEngagement:
            raise NotThere from None
        left = place_left_by(connection, ref, peer, office.world)
        unread = left is not None and groups is None and takes_reading_groups(connection, ref, left, office.world)
        found = None if unread else successor(connection, ref, peer, office.world, office.today, groups)
        product = office.world.catalogue.get(facts.product, facts.product_version)
        return show(
            "console/engagement/next-best.html",
            422 if problems else 200,
            ref=ref,
            service=office.world.reference.service(facts.authority).official_name,
            peer=peer,
            name=named(connection, {peer}).get(peer) or peer,
            left=left,
            reason=recall(connection, [left.reason]).get(left.reason, "") if left and left.reason else "",
            unread=unread,
            found=found,
            services={one.slug: one.official_name for one in office.world.reference.services()},
            titles={line.slug: line.title for line in product.lines_of_enquiry},
            seen=last_decided(connection, facts.id),
            problems=problems,
        )
