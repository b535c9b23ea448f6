"""Publishing the report: the authority says when and where."""

from sqlalchemy import Connection
from starlette.responses import Response

from engagements.database import reading
from engagements.loading import rows_of
from engagements.obligations import Owed
from engagements.stages.recommendations import PublishReport
from engagements.state.report import Report
from portal.doors import Pages, TheVisitor
from portal.office import Office, TheOffice
from portal.posted import Posted
from portal.showing import GoBack, Show, Showing
from portal.tasks.giving import settle
from portal.tasks.showing import NOTHING_TYPED, Typed, task_page, typed
from portal.tasks.task import Task, find_task
from portal.visitors import GUESTS, Visitor

pages = Pages("/to-do/{ref}/publish-report")

ASKED = {
    "published_on": "Enter the day on which the report was published.",
    "address": "Enter the address of the page where people can read it.",
}


@pages.get("", to=GUESTS)
def publication(ref: str, office: TheOffice, visitor: TheVisitor, show: Show) -> Response:
    return _page(show, office, visitor, ref)


@pages.post("", to=GUESTS)
def publish(ref: str, form: Posted, office: TheOffice, visitor: TheVisitor, show: Show, back: GoBack) -> Response:
    with reading(office.engine) as connection:
        task = _task(connection, office, visitor, ref)
    given = settle(office, visitor, task, PublishReport, form.data, form, asked=ASKED)
    if given.outcome:
        return back(task.path, notice="Thank you. We have recorded where the report is published.")
    return _page(show, office, visitor, ref, typed(form, given.problems))


def _page(show: Showing, office: Office, visitor: Visitor, ref: str, form: Typed = NOTHING_TYPED) -> Response:
    with reading(office.engine) as connection:
        task = _task(connection, office, visitor, ref)
        report = next(iter(rows_of(connection, task.facts, Report)), None)
    return task_page(show, "tasks/publish-report.html", task, form, report=report)


def _task(connection: Connection, office: Office, visitor: Visitor, ref: str) -> Task:
    return find_task(connection, office, visitor, ref, Owed.PUBLISH_REPORT)
