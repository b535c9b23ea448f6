"""The self-assessment: what the peers read before they come."""

from sqlalchemy import Connection
from starlette.responses import Response

from config.products.product import LineOfEnquiry
from engagements.database import reading
from engagements.lines_of_enquiry import lines
from engagements.loading import rows_of
from engagements.obligations import Owed
from engagements.stages.challenge_visit import SubmitSelfAssessment
from engagements.state.team import Scope
from engagements.texts import recall
from portal.doors import Pages, TheVisitor
from portal.giving import Problem
from portal.office import Office, TheOffice
from portal.posted import Posted
from portal.showing import GoBack, Show, Showing
from portal.tasks.giving import settle
from portal.tasks.showing import NOTHING_TYPED, Typed, task_page, typed
from portal.tasks.task import Task, find_task
from portal.visitors import GUESTS, Visitor

pages = Pages("/to-do/{ref}/submit-self-assessment")

ASKED = {"position_statement": "Enter your position statement, or where the peers can read it."}


@pages.get("", to=GUESTS)
def self_assessment(ref: str, office: TheOffice, visitor: TheVisitor, show: Show) -> Response:
    return _page(show, office, visitor, ref)


@pages.post("", to=GUESTS)
def submit(ref: str, form: Posted, office: TheOffice, visitor: TheVisitor, show: Show, back: GoBack) -> Response:
    with reading(office.engine) as connection:
        task = _task(connection, office, visitor, ref)
    answered = [(name[3:], text) for name, text in form.flat.items() if name.startswith("on.") and text.strip()]
    data = {
        "position_statement": form.data.get("position_statement"),
        "answers": [{"line": line, "text": text} for line, text in answered],
    }
    given = settle(office, visitor, task, SubmitSelfAssessment, data, form, asked=ASKED)
    if given.outcome:
        return back(task.path, notice="The self-assessment is submitted. The peers read it before they come.")
    fields = {f"answers.{index}.text": f"on.{line}" for index, (line, _) in enumerate(answered)}
    problems = [Problem(fields.get(problem.field, problem.field), problem.text) for problem in given.problems]
    return _page(show, office, visitor, ref, typed(form, problems))


def _page(show: Showing, office: Office, visitor: Visitor, ref: str, form: Typed = NOTHING_TYPED) -> Response:
    with reading(office.engine) as connection:
        task = _task(connection, office, visitor, ref)
        agreed = _agreed(connection, task)
    return task_page(show, "tasks/submit-self-assessment.html", task, form, lines=agreed)


def _task(connection: Connection, office: Office, visitor: Visitor, ref: str) -> Task:
    return find_task(connection, office, visitor, ref, Owed.SUBMIT_SELF_ASSESSMENT)


def _agreed(connection: Connection, task: Task) -> tuple[LineOfEnquiry, ...]:
    agreed = [scope for scope in rows_of(connection, task.facts, Scope) if scope.agreed_on]
    return lines(agreed[-1], task.product, recall(connection, agreed[-1].focuses.values())) if agreed else ()
