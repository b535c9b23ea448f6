"""What peers found on the visit: gathered into the feedback, and marked to be shared with other services."""

from starlette.responses import Response

from config.vocabulary import FindingKind, Stage, Status
from engagements.database import reading
from engagements.stages.visit_findings import GatherFindings, MarkGoodPractice
from engagements.visits.gathering import Gathered, gathered
from portal import gathering
from portal.console.frame import Frame, frame
from portal.doors import Pages, TheVisitor
from portal.giving import Problem, give
from portal.office import Office, TheOffice
from portal.posted import Posted
from portal.showing import GoBack, Show, Showing
from portal.tasks.showing import Typed, typed
from portal.visitors import LGA, Visitor

pages = Pages("/engagements/{ref}/findings")


@pages.get("", to=LGA)
def findings(ref: str, office: TheOffice, visitor: TheVisitor, show: Show) -> Response:
    there, found = _there(office, ref)
    return _page(show, visitor, there, found, Typed(gathering.places(found)))


@pages.post("", to=LGA)
def gather(ref: str, form: Posted, office: TheOffice, visitor: TheVisitor, show: Show, back: GoBack) -> Response:
    there, found = _there(office, ref)
    numbers, problems = gathering.chosen(found, form.flat)
    if not problems:
        given = give(office, visitor, GatherFindings, {"findings": numbers}, form, ref)
        if given.outcome:
            return back(f"/engagements/{ref}/findings", notice="The feedback is gathered.")
        problems = list(given.problems)
    return _page(show, visitor, there, found, typed(form, problems))


@pages.post("/{number:int}/share", to=LGA)
def share(
    ref: str, number: int, form: Posted, office: TheOffice, visitor: TheVisitor, show: Show, back: GoBack
) -> Response:
    data = {"number": number, "share": form["share"] == "yes"}
    given = give(office, visitor, MarkGoodPractice, data, form, ref)
    if given.outcome:
        says = "is to be shared; the authority is told." if data["share"] else "is not to be shared any longer."
        return back(f"/engagements/{ref}/findings", notice=f"Finding {number} {says}")
    there, found = _there(office, ref)
    whole = [Problem("", problem.text) for problem in given.problems]
    return _page(show, visitor, there, found, Typed(gathering.places(found), whole))


def _there(office: Office, ref: str) -> tuple[Frame, Gathered]:
    with reading(office.engine) as connection:
        there = frame(connection, office, ref, "/findings")
        return there, gathered(connection, there.facts, there.product)


def _page(show: Showing, visitor: Visitor, there: Frame, found: Gathered, form: Typed) -> Response:
    running = there.facts.status is Status.ACTIVE
    return show(
        "console/engagement/findings.html",
        422 if form.problems else 200,
        frame=there,
        found=found,
        form=form,
        problems=form.problems,
        gathers=running and there.facts.stage is Stage.CHALLENGE_VISIT and "coordinator" in visitor.doors,
        notes=running and there.facts.stage in (Stage.CHALLENGE_VISIT, Stage.RECOMMENDATIONS),
        good=[one for one in found.all if one.kind is FindingKind.GOOD_PRACTICE],
    )
