"""The accuracy check: the draft paragraph by paragraph, and a correction beside each that holds a factual error."""

from dataclasses import dataclass

from sqlalchemy import Connection
from starlette.responses import Response

from documents.facts.lines import titles
from documents.facts.wording import Texts
from engagements.database import reading
from engagements.loading import rows_of
from engagements.obligations import Owed
from engagements.reports.draft_and_final import as_drafted, place_in_words
from engagements.stages.corrections import ReturnAccuracyCheck
from engagements.state.report import Report, ReportCorrection
from engagements.state.team import Scope
from engagements.texts import of_engagement
from portal.doors import Pages, TheVisitor
from portal.giving import Given, Problem
from portal.office import Office, TheOffice
from portal.posted import Posted, PostedForm
from portal.showing import GoBack, Show, Showing
from portal.tasks.giving import settle
from portal.tasks.showing import NOTHING_TYPED, Typed, task_page, typed
from portal.tasks.task import Task, find_task
from portal.visitors import GUESTS, Visitor

pages = Pages("/to-do/{ref}/return-accuracy-check")

NO_ERRORS = "none"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A piece of the draft. ``place``: what a correction is tied to; ``field``: where on the page it is typed.

    ``line``: the title of its line of enquiry.
    """

    place: str
    text: str
    field: str
    line: str = ""
    correction: str = ""

    @property
    def called(self) -> str:
        """Paragraph 3, in small letters."""
        return place_in_words(self.place)


@pages.get("", to=GUESTS)
def accuracy_check(ref: str, office: TheOffice, visitor: TheVisitor, show: Show) -> Response:
    return _page(show, office, visitor, ref)


@pages.post("", to=GUESTS)
def return_it(ref: str, form: Posted, office: TheOffice, visitor: TheVisitor, show: Show, back: GoBack) -> Response:
    with reading(office.engine) as connection:
        task = _task(connection, office, visitor, ref)
        draft = _paragraphs(connection, task) if task.shown else ()
    given = _given(office, visitor, task, draft, form)
    if given.outcome:
        return back(task.path, notice="The accuracy check is returned. The report is finalised next.")
    return _page(show, office, visitor, ref, typed(form, given.problems))


def _given(office: Office, visitor: Visitor, task: Task, draft: tuple[Paragraph, ...], form: PostedForm) -> Given:
    corrected = [(paragraph, form[paragraph.field]) for paragraph in draft if form[paragraph.field]]
    says_none = form["errors"] == NO_ERRORS
    if says_none and corrected:
        says = (
            "You typed corrections, and said that there are no factual errors. Return the corrections, or clear them."
        )
        return Given(problems=[Problem(corrected[0][0].field, says)])
    if not says_none and not corrected:
        says = "Type a correction under the paragraph that it belongs to, or say that there are no factual errors."
        return Given(problems=[Problem("", says)])
    corrections = [{"place": paragraph.place, "correction": text} for paragraph, text in corrected]
    given = settle(office, visitor, task, ReturnAccuracyCheck, {"corrections": corrections}, form, asked={})
    fields = {f"corrections.{n}.correction": paragraph.field for n, (paragraph, _) in enumerate(corrected)}
    return Given(given.outcome, [Problem(fields.get(field, ""), text) for field, text in given.problems])


def _page(show: Showing, office: Office, visitor: Visitor, ref: str, form: Typed = NOTHING_TYPED) -> Response:
    with reading(office.engine) as connection:
        task = _task(connection, office, visitor, ref)
        draft = _paragraphs(connection, task) if task.shown else ()
    return task_page(show, "tasks/return-accuracy-check.html", task, form, draft=draft)


def _task(connection: Connection, office: Office, visitor: Visitor, ref: str) -> Task:
    return find_task(connection, office, visitor, ref, Owed.RETURN_ACCURACY_CHECK)


def _paragraphs(connection: Connection, task: Task) -> tuple[Paragraph, ...]:
    """The draft as it was sent, piece by piece. None before it was sent."""
    report = next(iter(rows_of(connection, task.facts, Report)), None)
    if report is None or report.sent_on is None:
        return ()
    pieces, corrections = as_drafted(report), rows_of(connection, task.facts, ReportCorrection)
    said = Texts(of_engagement(connection, task.facts.id))
    lines = titles(task.product, rows_of(connection, task.facts, Scope), said)
    corrected = {one.place: said(one.text) for one in corrections}
    return tuple(
        Paragraph(
            place=piece.place,
            text=said(piece.text),
            field=f"corrections.{number}",
            line=lines.get(piece.line_of_enquiry or "", ""),
            correction=corrected.get(piece.place, ""),
        )
        for number, piece in enumerate(pieces)
    )
