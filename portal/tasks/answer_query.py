"""A query about a return: answered in words where what was filed can stand; otherwise the return is filed again."""

from sqlalchemy import Connection
from starlette.responses import Response

from documents.spreadsheets.plan_written import ERASED
from engagements.database import reading
from engagements.loading import rows_of
from engagements.obligations import Owed
from engagements.stages.acceptance import AnswerQuery
from engagements.state.plan import QuarterlyReturn
from engagements.texts import recall
from portal.doors import Pages, TheVisitor
from portal.mishaps import NotThere
from portal.office import Office, TheOffice
from portal.posted import Posted
from portal.showing import GoBack, Show, Showing
from portal.tasks.giving import settle
from portal.tasks.showing import NOTHING_TYPED, Typed, task_page, typed
from portal.tasks.task import Task, find_task
from portal.visitors import GUESTS, Visitor

pages = Pages("/to-do/{ref}/answer-query/{period}")

ASKED = {"answer": "Enter your answer, or file the return again."}


@pages.get("", to=GUESTS)
def query(ref: str, period: str, office: TheOffice, visitor: TheVisitor, show: Show) -> Response:
    return _page(show, office, visitor, ref, period)


@pages.post("", to=GUESTS)
def answer(
    ref: str, period: str, form: Posted, office: TheOffice, visitor: TheVisitor, show: Show, back: GoBack
) -> Response:
    with reading(office.engine) as connection:
        task, _ = _asked(connection, office, visitor, ref, period)
    data = {"period": period, **{name: form.data[name] for name in ("answer",) if name in form.data}}
    given = settle(office, visitor, task, AnswerQuery, data, form, asked=ASKED)
    if given.outcome:
        return back(task.path, notice="Thank you. Your coordinator reads your answer and accepts the return.")
    return _page(show, office, visitor, ref, period, typed(form, given.problems))


def _page(
    show: Showing, office: Office, visitor: Visitor, ref: str, period: str, form: Typed = NOTHING_TYPED
) -> Response:
    with reading(office.engine) as connection:
        task, asked = _asked(connection, office, visitor, ref, period)
    return task_page(show, "tasks/answer-query.html", task, form, asked=asked)


def _asked(
    connection: Connection, office: Office, visitor: Visitor, ref: str, period: str
) -> tuple[Task, list[dict[str, str]]]:
    """The task, and what was asked and answered so far. Raises NotThere for a period that was never opened."""
    task = find_task(connection, office, visitor, ref, Owed.ANSWER_QUERY, period)
    standing = next((one for one in rows_of(connection, task.facts, QuarterlyReturn) if one.period == period), None)
    if standing is None:
        raise NotThere
    texts = recall(connection, [ref for query in standing.queries for ref in _texts(query)])
    return task, [
        query | {name: texts.get(query[name], ERASED) for name in ("question", "answer") if name in query}
        for query in standing.queries
    ]


def _texts(query: dict[str, str]) -> list[str]:
    return [query[name] for name in ("question", "answer") if name in query]
