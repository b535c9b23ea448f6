"""The form of a return: one page, saved whenever it is left by one of its buttons."""

from collections.abc import Sequence
from urllib.parse import quote

from starlette.responses import Response

from engagements.database import reading
from engagements.directory import Directory
from engagements.saved_forms import KEPT, Answers
from portal.doors import Pages, TheVisitor
from portal.giving import Problem
from portal.office import Office, TheOffice
from portal.posted import Posted
from portal.showing import GoBack, Show, Showing
from portal.tasks.places import OF_RETURNS, ReturnRoot
from portal.tasks.returns.answers import read_updates
from portal.tasks.returns.chasing import if_nothing_comes
from portal.tasks.returns.grouping import BY_FINDING, BY_OWNER, grouped
from portal.tasks.returns.merging import keep, mark
from portal.tasks.returns.report import Report, find_report
from portal.tasks.returns.trying import refused

pages = Pages()


@OF_RETURNS.get(pages)
def fill_in(
    ref: str, period: str, office: TheOffice, visitor: TheVisitor, show: Show, root: ReturnRoot, by: str = BY_FINDING
) -> Response:
    with reading(office.engine) as connection:
        report = find_report(connection, office, visitor, ref, period)
    return shown(show, office, report, root, report.answers, by=by)


@OF_RETURNS.post(pages)
def save(
    ref: str,
    period: str,
    form: Posted,
    office: TheOffice,
    visitor: TheVisitor,
    show: Show,
    back: GoBack,
    root: ReturnRoot,
    by: str = BY_FINDING,
) -> Response:
    saving = keep(office, visitor, ref, period, form)
    report, then = saving.report, form["then"]
    problems = saving.problems
    if then == "check" and not problems:
        read = read_updates(report.answers, report.refs)
        problems = read.problems or refused(report, read.updates, office.now())
    if problems or not report.may_be_filed:
        return shown(show, office, report, root, saving.shown, problems, by=by)
    match then.partition("."):
        case ("check", _, _):
            return back(f"{root}/check")
        case ("by", _, ("finding" | "owner") as chosen):
            return back(root, by=chosen)
        case ("raise" | "spreadsheet", _, _):
            return back(f"{root}/{then}")
        case ("action", _, action) if action in report.refs:
            return back(f"{root}/actions/{quote(action, safe='')}")
        case _:
            return back(root, notice="Saved. You, or a colleague who was asked too, can go on with it later.", by=by)


def shown(
    show: Showing,
    office: Office,
    report: Report,
    root: str,
    answers: Answers,
    problems: Sequence[Problem] = (),
    *,
    by: str = BY_FINDING,
) -> Response:
    """The form, filled in with these answers."""
    by = by if by in (BY_FINDING, BY_OWNER) else BY_FINDING
    with reading(office.engine) as connection:
        directory = Directory.read(connection, office.world.reference, [report.task.facts])
    return show(
        "tasks/returns/form.html",
        422 if problems else 200,
        task=report.task,
        report=report,
        groups=grouped(report, by) if report.may_be_filed else (),
        by=by,
        answers=answers,
        problems=problems,
        wrong=dict(problems),
        root=root,
        mark=mark(report.last),
        saved_by=directory.name(report.last.by) if report.last else "",
        kept_until=(report.last.saved_at + KEPT).date() if report.last else None,
        rungs=if_nothing_comes(report),
    )
