"""The reporting route as rules see it: to which body a paper goes, at which meeting, and by when."""

from collections.abc import Iterable
from datetime import date
from typing import Annotated, NamedTuple

from pydantic import StringConstraints

from config.products import ClockName
from config.vocabulary import Decision
from engagements.engagement import Changes, Engagement, Moment
from engagements.events import Event
from engagements.messages import Message, Opened
from engagements.obligations import Owed
from engagements.state.boards import GovernanceBody, Meeting
from engagements.state.plan import BoardDecision

BodySlug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=40)]
"""A body's short name, unlike those of the authority's other bodies: ``slt``."""

CLOSURE = "closure"
"""The matter of a paper on closure. That of a quarterly paper is its period, that of another one ``paper-3``."""


class PaperCalledFor(Message):
    """A paper that a body is to have. ``met_on`` is absent where no meeting of the body is on record."""

    body: str
    board: str
    papers_by: date
    met_on: date | None = None
    agenda_item: str | None = None


class PapersCalledFor(Event):
    """Papers on a matter are due to bodies of the route. The journal keeps the dates: a route may change later."""

    matter: str
    papers: tuple[PaperCalledFor, ...]

    def changes(self, engagement: Engagement, when: Moment) -> Changes:
        return ()


class Asked(NamedTuple):
    """What is asked for next: obligations for the event that asks, or events that follow it."""

    opens: tuple[Opened, ...] = ()
    events: tuple[Event, ...] = ()


def bodies_on(engagement: Engagement, day: date) -> tuple[GovernanceBody, ...]:
    """The bodies of the authority's route on a day, in order."""
    holding = (body for body in engagement.all(GovernanceBody) if body.holds_on(day))
    return tuple(sorted(holding, key=lambda body: body.order))


def call_for_papers(
    engagement: Engagement, matter: str, bodies: Iterable[GovernanceBody], today: date, after: date | None = None
) -> tuple[Event, ...]:
    """Ask the clerk for a paper on the matter for each body's next meeting, in the order of the bodies.

    A body meets on it no earlier than the one before, and after the day ``after``. One that waits for the paper
    already, or for the record of its decision, is passed over.
    """
    papers: list[PaperCalledFor] = []
    opens: list[Opened] = []
    earliest = today
    for body in bodies:
        if _is_waited_for(engagement, f"{matter}.{body.slug}"):
            continue
        meeting = next_meeting(engagement, body.slug, today, earliest, after)
        opened = _paper_owed(engagement, f"{matter}.{body.slug}", meeting, today)
        earliest = meeting.met_on if meeting else earliest
        opens.append(opened)
        papers.append(
            PaperCalledFor(
                body=body.slug,
                board=body.name,
                papers_by=opened.due_on,
                met_on=meeting.met_on if meeting else None,
                agenda_item=meeting.agenda_item if meeting else None,
            )
        )
    return (PapersCalledFor(matter=matter, papers=tuple(papers), opens=tuple(opens)),) if papers else ()


def _is_waited_for(engagement: Engagement, subject: str) -> bool:
    owed = engagement.open_obligations(Owed.SUBMIT_PAPER, Owed.RECORD_DECISION)
    return any(obligation.subject == subject for obligation in owed)


def next_meeting(
    engagement: Engagement, body: str, today: date, earliest: date, after: date | None = None
) -> Meeting | None:
    """The body's first meeting from a day on that papers can still be in time for; None where none is on record."""
    for meeting in engagement.all(Meeting):  # in order of their days
        in_order = meeting.met_on >= earliest and (after is None or meeting.met_on > after)
        if meeting.body == body and in_order and papers_by(engagement, meeting) >= today:
            return meeting
    return None


def papers_by(engagement: Engagement, meeting: Meeting) -> date:
    """The last day for papers: the meeting's own, or the product's clock before it."""
    return meeting.papers_by or engagement.owe(Owed.SUBMIT_PAPER, meeting.met_on).due_on


def _paper_owed(engagement: Engagement, subject: str, meeting: Meeting | None, today: date) -> Opened:
    if meeting:
        opened = engagement.owe(Owed.SUBMIT_PAPER, meeting.met_on, subject)
        return opened.model_copy(update={"due_on": papers_by(engagement, meeting)})
    clock = engagement.product.clock(ClockName.BOARD_PAPERS_UNSCHEDULED)
    opened = engagement.owe(Owed.SUBMIT_PAPER, today, subject)
    return opened.model_copy(update={"due_on": clock.after(today, engagement.world.calendar)})


# Closure


def closure_decisions(engagement: Engagement) -> list[BoardDecision]:
    """What was decided about closure, in order; what was before a reopening no longer counts."""
    since = engagement.facts.reopened_by
    return [d for d in engagement.all(BoardDecision) if d.about == CLOSURE and d.sequence > since]


def closure_approved(engagement: Engagement) -> bool:
    """Whether the last decision about closure approved it, and was made by the body that decides."""
    decisions = closure_decisions(engagement)
    return bool(decisions) and decisions[-1].decides_closure and decisions[-1].decision is Decision.APPROVED


def towards_closure(engagement: Engagement, today: date) -> Asked:
    """What closure waits for once every action is settled: closing, where it is approved, or the next body.

    Without a route, any board decides.
    """
    bodies = bodies_on(engagement, today)
    last = next(reversed(closure_decisions(engagement)), None)
    if closure_approved(engagement):
        return Asked(opens=(engagement.owe(Owed.CLOSE_ENGAGEMENT, today),))
    if not bodies:
        return Asked(opens=(engagement.owe(Owed.DECIDE_CLOSURE, today),))
    since = last.met_on if last else None
    return Asked(events=call_for_papers(engagement, CLOSURE, (_next_body(bodies, last),), today, since))


def _next_body(bodies: tuple[GovernanceBody, ...], last: BoardDecision | None) -> GovernanceBody:
    """The first body; the one after that which agreed; the same again where it deferred or referred back."""
    at = next((at for at, body in enumerate(bodies) if last and body.slug == last.body), None)
    if last is None or at is None:
        return bodies[0]
    agreed = last.decision in (Decision.NOTED, Decision.APPROVED)
    return bodies[min(at + 1, len(bodies) - 1)] if agreed else bodies[at]
