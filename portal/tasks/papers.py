"""Papers: the clerk reads what was written, edits it, downloads it, and submits it to a meeting."""

from sqlalchemy import Connection
from starlette.responses import Response

from config.calendar import in_words
from documents.ledger import listed
from engagements.database import reading
from engagements.obligations import Owed
from engagements.stages.papers import DraftPaper, SubmitPaper
from portal import downloads
from portal.doors import Pages, TheVisitor
from portal.giving import Given, Problem
from portal.mishaps import NotThere
from portal.office import Office, TheOffice
from portal.posted import Posted, PostedForm
from portal.showing import GoBack, Show, Showing
from portal.tasks.days import boxes
from portal.tasks.drafting import begun, characteristics, drafted
from portal.tasks.giving import settle
from portal.tasks.matter import SECTIONS, Matter, matter_of
from portal.tasks.showing import Typed, task_page, typed
from portal.tasks.task import Task, find_task
from portal.visitors import GUESTS, Visitor

pages = Pages("/to-do/{ref}")

ON_PAPERS = {
    "submit-paper": Owed.SUBMIT_PAPER,
    "record-decision": Owed.RECORD_DECISION,
    "answer-board": Owed.ANSWER_BOARD,
    "decide-closure": Owed.DECIDE_CLOSURE,
}
"""The pages below which a paper's files are found."""

ANOTHER_DAY = "another"


@pages.get("/submit-paper/{subject}", to=GUESTS)
def paper(ref: str, subject: str, office: TheOffice, visitor: TheVisitor, show: Show) -> Response:
    task, matter = about_paper(office, visitor, ref, Owed.SUBMIT_PAPER, subject)
    return _submitting(show, task, matter, Typed(_first_choice(matter)))


@pages.post("/submit-paper/{subject}", to=GUESTS)
def submit(
    ref: str, subject: str, form: Posted, office: TheOffice, visitor: TheVisitor, show: Show, back: GoBack
) -> Response:
    task, matter = about_paper(office, visitor, ref, Owed.SUBMIT_PAPER, subject)
    given = _submitted(office, visitor, task, matter, form)
    if given.outcome:
        return back(task.path, notice=f"The paper is submitted to {matter.board}.")
    return _submitting(show, task, matter, typed(form, given.problems))


@pages.get("/submit-paper/{subject}/draft", to=GUESTS)
def draft(ref: str, subject: str, office: TheOffice, visitor: TheVisitor, show: Show) -> Response:
    task, matter = about_paper(office, visitor, ref, Owed.SUBMIT_PAPER, subject)
    return drafting(show, task, matter, Typed(begun(task, matter)))


@pages.post("/submit-paper/{subject}/draft", to=GUESTS)
def draft_it(
    ref: str, subject: str, form: Posted, office: TheOffice, visitor: TheVisitor, show: Show, back: GoBack
) -> Response:
    task, matter = about_paper(office, visitor, ref, Owed.SUBMIT_PAPER, subject)
    given = drafted(office, visitor, task, matter, form)
    if given.outcome:
        return back(task.path, notice="The paper is drafted. Its files follow in a moment.")
    return drafting(show, task, matter, typed(form, given.problems))


@pages.get("/{page}/{subject}/paper-{number:int}.{form}", to=GUESTS)
def file(ref: str, page: str, subject: str, number: int, form: str, office: TheOffice, visitor: TheVisitor) -> Response:
    """A paper's file: one of this engagement's, to whoever may read what the page is about. Raises NotThere."""
    with reading(office.engine) as connection:
        task = _task(connection, office, visitor, ref, _kind(page), subject)
        document = next((one for one in listed(connection, ref) if one.id == number), None)
    if not task.shown or document is None:
        raise NotThere
    return downloads.paper(office, document, form)


def about_paper(office: Office, visitor: Visitor, ref: str, kind: Owed, subject: str) -> tuple[Task, Matter]:
    """The task and what it is about. Raises NotThere for a subject that there cannot be."""
    with reading(office.engine) as connection:
        task = _task(connection, office, visitor, ref, kind, subject)
        return task, matter_of(connection, task)


def _task(connection: Connection, office: Office, visitor: Visitor, ref: str, kind: Owed, subject: str) -> Task:
    by = (DraftPaper,) if kind is Owed.ANSWER_BOARD else (SubmitPaper,) if kind is Owed.SUBMIT_PAPER else ()
    return find_task(connection, office, visitor, ref, kind, subject, *by)


def _kind(page: str) -> Owed:
    if page not in ON_PAPERS:
        raise NotThere
    return ON_PAPERS[page]


def drafting(show: Showing, task: Task, matter: Matter, form: Typed) -> Response:
    """The page on which a paper is written. A paper that a board decided on is not rewritten, but followed by one."""
    rows = tuple(characteristics())
    return task_page(show, "tasks/draft-paper.html", task, form, matter=matter, sections=SECTIONS, rows=rows)


def _submitting(show: Showing, task: Task, matter: Matter, form: Typed) -> Response:
    meetings = _meetings(matter)
    return task_page(show, "tasks/submit-paper.html", task, form, matter=matter, sections=SECTIONS, meetings=meetings)


def _first_choice(matter: Matter) -> dict[str, str]:
    """The meeting that the paper is before, or the next."""
    if matter.waiting:
        before = {"agenda_item": matter.waiting.agenda_item or ""}
        on_record = any(meeting.met_on == matter.waiting.met_on for meeting in matter.to_come)
        if on_record:
            return before | {"meeting": matter.waiting.met_on.isoformat()}
        return before | {"meeting": ANOTHER_DAY} | boxes("met_on", matter.waiting.met_on)
    if matter.to_come:
        return {"meeting": matter.to_come[0].met_on.isoformat(), "agenda_item": matter.to_come[0].agenda_item or ""}
    return {"meeting": ANOTHER_DAY}


def _submitted(office: Office, visitor: Visitor, task: Task, matter: Matter, form: PostedForm) -> Given:
    if matter.written is None:
        return Given(problems=[Problem("", "There is no paper yet: draft it first.")])
    chosen = form["meeting"] or (ANOTHER_DAY if not matter.to_come else "")
    if not chosen:
        return Given(problems=[Problem("meeting", "Choose the meeting.")])
    met_on = form.data.get("met_on") if chosen == ANOTHER_DAY else chosen
    data = {"number": matter.written.paper.number, "body": matter.body, "met_on": met_on}
    if form["agenda_item"]:
        data["agenda_item"] = form["agenda_item"]
    return settle(office, visitor, task, SubmitPaper, data, form, asked={"met_on": "Enter the day of the meeting."})


def _meetings(matter: Matter) -> list[dict[str, str]]:
    """The meetings to choose from, and another day."""
    choices = [{"value": one.met_on.isoformat(), "text": in_words(one.met_on)} for one in matter.to_come]
    return [*choices, {"value": ANOTHER_DAY, "text": "Another day"}]
