"""A later date for an action, and its transfer to business as usual."""

from dataclasses import dataclass
from typing import Any

from starlette.responses import Response

from engagements.database import reading
from engagements.loading import rows_of
from engagements.messages import Command
from engagements.stages.extensions import RequestExtension
from engagements.stages.transfer import TransferToBau
from engagements.state.boards import GovernanceBody
from portal.doors import Pages, TheVisitor
from portal.office import Office, TheOffice
from portal.posted import Posted, PostedForm
from portal.showing import GoBack, Show, Showing
from portal.tasks.actions.worked import Worked, find_action
from portal.tasks.giving import settle
from portal.tasks.meanwhile import meanwhile
from portal.tasks.places import OF_ACTIONS, ActionRoot, return_above
from portal.tasks.showing import NOTHING_TYPED, Typed, typed
from portal.visitors import Visitor

pages = Pages()


@dataclass(frozen=True, slots=True)
class Form:
    """A form about one action. ``asked``: what to say of a field that was left empty; ``done``: once it is sent."""

    template: str
    command: type[Command]
    fields: tuple[str, ...]
    asked: dict[str, str]
    done: str


LATER_DATE = Form(
    "tasks/actions/later-date.html",
    RequestExtension,
    ("due_to", "reason", "known_to"),
    {"due_to": "Enter the day by which it can be done.", "reason": "Say why it needs longer."},
    "We have asked the principal adviser for the later date. Until they decide, the date stands.",
)
TRANSFER = Form(
    "tasks/actions/transfer.html",
    TransferToBau,
    ("owner", "reason", "check_back_on"),
    {
        "owner": "Enter the post that carries it on.",
        "reason": "Say why it leaves the plan.",
        "check_back_on": "Enter the day on which somebody looks whether it still runs.",
    },
    "The action is handed over to business as usual.",
)


@OF_ACTIONS.get(pages, "/later-date")
def later_date(ref: str, action: str, office: TheOffice, visitor: TheVisitor, show: Show, root: ActionRoot) -> Response:
    return _page(show, office, visitor, ref, action, root, LATER_DATE)


@OF_ACTIONS.post(pages, "/later-date")
def ask_for_a_later_date(
    ref: str,
    action: str,
    form: Posted,
    office: TheOffice,
    visitor: TheVisitor,
    show: Show,
    back: GoBack,
    root: ActionRoot,
) -> Response:
    return _given(show, back, office, visitor, ref, action, root, LATER_DATE, form)


@OF_ACTIONS.get(pages, "/transfer")
def transfer(ref: str, action: str, office: TheOffice, visitor: TheVisitor, show: Show, root: ActionRoot) -> Response:
    return _page(show, office, visitor, ref, action, root, TRANSFER)


@OF_ACTIONS.post(pages, "/transfer")
def hand_over(
    ref: str,
    action: str,
    form: Posted,
    office: TheOffice,
    visitor: TheVisitor,
    show: Show,
    back: GoBack,
    root: ActionRoot,
) -> Response:
    return _given(show, back, office, visitor, ref, action, root, TRANSFER, form)


def _given(
    show: Showing,
    back: GoBack,
    office: Office,
    visitor: Visitor,
    ref: str,
    action: str,
    root: str,
    what: Form,
    form: PostedForm,
) -> Response:
    with reading(office.engine) as connection:
        worked = find_action(connection, office, visitor, ref, action)
    data: dict[str, Any] = {name: form.data[name] for name in what.fields if name in form.data}
    given = settle(office, visitor, worked.task, what.command, {"action": action, **data}, form, asked=what.asked)
    if given.outcome is None:
        return _page(show, office, visitor, ref, action, root, what, typed(form, given.problems), form)
    return back(return_above(root) or root, notice=what.done)


def _page(
    show: Showing,
    office: Office,
    visitor: Visitor,
    ref: str,
    action: str,
    root: str,
    what: Form,
    form: Typed = NOTHING_TYPED,
    posted: PostedForm | None = None,
) -> Response:
    with reading(office.engine) as connection:
        worked: Worked = find_action(connection, office, visitor, ref, action)
        boards = rows_of(connection, worked.task.facts, GovernanceBody)
        since = meanwhile(connection, worked.task, posted.seen) if posted and posted.seen else ()
    return show(
        what.template,
        422 if form.problems else 200,
        task=worked.task,
        worked=worked,
        root=root,
        form=form,
        problems=form.problems,
        boards=[body.name for body in boards if body.holds_on(office.today)],
        meanwhile=since,
    )
