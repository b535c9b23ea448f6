"""Responding to the recommendations: to the one that a link is about, or to all of them on one page."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection
from starlette.responses import Response

from config.vocabulary import Answer, Stage, Status
from documents.facts.wording import Texts
from engagements.database import reading
from engagements.loading import rows_of
from engagements.obligations import Owed
from engagements.stages.follow_up_plan import RespondToRecommendation
from engagements.state.plan import Recommendation
from engagements.texts import recall
from portal.doors import Pages, TheVisitor
from portal.giving import Given, Problem
from portal.giving_together import Draft, give_together
from portal.office import Office, TheOffice
from portal.posted import Posted, PostedForm
from portal.showing import GoBack, Show, Showing
from portal.tasks.giving import sent_before
from portal.tasks.showing import Typed, task_page, typed
from portal.tasks.task import Task, find_task
from portal.visitors import GUESTS, Visitor

pages = Pages("/to-do/{ref}/respond-to-recommendation")


@dataclass(frozen=True, slots=True)
class ToAnswer:
    """A recommendation as the page asks about it. ``field``: under which name its answer is posted."""

    number: int
    text: str
    line: str
    answer: Answer | None
    reason: str

    @property
    def field(self) -> str:
        return f"answers.{self.number}"

    @property
    def values(self) -> dict[str, str]:
        """What it was answered, as the form's values."""
        return {f"{self.field}.answer": self.answer or "", f"{self.field}.reason": self.reason}


@dataclass(frozen=True, slots=True)
class Asked:
    """``asked``: what the page asks about; ``all_of_them``: every recommendation."""

    task: Task
    asked: tuple[ToAnswer, ...]
    all_of_them: tuple[ToAnswer, ...]

    @property
    def acts(self) -> bool:
        """An answer may be changed until there is an approved plan."""
        facts = self.task.facts
        return self.task.theirs and (facts.stage, facts.status) == (Stage.FOLLOW_UP_PLAN, Status.ACTIVE)


@pages.get("", to=GUESTS)
def all_of_them(ref: str, office: TheOffice, visitor: TheVisitor, show: Show) -> Response:
    return _page(show, office, visitor, _asked(office, visitor, ref))


@pages.post("", to=GUESTS)
def respond_to_all(
    ref: str, form: Posted, office: TheOffice, visitor: TheVisitor, show: Show, back: GoBack
) -> Response:
    return _responded(show, back, office, visitor, _asked(office, visitor, ref), form)


@pages.get("/{number:int}", to=GUESTS)
def one(ref: str, number: int, office: TheOffice, visitor: TheVisitor, show: Show) -> Response:
    return _page(show, office, visitor, _asked(office, visitor, ref, number))


@pages.post("/{number:int}", to=GUESTS)
def respond_to_one(
    ref: str, number: int, form: Posted, office: TheOffice, visitor: TheVisitor, show: Show, back: GoBack
) -> Response:
    return _responded(show, back, office, visitor, _asked(office, visitor, ref, number), form)


def _responded(
    show: Showing, back: GoBack, office: Office, visitor: Visitor, asked: Asked, form: PostedForm
) -> Response:
    given = Given() if sent_before(office, form) else _given(office, visitor, asked, form)
    if not given.problems:
        return back(show.request.url.path, notice="Your answers are recorded.")
    return _page(show, office, visitor, asked, typed(form, given.problems))


def _given(office: Office, visitor: Visitor, asked: Asked, form: PostedForm) -> Given:
    drafts, found = [], []
    for one in asked.asked:
        answer, reason = form[f"{one.field}.answer"], form[f"{one.field}.reason"]
        if not answer and (reason or len(asked.asked) == 1):
            found.append(Problem(f"{one.field}.answer", f"Choose an answer to recommendation {one.number}."))
        elif answer and answer != Answer.ACCEPTED and not reason:
            says = f"Say why recommendation {one.number} is not accepted as it stands."
            found.append(Problem(f"{one.field}.reason", says))
        elif answer and (answer, reason) != (one.answer, one.reason):
            data = {"number": one.number, "answer": answer, "reason": reason or None}
            drafts.append(Draft(RespondToRecommendation, data, one.field))
    if not found and not drafts:
        found.append(Problem("", "Nothing was answered, or nothing differs from what you answered before."))
    if found:
        return Given(problems=found)
    return give_together(office, visitor, drafts, form, asked.task.ref)


def _page(show: Showing, office: Office, visitor: Visitor, asked: Asked, form: Typed | None = None) -> Response:
    before = Typed({name: value for one in asked.asked for name, value in one.values.items()})
    everything = f"/to-do/{asked.task.ref}/respond-to-recommendation"
    return task_page(
        show,
        "tasks/respond-to-recommendation.html",
        asked.task,
        form or before,
        acts=asked.acts,
        asked=asked.asked,
        others=[one for one in asked.all_of_them if one not in asked.asked],
        everything=everything if visitor.came_for(everything) else "",
    )


def _asked(office: Office, visitor: Visitor, ref: str, number: int | None = None) -> Asked:
    with reading(office.engine) as connection:
        task = find_task(connection, office, visitor, ref, Owed.RESPOND_TO_RECOMMENDATION, str(number or 1))
        listed = _listed(connection, task) if task.shown else ()
        if number is None and (waiting := [one.number for one in listed if one.answer is None]):
            task = find_task(connection, office, visitor, ref, Owed.RESPOND_TO_RECOMMENDATION, str(waiting[0]))
    return Asked(task, tuple(one for one in listed if number in (None, one.number)), listed)


def _listed(connection: Connection, task: Task) -> tuple[ToAnswer, ...]:
    rows: Sequence[Recommendation] = rows_of(connection, task.facts, Recommendation)
    said = Texts(recall(connection, [ref for row in rows for ref in (row.text, row.reason) if ref]))
    titles = {line.slug: line.title for line in task.product.lines_of_enquiry}
    return tuple(
        ToAnswer(row.number, said(row.text), titles.get(row.line_of_enquiry or "", ""), row.answer, said(row.reason))
        for row in rows
    )
