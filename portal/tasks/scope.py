"""Agreeing the scope, and the charge where there is one."""

from dataclasses import dataclass

from sqlalchemy import Connection
from starlette.responses import Response

from engagements.database import reading
from engagements.lines_of_enquiry import lines
from engagements.loading import rows_of
from engagements.obligations import Owed
from engagements.stages.scoping import AgreeCharge, AgreeScope
from engagements.state.team import Scope
from engagements.texts import recall
from portal.doors import Pages, TheVisitor
from portal.office import Office, TheOffice
from portal.posted import Posted
from portal.showing import GoBack, Show, Showing
from portal.tasks.giving import settle
from portal.tasks.showing import NOTHING_TYPED, Typed, task_page, typed
from portal.tasks.task import Task, find_task
from portal.visitors import GUESTS, Visitor

pages = Pages("/to-do/{ref}")


@dataclass(frozen=True, slots=True)
class Proposed:
    """The scope as it was last proposed; ``scope`` is None before that."""

    scope: Scope | None
    lines: tuple[str, ...] = ()
    focus: str = ""


@pages.get("/agree-scope", to=GUESTS)
def scope(ref: str, office: TheOffice, visitor: TheVisitor, show: Show) -> Response:
    return _scope(show, office, visitor, ref)


@pages.post("/agree-scope", to=GUESTS)
def agree_scope(ref: str, form: Posted, office: TheOffice, visitor: TheVisitor, show: Show, back: GoBack) -> Response:
    task, _ = _asked(office, visitor, ref, Owed.AGREE_SCOPE)
    given = settle(office, visitor, task, AgreeScope, {}, form, asked={})
    if given.outcome:
        return back(task.path, notice="The scope is agreed. We now look for peers for these days.")
    return _scope(show, office, visitor, ref, typed(form, given.problems))


@pages.get("/agree-charge", to=GUESTS)
def charge(ref: str, office: TheOffice, visitor: TheVisitor, show: Show) -> Response:
    return _charge(show, office, visitor, ref)


@pages.post("/agree-charge", to=GUESTS)
def agree_charge(ref: str, form: Posted, office: TheOffice, visitor: TheVisitor, show: Show, back: GoBack) -> Response:
    task, _ = _asked(office, visitor, ref, Owed.AGREE_CHARGE)
    asked = {"order": "Enter the order number, or the name of the fund that pays."}
    given = settle(office, visitor, task, AgreeCharge, form.data, form, asked=asked)
    if given.outcome:
        return back(task.path, notice="The charge is agreed.")
    return _charge(show, office, visitor, ref, typed(form, given.problems))


def _scope(show: Showing, office: Office, visitor: Visitor, ref: str, form: Typed = NOTHING_TYPED) -> Response:
    task, proposed = _asked(office, visitor, ref, Owed.AGREE_SCOPE)
    return task_page(show, "tasks/agree-scope.html", task, form, proposed=proposed)


def _charge(show: Showing, office: Office, visitor: Visitor, ref: str, form: Typed = NOTHING_TYPED) -> Response:
    task, proposed = _asked(office, visitor, ref, Owed.AGREE_CHARGE)
    return task_page(show, "tasks/agree-charge.html", task, form, scope=proposed.scope)


def _asked(office: Office, visitor: Visitor, ref: str, kind: Owed) -> tuple[Task, Proposed]:
    with reading(office.engine) as connection:
        task = find_task(connection, office, visitor, ref, kind)
        return task, _proposed(connection, task)


def _proposed(connection: Connection, task: Task) -> Proposed:
    scopes = rows_of(connection, task.facts, Scope)
    if not scopes:
        return Proposed(None)
    last = scopes[-1]
    texts = recall(connection, [*filter(None, [last.focus]), *last.focuses.values()])
    called = tuple(line.title for line in lines(last, task.product, texts))
    return Proposed(last, called, texts.get(last.focus or "", ""))
