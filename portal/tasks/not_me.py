"""Not me: a task goes to somebody else of the authority, and the coordinator is told."""

from starlette.responses import Response

from config.vocabulary import OF_THE_AUTHORITY
from engagements.database import reading
from engagements.obligations import DUTIES, Owed
from portal.doors import Pages, TheVisitor
from portal.mishaps import NotThere
from portal.office import Office, TheOffice
from portal.posted import Posted
from portal.showing import GoBack, Show, Showing
from portal.tasks.handing import SOMEBODY_NEW, colleagues, hand_over
from portal.tasks.showing import NOTHING_TYPED, Typed, task_page, typed
from portal.tasks.task import Task, find_task
from portal.visitors import GUESTS, Visitor

pages = Pages("/to-do/{ref}/{page}")


@pages.get("/not-me", to=GUESTS)
def not_me(ref: str, page: str, office: TheOffice, visitor: TheVisitor, show: Show) -> Response:
    return _page(show, office, visitor, _task(office, visitor, ref, page))


@pages.post("/not-me", to=GUESTS)
def hand(
    ref: str, page: str, form: Posted, office: TheOffice, visitor: TheVisitor, show: Show, back: GoBack
) -> Response:
    return _handed(show, back, office, visitor, _task(office, visitor, ref, page), form)


@pages.get("/{subject}/not-me", to=GUESTS)
def not_me_of_several(
    ref: str, page: str, subject: str, office: TheOffice, visitor: TheVisitor, show: Show
) -> Response:
    return _page(show, office, visitor, _task(office, visitor, ref, page, subject))


@pages.post("/{subject}/not-me", to=GUESTS)
def hand_one_of_several(
    ref: str, page: str, subject: str, form: Posted, office: TheOffice, visitor: TheVisitor, show: Show, back: GoBack
) -> Response:
    return _handed(show, back, office, visitor, _task(office, visitor, ref, page, subject), form)


def _task(office: Office, visitor: Visitor, ref: str, page: str, subject: str = "") -> Task:
    """Raises NotThere for what authorities do not owe: peers decline, and the LGA has ways of its own."""
    kind = next((kind for kind in Owed if kind.value.replace("_", "-") == page), None)
    if kind is None or DUTIES[kind].by not in OF_THE_AUTHORITY:
        raise NotThere
    with reading(office.engine) as connection:
        return find_task(connection, office, visitor, ref, kind, subject)


def _handed(show: Showing, back: GoBack, office: Office, visitor: Visitor, task: Task, form: Posted) -> Response:
    given = hand_over(office, visitor, task, form)
    if given.outcome:
        return back(task.path, notice="They are asked for it now. Your coordinator is told.")
    return _page(show, office, visitor, task, typed(form, given.problems))


def _page(show: Showing, office: Office, visitor: Visitor, task: Task, form: Typed = NOTHING_TYPED) -> Response:
    listed = colleagues(office, visitor, task) if task.may_be_handed_over else []
    return task_page(
        show,
        "tasks/not-me.html",
        task,
        form,
        acts=task.may_be_handed_over,
        colleagues=listed,
        somebody_new=SOMEBODY_NEW,
    )
