"""Gathering the feedback by link: the lead peer says which findings it tells, and in which order."""

from starlette.responses import Response

from engagements.database import reading
from engagements.stages.visit_findings import GatherFindings
from engagements.visits.gathering import Gathered, gathered
from portal import gathering
from portal.doors import Pages, TheVisitor
from portal.giving import give
from portal.mishaps import NotThere
from portal.office import Office, TheOffice
from portal.posted import Posted
from portal.showing import GoBack, Show, Showing
from portal.tasks.on_team import OnTeam, on_team
from portal.tasks.showing import Typed, typed
from portal.visitors import GUESTS, Visitor

pages = Pages("/to-do/{ref}/findings/feedback")


@pages.get("", to=GUESTS)
def feedback(ref: str, office: TheOffice, visitor: TheVisitor, show: Show) -> Response:
    team, found = _led(office, visitor, ref)
    return _page(show, team, found, Typed(gathering.places(found)))


@pages.post("", to=GUESTS)
def gather(ref: str, form: Posted, office: TheOffice, visitor: TheVisitor, show: Show, back: GoBack) -> Response:
    team, found = _led(office, visitor, ref)
    numbers, problems = gathering.chosen(found, form.flat)
    if not problems:
        given = give(office, visitor, GatherFindings, {"findings": numbers}, form, ref)
        if given.outcome:
            return back(f"/to-do/{ref}/findings/feedback", notice="The feedback is gathered.")
        problems = list(given.problems)
    return _page(show, team, found, typed(form, problems))


def _led(office: Office, visitor: Visitor, ref: str) -> tuple[OnTeam, Gathered]:
    """Raises NotThere for whoever does not lead the team."""
    with reading(office.engine) as connection:
        team = on_team(connection, office, visitor, ref)
        if not team.leads:
            raise NotThere
        return team, gathered(connection, team.facts, team.product)


def _page(show: Showing, team: OnTeam, found: Gathered, form: Typed) -> Response:
    return show(
        "tasks/gather-findings.html",
        422 if form.problems else 200,
        team=team,
        found=found,
        form=form,
        problems=form.problems,
    )
