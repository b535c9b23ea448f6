"""The visit as its lead peer records it: a phase is over, the feedback was presented."""

from sqlalchemy import Connection
from starlette.responses import Response

from engagements.database import reading
from engagements.loading import rows_of
from engagements.obligations import Owed
from engagements.stages.challenge_visit import CompleteVisitPhase, PresentFeedback
from engagements.state.team import VisitPhase
from engagements.visits.gathering import gathered
from portal.doors import Pages, TheVisitor
from portal.office import Office, TheOffice
from portal.posted import Posted
from portal.showing import GoBack, Show, Showing
from portal.tasks.giving import settle
from portal.tasks.showing import NOTHING_TYPED, Typed, task_page, typed
from portal.tasks.task import Task, find_task
from portal.visitors import GUESTS, Visitor

pages = Pages("/to-do/{ref}")


@pages.get("/complete-visit-phase/{number:int}", to=GUESTS)
def phase(ref: str, number: int, office: TheOffice, visitor: TheVisitor, show: Show) -> Response:
    return _phase(show, office, visitor, ref, number)


@pages.post("/complete-visit-phase/{number:int}", to=GUESTS)
def complete_phase(
    ref: str, number: int, form: Posted, office: TheOffice, visitor: TheVisitor, show: Show, back: GoBack
) -> Response:
    task, _ = _with_phases(office, visitor, ref, Owed.COMPLETE_VISIT_PHASE, str(number))
    given = settle(office, visitor, task, CompleteVisitPhase, {"number": number}, form, asked={})
    if given.outcome:
        return back(task.path, notice=f"The end of visit phase {number} is recorded.")
    return _phase(show, office, visitor, ref, number, typed(form, given.problems))


@pages.get("/present-feedback", to=GUESTS)
def feedback(ref: str, office: TheOffice, visitor: TheVisitor, show: Show) -> Response:
    return _feedback(show, office, visitor, ref)


@pages.post("/present-feedback", to=GUESTS)
def present_feedback(
    ref: str, form: Posted, office: TheOffice, visitor: TheVisitor, show: Show, back: GoBack
) -> Response:
    task, _ = _with_phases(office, visitor, ref, Owed.PRESENT_FEEDBACK)
    asked = {"feedback": "Enter what you told the authority."}
    given = settle(office, visitor, task, PresentFeedback, form.data, form, asked=asked)
    if given.outcome:
        return back(task.path, notice="The feedback is recorded. The coordinator drafts the report from it.")
    return _feedback(show, office, visitor, ref, typed(form, given.problems))


def _phase(
    show: Showing, office: Office, visitor: Visitor, ref: str, number: int, form: Typed = NOTHING_TYPED
) -> Response:
    task, phases = _with_phases(office, visitor, ref, Owed.COMPLETE_VISIT_PHASE, str(number))
    one = next((phase for phase in phases if phase.number == number), None)
    return task_page(show, "tasks/complete-visit-phase.html", task, form, phase=one)


def _feedback(show: Showing, office: Office, visitor: Visitor, ref: str, form: Typed = NOTHING_TYPED) -> Response:
    task, phases = _with_phases(office, visitor, ref, Owed.PRESENT_FEEDBACK)
    to_come = [phase for phase in phases if not phase.completed_on and not phase.replaced_on]
    if task.to_be_done and form is NOTHING_TYPED:
        with reading(office.engine) as connection:
            form = Typed({"feedback": gathered(connection, task.facts, task.product).feedback})
    return task_page(show, "tasks/present-feedback.html", task, form, to_come=to_come)


def _with_phases(
    office: Office, visitor: Visitor, ref: str, kind: Owed, subject: str = ""
) -> tuple[Task, tuple[VisitPhase, ...]]:
    with reading(office.engine) as connection:
        task = _task(connection, office, visitor, ref, kind, subject)
        return task, tuple(rows_of(connection, task.facts, VisitPhase))


def _task(connection: Connection, office: Office, visitor: Visitor, ref: str, kind: Owed, subject: str) -> Task:
    command = CompleteVisitPhase if kind is Owed.COMPLETE_VISIT_PHASE else PresentFeedback
    return find_task(connection, office, visitor, ref, kind, subject, command)
