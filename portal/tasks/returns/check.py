"""Checking a return as it was saved, and filing it."""

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import Connection
from starlette.responses import Response

from engagements.database import reading, writing
from engagements.queries import was_given
from engagements.saved_forms import forget
from engagements.stages.returns import FileNilReturn, FileReturn
from engagements.texts import of_engagement
from portal.doors import Pages, TheVisitor
from portal.giving import Given, Problem, give
from portal.office import Office, TheOffice
from portal.posted import Posted, PostedForm
from portal.showing import GoBack, Show, Showing
from portal.tasks.meanwhile import meanwhile
from portal.tasks.places import OF_RETURNS, ReturnRoot
from portal.tasks.returns.answers import Updates, read_updates
from portal.tasks.returns.changes import changes, warnings
from portal.tasks.returns.exceptional import Read, as_the_board_reads
from portal.tasks.returns.form import shown
from portal.tasks.returns.merging import mark
from portal.tasks.returns.report import FORM, Report, find_report
from portal.tasks.returns.trying import as_filed, refused
from portal.visitors import Visitor

pages = Pages()

CHANGED_SINCE = "Somebody saved or filed this return after you opened this page. This is how it is now: check it again."


@OF_RETURNS.get(pages, "/check")
def check(ref: str, period: str, office: TheOffice, visitor: TheVisitor, show: Show, root: ReturnRoot) -> Response:
    return _page(show, office, visitor, ref, period, root)


@OF_RETURNS.post(pages, "/check")
def file(
    ref: str,
    period: str,
    form: Posted,
    office: TheOffice,
    visitor: TheVisitor,
    show: Show,
    back: GoBack,
    root: ReturnRoot,
) -> Response:
    with reading(office.engine) as connection:
        if form.command_id and was_given(connection, form.command_id):
            return back(f"{root}/receipt")
        report = find_report(connection, office, visitor, ref, period)
    if form["saved"] != mark(report.last):
        return _page(show, office, visitor, ref, period, root, [Problem("", CHANGED_SINCE)], form)
    read = read_updates(report.answers, report.refs)
    if read.problems:
        return shown(show, office, report, root, report.answers, read.problems)
    updates = [update.model_dump(mode="json", exclude_none=True) for update in read.updates]
    given = give(office, visitor, FileReturn, {"period": str(report.period), "updates": updates}, form, ref)
    if given.outcome is None:
        return _page(show, office, visitor, ref, period, root, given.problems, form)
    return _filed(office, report, back, root)


@OF_RETURNS.post(pages, "/nil")
def file_nil(
    ref: str,
    period: str,
    form: Posted,
    office: TheOffice,
    visitor: TheVisitor,
    show: Show,
    back: GoBack,
    root: ReturnRoot,
) -> Response:
    with reading(office.engine) as connection:
        report = find_report(connection, office, visitor, ref, period)
    given: Given = give(office, visitor, FileNilReturn, {"period": str(report.period)}, form, ref)
    if given.outcome is None:
        with reading(office.engine) as connection:
            report = find_report(connection, office, visitor, ref, period)
        problems = [Problem("", text) for _, text in given.problems]
        return shown(show, office, report, root, report.answers, problems)
    return _filed(office, report, back, root)


def _filed(office: Office, report: Report, back: GoBack, root: str) -> Response:
    with writing(office.engine) as connection:
        forget(connection, report.engagement.id, FORM, str(report.period))
    return back(f"{root}/receipt")


def _page(
    show: Showing,
    office: Office,
    visitor: Visitor,
    ref: str,
    period: str,
    root: str,
    problems: Sequence[Problem] = (),
    form: PostedForm | None = None,
) -> Response:
    with reading(office.engine) as connection:
        report = _with_every_text(connection, find_report(connection, office, visitor, ref, period))
        since = meanwhile(connection, report.task, form.seen) if form and form.seen else ()
    if not report.may_be_filed:
        return shown(show, office, report, root, {})
    read = read_updates(report.answers, report.refs)
    if wrong := read.problems or refused(report, read.updates, office.now()):
        return shown(show, office, report, root, report.answers, wrong)
    return show(
        "tasks/returns/check.html",
        422 if problems else 200,
        task=report.task,
        report=report,
        root=root,
        problems=problems,
        mark=mark(report.last),
        meanwhile=since,
        changes=changes(report, read.updates),
        warnings=warnings(report, read.updates),
        exceptional=_exceptional(report, read, office),
    )


def _with_every_text(connection: Connection, report: Report) -> Report:
    return replace(report, texts=of_engagement(connection, report.engagement.id))


def _exceptional(report: Report, read: Updates, office: Office) -> tuple[Read, ...]:
    """What the board would read were the return filed now."""
    after = as_filed(report, read.updates, office.now())
    return as_the_board_reads(after.engagement, report.period, report.task.today, after.texts)
