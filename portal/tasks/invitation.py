"""A peer's invitation: what it is about, and the peer's answer; the days of the visit for their calendar."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection
from starlette.responses import Response

from config.calendar import WorkingDays
from config.vocabulary import InterestKind, Status
from documents.calendar_file import Entry, calendar_file
from documents.facts.wording import Texts
from engagements.database import reading
from engagements.lines_of_enquiry import lines
from engagements.loading import rows_of
from engagements.messages import Command
from engagements.obligations import Owed
from engagements.peers.periods import Days
from engagements.process import TEAM
from engagements.stages.interests import DeclareInterest
from engagements.stages.team_assignment import AcceptInvitation, DeclineInvitation
from engagements.state.team import Invitation, Scope, VisitPhase
from engagements.telling import plain
from engagements.texts import recall
from portal.doors import Pages, TheVisitor
from portal.downloads import Media, download
from portal.forms.answers import answer_in_words
from portal.giving import Given, Problem
from portal.mishaps import NotThere
from portal.office import Office, TheOffice
from portal.posted import Posted, PostedForm
from portal.showing import GoBack, Show, Showing
from portal.tasks.days import days_joined
from portal.tasks.giving import settle
from portal.tasks.showing import NOTHING_TYPED, Typed, task_page, typed
from portal.tasks.task import Task, find_task
from portal.visitors import GUESTS, Visitor

pages = Pages("/to-do/{ref}/answer-invitation/{peer}")

ANSWERS: dict[str, tuple[type[Command], str]] = {
    "accept": (AcceptInvitation, "Thank you. You are on the team; put the days into your calendar."),
    "decline": (DeclineInvitation, "Your answer is recorded. Thank you for telling us."),
    "interest": (DeclareInterest, "Your interest is on record. We will not ask you about this service while it lasts."),
}


DECLARED = tuple(kind for kind in InterestKind if kind is not InterestKind.OWN_SERVICE)
"""What a peer may declare; their own service is known."""


@dataclass(frozen=True, slots=True)
class Invited:
    """What a peer is asked. ``working_days``: how many of them on site. ``standing``: of the invitation."""

    task: Task
    role: str
    standing: str
    answer_by: date | None
    visit: tuple[Days, ...]
    working_days: int
    lines: tuple[str, ...]
    focus: str

    @property
    def acts(self) -> bool:
        """Whether the peer may answer, or withdraw after accepting."""
        facts = self.task.facts
        in_time = facts.stage in TEAM and facts.status is Status.ACTIVE
        return self.task.theirs and in_time and self.standing in ("invited", "accepted")


@pages.get("", to=GUESTS)
def invitation(ref: str, peer: str, office: TheOffice, visitor: TheVisitor, show: Show) -> Response:
    return _page(show, find_invited(office, visitor, ref, peer))


@pages.post("", to=GUESTS)
def answer(
    ref: str, peer: str, form: Posted, office: TheOffice, visitor: TheVisitor, show: Show, back: GoBack
) -> Response:
    invited = find_invited(office, visitor, ref, peer)
    given = _given(office, visitor, invited, form)
    if given.outcome:
        return back(invited.task.path, notice=ANSWERS[form["answer"]][1])
    return _page(show, invited, typed(form, given.problems))


@pages.get("/calendar.ics", to=GUESTS)
def calendar(ref: str, peer: str, office: TheOffice, visitor: TheVisitor) -> Response:
    invited = find_invited(office, visitor, ref, peer)
    if not invited.visit or invited.standing not in ("invited", "accepted"):
        raise NotThere
    file = calendar_file(_entries(invited), invited.task.facts.version, office.now())
    return download(file, f"{ref} visit.ics", Media.CALENDAR)


def _given(office: Office, visitor: Visitor, invited: Invited, form: PostedForm) -> Given:
    chosen = form["answer"]
    if chosen not in ANSWERS:
        return Given(problems=[Problem("answer", "Choose your answer.")])
    data = {"peer": invited.task.subject}
    if chosen != "accept":
        data["reason"] = form["reason"]
        if not form["reason"]:
            says = "Say why, in a few words." if chosen == "decline" else "Say what your interest is, in a few words."
            return Given(problems=[Problem("reason", says)])
    if chosen == "interest":
        left_on = days_joined(form.data.get("left_on"))
        data |= {"kind": form["kind"] or InterestKind.OTHER, **({"left_on": left_on} if left_on else {})}
        if data["kind"] == InterestKind.FORMER_EMPLOYER and not left_on:
            return Given(problems=[Problem("left_on", "Give the day on which you left: the years count from there.")])
    return settle(office, visitor, invited.task, ANSWERS[chosen][0], data, form, asked={})


def _page(show: Showing, invited: Invited, form: Typed = NOTHING_TYPED) -> Response:
    kinds = [(kind.value, *answer_in_words(kind)) for kind in DECLARED]
    return task_page(
        show, "tasks/answer-invitation.html", invited.task, form, acts=invited.acts, invited=invited, kinds=kinds
    )


def find_invited(office: Office, visitor: Visitor, ref: str, peer: str) -> Invited:
    """Raises NotThere where it is another peer's: nobody learns who else was asked."""
    if peer != visitor.person:
        raise NotThere
    with reading(office.engine) as connection:
        task = find_task(connection, office, visitor, ref, Owed.ANSWER_INVITATION, peer)
        place = next((one for one in rows_of(connection, task.facts, Invitation) if one.peer == peer), None)
        if place is None:
            raise NotThere
        scopes = rows_of(connection, task.facts, Scope)
        visit = _visit(connection, task, scopes)
        last = scopes[-1] if scopes else None
        texts = recall(connection, [*filter(None, [last.focus]), *last.focuses.values()]) if last else {}
        called = [line.title for line in lines(last, task.product, texts)] if last else []
    return Invited(
        task=task,
        role=plain(place.team_role),
        standing=place.status,
        answer_by=place.answer_by,
        visit=visit,
        working_days=sum(_on_site(office.world.calendar, days) for days in visit),
        lines=tuple(called),
        focus=Texts(texts)(last.focus) if last else "",
    )


def _visit(connection: Connection, task: Task, scopes: Sequence[Scope]) -> tuple[Days, ...]:
    """The phases as they stand, or before they are set the days that were agreed."""
    phases = [phase for phase in rows_of(connection, task.facts, VisitPhase) if phase.replaced_on is None]
    if phases:
        return tuple(Days(phase.starts_on, phase.ends_on) for phase in phases)
    return (Days(scopes[-1].visit_from, scopes[-1].visit_to),) if scopes else ()


def _on_site(calendar: WorkingDays, days: Days) -> int:
    return calendar.between(days.first, days.last) + calendar.is_working_day(days.first)


def _entries(invited: Invited) -> list[Entry]:
    task = invited.task
    looked_at = "\n".join(f"- {line}" for line in invited.lines)
    return [
        Entry(
            uid=f"{task.ref}.visit-{number}.peer-support",
            first=days.first,
            last=days.last,
            summary=f"{task.product.name}: {task.authority}",
            description=f"You are asked as {invited.role}. {task.ref}.\n\n{looked_at}".strip(),
            settled=invited.standing == "accepted",
        )
        for number, days in enumerate(invited.visit, 1)
    ]
