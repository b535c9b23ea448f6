"""What boards decided: recorded by the clerk after the meeting."""

from typing import Any

from starlette.responses import Response

from config.vocabulary import Decision, PaperKind
from engagements.obligations import Owed
from engagements.stages.boards import DECIDED_BY, RecordBoardDecision
from engagements.stages.route import CLOSURE
from portal.doors import Pages, TheVisitor
from portal.giving import Given, Problem
from portal.office import Office, TheOffice
from portal.posted import Posted, PostedForm
from portal.showing import GoBack, Show, Showing
from portal.tasks.days import boxes
from portal.tasks.drafting import begun, drafted
from portal.tasks.giving import settle
from portal.tasks.matter import SECTIONS, Matter
from portal.tasks.papers import about_paper, drafting
from portal.tasks.showing import Typed, task_page, typed
from portal.tasks.task import Task
from portal.visitors import GUESTS, Visitor

pages = Pages("/to-do/{ref}")

ASKED = {
    "board": "Enter the name of the board.",
    "met_on": "Enter the day of the meeting.",
    "about": "Choose what the decision is about.",
    "decision": "Choose what the board decided.",
}
REASONED = (Decision.DEFERRED, Decision.REFERRED_BACK)


@pages.get("/record-decision/{subject}", to=GUESTS)
def decision(ref: str, subject: str, office: TheOffice, visitor: TheVisitor, show: Show) -> Response:
    task, matter = about_paper(office, visitor, ref, Owed.RECORD_DECISION, subject)
    return _page(show, task, matter, Typed(_known(matter)))


@pages.post("/record-decision/{subject}", to=GUESTS)
def record(
    ref: str, subject: str, form: Posted, office: TheOffice, visitor: TheVisitor, show: Show, back: GoBack
) -> Response:
    task, matter = about_paper(office, visitor, ref, Owed.RECORD_DECISION, subject)
    before = matter.waiting
    data = {"board": matter.body, **({"paper": before.paper} if before else {})}
    return _recorded(show, back, office, visitor, (task, matter), form, data)


@pages.get("/decide-closure", to=GUESTS)
def closure(ref: str, office: TheOffice, visitor: TheVisitor, show: Show) -> Response:
    task, matter = about_paper(office, visitor, ref, Owed.DECIDE_CLOSURE, "")
    return _page(show, task, matter, Typed({}))


@pages.post("/decide-closure", to=GUESTS)
def decide_closure(
    ref: str, form: Posted, office: TheOffice, visitor: TheVisitor, show: Show, back: GoBack
) -> Response:
    found = about_paper(office, visitor, ref, Owed.DECIDE_CLOSURE, "")
    data = {"board": form["board"]} if form["board"] else {}
    return _recorded(show, back, office, visitor, found, form, data)


@pages.get("/answer-board/{subject}", to=GUESTS)
def board(ref: str, subject: str, office: TheOffice, visitor: TheVisitor, show: Show) -> Response:
    task, matter = about_paper(office, visitor, ref, Owed.ANSWER_BOARD, subject)
    return drafting(show, task, matter, Typed(begun(task, matter)))


@pages.post("/answer-board/{subject}", to=GUESTS)
def answer_board(
    ref: str, subject: str, form: Posted, office: TheOffice, visitor: TheVisitor, show: Show, back: GoBack
) -> Response:
    task, matter = about_paper(office, visitor, ref, Owed.ANSWER_BOARD, subject)
    given = drafted(office, visitor, task, matter, form)
    if given.outcome:
        return back(task.path, notice=f"The new paper is drafted. The clerk submits it to {matter.board}.")
    return drafting(show, task, matter, typed(form, given.problems))


def _recorded(
    show: Showing,
    back: GoBack,
    office: Office,
    visitor: Visitor,
    found: tuple[Task, Matter],
    form: PostedForm,
    data: dict[str, Any],
) -> Response:
    task, matter = found
    given = _given(office, visitor, found, form, data)
    if given.outcome:
        return back(task.path, notice="The decision is recorded.")
    return _page(show, task, matter, typed(form, given.problems))


def _given(
    office: Office, visitor: Visitor, found: tuple[Task, Matter], form: PostedForm, data: dict[str, Any]
) -> Given:
    task, matter = found
    if form["decision"] in REASONED and not form["reason"]:
        says = "Say why the board did not agree, so that somebody can act on it."
        return Given(problems=[Problem("reason", says)])
    about = DECIDED_BY[matter.kind]
    data = {
        **data,
        **{name: form[name] for name in ("decision", "reason", "agenda_item", "about") if form[name]},
        **({"about": about[0]} if len(about) == 1 else {}),
    }
    data["met_on"] = form.data.get("met_on")
    return settle(office, visitor, task, RecordBoardDecision, data, form, asked=ASKED)


def _page(show: Showing, task: Task, matter: Matter, form: Typed) -> Response:
    return task_page(
        show,
        "tasks/record-decision.html",
        task,
        form,
        matter=matter,
        sections=SECTIONS,
        names_board=not matter.body,
        abouts=DECIDED_BY[matter.kind] if matter.kind is PaperKind.DECISION else (),
        closes=matter.matter == CLOSURE,
    )


def _known(matter: Matter) -> dict[str, str]:
    """What is known of the meeting before anybody types."""
    if matter.waiting is None:
        return {}
    return {"agenda_item": matter.waiting.agenda_item or ""} | boxes("met_on", matter.waiting.met_on)
