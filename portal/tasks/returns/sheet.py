"""A return as a spreadsheet: kept, filled in, sent back, and then checked and filed like one that was typed."""

from collections.abc import Sequence

from starlette.datastructures import UploadFile
from starlette.responses import Response

from documents.spreadsheets.opening import LARGEST_FILE, opened
from documents.spreadsheets.problems import NeedsMending, Problem, Unreadable
from documents.spreadsheets.returns import ReturnRead, read_return, written_return
from documents.spreadsheets.writing import workbook
from engagements.database import reading, writing
from engagements.saved_forms import Answers, held, save
from engagements.stages.returns import FileReturn
from portal.doors import Pages, TheVisitor
from portal.downloads import Media, download
from portal.mishaps import NotThere
from portal.office import Office, TheOffice
from portal.posted import Posted
from portal.showing import GoBack, Show, Showing
from portal.tasks.places import OF_RETURNS, ReturnRoot
from portal.tasks.returns.report import FORM, Report, find_report
from portal.visitors import Visitor

pages = Pages()

NO_FILE = "Choose the spreadsheet that you filled in."


@OF_RETURNS.get(pages, "/spreadsheet")
def spreadsheet(
    ref: str, period: str, office: TheOffice, visitor: TheVisitor, show: Show, root: ReturnRoot
) -> Response:
    return _page(show, _open(office, visitor, ref, period), root)


@OF_RETURNS.get(pages, "/spreadsheet/return.xlsx")
def to_fill_in(ref: str, period: str, office: TheOffice, visitor: TheVisitor) -> Response:
    report = _open(office, visitor, ref, period)
    sheets = written_return(report.engagement, str(report.period), report.texts)
    return download(workbook(sheets), f"{ref} return {report.period}.xlsx", Media.WORKBOOK)


@OF_RETURNS.post(pages, "/spreadsheet")
def filled_in(
    ref: str,
    period: str,
    form: Posted,
    office: TheOffice,
    visitor: TheVisitor,
    show: Show,
    back: GoBack,
    root: ReturnRoot,
) -> Response:
    report = _open(office, visitor, ref, period)
    file = next(iter(form.files.get("file", [])), None)
    try:
        read = _read(office, report, file)
    except NeedsMending as faults:
        return _page(show, report, root, str(faults), faults.problems)
    except Unreadable as refusal:
        return _page(show, report, root, str(refusal))
    with writing(office.engine) as connection:
        held(connection, report.engagement.id)
        answers, quarter = as_answers(read.command), str(report.period)
        save(connection, report.engagement.id, FORM, quarter, answers, visitor.person, office.now())
    return back(f"{root}/check", notice=" ".join(["We have read your spreadsheet.", *read.notices]))


def _open(office: Office, visitor: Visitor, ref: str, period: str) -> Report:
    """The return, where the visitor may file it. Raises NotThere."""
    with reading(office.engine) as connection:
        report = find_report(connection, office, visitor, ref, period)
    if not report.may_be_filed:
        raise NotThere
    return report


def _read(office: Office, report: Report, file: UploadFile | None) -> ReturnRead:
    if file is None:
        raise Unreadable(NO_FILE)
    given = opened(file.file.read(LARGEST_FILE + 1), file.filename or "The file")
    return read_return(given, report.engagement, str(report.period), office.now())


def as_answers(command: FileReturn) -> Answers:
    """What a return says, as the form keeps it."""
    answers: dict[str, dict[str, str]] = {}
    for update in command.updates:
        given = {"rating": update.rating, "text": update.text}
        if day := update.due_to:
            given |= {"day": str(day.day), "month": str(day.month), "year": str(day.year)}
        if said := {name: value for name, value in given.items() if value}:
            answers[update.action] = said
    return answers


def _page(show: Showing, report: Report, root: str, wrong: str = "", problems: Sequence[Problem] = ()) -> Response:
    return show(
        "tasks/returns/spreadsheet.html",
        422 if wrong else 200,
        task=report.task,
        report=report,
        root=root,
        problems=[("file", wrong)] if wrong else (),
        wrong=wrong,
        cells=problems,
    )
