"""Approving the plan: what the authority proposed, and which board approved it when."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection
from starlette.responses import Response

from documents.facts.wording import Texts, finding
from documents.spreadsheets.plan_written import in_order
from engagements.database import reading
from engagements.governance import OnRoute, route
from engagements.loading import rows_of
from engagements.obligations import Owed
from engagements.stages.follow_up_plan import ApprovePlan
from engagements.state.plan import Action, Plan
from engagements.texts import recall
from portal.doors import Pages, TheVisitor
from portal.giving import Given, Problem
from portal.office import Office, TheOffice
from portal.posted import Posted, PostedForm
from portal.showing import GoBack, Show, Showing
from portal.tasks.giving import settle
from portal.tasks.showing import NOTHING_TYPED, Typed, task_page, typed
from portal.tasks.task import Task, find_task
from portal.visitors import GUESTS, Visitor

pages = Pages("/to-do/{ref}/approve-plan")

ANOTHER_BOARD = "another"
ASKED = {"board": "Enter the name of the board.", "met_on": "Enter the day of the meeting."}


@dataclass(frozen=True, slots=True)
class Line:
    """An action of the plan, as a board reads it."""

    ref: str
    text: str
    answers: tuple[str, ...]
    owner: str
    due_on: date


@dataclass(frozen=True, slots=True)
class Proposed:
    """The plan that waits, or was approved last; the bodies that may approve it."""

    plan: Plan | None
    actions: tuple[Line, ...]
    bodies: tuple[OnRoute, ...]


@pages.get("", to=GUESTS)
def plan(ref: str, office: TheOffice, visitor: TheVisitor, show: Show) -> Response:
    return _page(show, *_asked(office, visitor, ref))


@pages.post("", to=GUESTS)
def approve(ref: str, form: Posted, office: TheOffice, visitor: TheVisitor, show: Show, back: GoBack) -> Response:
    task, proposed = _asked(office, visitor, ref)
    given = _given(office, visitor, task, proposed, form)
    if given.outcome:
        return back(task.path, notice="The approval is recorded. The actions begin; a return follows each quarter.")
    return _page(show, task, proposed, typed(form, given.problems))


def _given(office: Office, visitor: Visitor, task: Task, proposed: Proposed, form: PostedForm) -> Given:
    names = [one.body.name for one in proposed.bodies]
    if names and form["which"] not in (*names, ANOTHER_BOARD):
        return Given(problems=[Problem("which", "Choose the board.")])
    board = form["which"] if form["which"] in names else form["board"]
    data = {"board": board or None, "met_on": form.data.get("met_on"), "agenda_item": form["agenda_item"] or None}
    return settle(office, visitor, task, ApprovePlan, data, form, asked=ASKED)


def _page(show: Showing, task: Task, proposed: Proposed, form: Typed = NOTHING_TYPED) -> Response:
    boards = [{"value": one.body.name, "text": one.body.name} for one in proposed.bodies]
    boards += [{"value": ANOTHER_BOARD, "text": "Another board"}] if boards else []
    return task_page(show, "tasks/approve-plan.html", task, form, proposed=proposed, boards=boards)


def _asked(office: Office, visitor: Visitor, ref: str) -> tuple[Task, Proposed]:
    with reading(office.engine) as connection:
        task = find_task(connection, office, visitor, ref, Owed.APPROVE_PLAN, "", ApprovePlan)
        return task, _proposed(connection, task)


def _proposed(connection: Connection, task: Task) -> Proposed:
    plans: Sequence[Plan] = rows_of(connection, task.facts, Plan)
    last = plans[-1] if plans else None
    actions = [one for one in rows_of(connection, task.facts, Action) if last and one.plan == last.number]
    return Proposed(
        plan=last,
        actions=tuple(lines(connection, [one for one in actions if one.status != "replaced"])),
        bodies=tuple(one for one in route(connection, task.facts.authority, task.today) if one.body.decides),
    )


def lines(connection: Connection, actions: Sequence[Action]) -> list[Line]:
    """Actions in the order of their references, with their texts."""
    said = Texts(recall(connection, [ref for one in actions for ref in (one.text, one.owner)]))
    return [
        Line(one.ref, said(one.text), tuple(map(finding, one.findings)), said(one.owner), one.due_on)
        for one in in_order(actions)
    ]
