"""Boards: what an authority's governance bodies decided on the papers before them, and what that asks for."""

from datetime import date, datetime
from typing import Literal

from config.calendar import in_words
from config.vocabulary import Decision, PaperKind, Stage
from engagements.engagement import Changes, Engagement, Insert, Moment, amend, uk_date
from engagements.events import Event
from engagements.messages import Command, Day, FreeText, Label, Opened, Ordinal, TextRef
from engagements.obligations import Owed
from engagements.refusals import BrokenRule
from engagements.stages.actions import SETTLED
from engagements.stages.papers import NotOnTheRoute
from engagements.stages.route import CLOSURE, Asked, bodies_on, call_for_papers, towards_closure
from engagements.state.boards import GovernanceBody, Paper, PaperForBoard
from engagements.state.engagement import Obligation
from engagements.state.plan import Action, BoardDecision

About = Literal["plan", "progress", "closure"]

DECIDED_BY: dict[PaperKind, tuple[About, ...]] = {
    PaperKind.QUARTERLY: ("progress",),
    PaperKind.CLOSURE: ("closure",),
    PaperKind.DECISION: ("plan", "progress"),
}
"""What a decision must be about to be the decision on a paper: a paper on closure may ask to note progress besides."""


class RecordBoardDecision(Command):
    """Record what a governance body decided about the plan, the progress, or closure.

    ``board``: its name, or its short name on the route. ``paper``: which paper, where several were before the meeting.
    """

    board: Label
    met_on: Day
    agenda_item: Label | None = None
    about: About
    decision: Decision
    reason: FreeText | None = None
    paper: Ordinal | None = None


class BoardDecisionRecorded(
    Event,
    discharges=(
        Owed.RECORD_DECISION,
        Owed.SUBMIT_PAPER,
        Owed.ANSWER_BOARD,
        Owed.DECIDE_CLOSURE,
        Owed.CLOSE_ENGAGEMENT,
    ),
):
    """It settles what that body owed on the matter; about closure, all that was owed about closure by anybody.

    ``decides_closure``: whether the body is the one that decides closure, the last of the route.
    """

    board: str
    met_on: date
    agenda_item: str | None = None
    about: About
    decision: Decision
    reason: TextRef | None = None
    body: str | None = None
    paper: int | None = None
    matter: str | None = None
    decides_closure: bool = False

    def settles(self, obligation: Obligation) -> bool:
        if obligation.kind not in self.DISCHARGES:
            return False
        if self.about == CLOSURE:
            return obligation.subject == "" or obligation.subject.startswith(f"{CLOSURE}.")
        return self.matter is not None and obligation.subject == f"{self.matter}.{self.body}"

    def row(self, engagement: Engagement, sequence: int) -> BoardDecision:
        values = {name: value for name, value in self.own().items() if name != "matter"}
        return BoardDecision(engagement_id=engagement.id, sequence=sequence, **values)

    def changes(self, engagement: Engagement, when: Moment) -> Changes:
        yield Insert(self.row(engagement, when.sequence))
        if self.paper and self.body:
            before = engagement.one(PaperForBoard, self.paper, self.body, self.met_on, called="such paper")
            yield amend(before, decision=self.decision, reason=self.reason, decided_on=when.on)


class MeetingNotYetHeld(BrokenRule):
    """A decision is recorded after the meeting."""

    field = "met_on"


class SayWhy(BrokenRule):
    """A board that defers or refers back says why, so that somebody can act on it."""

    field = "reason"


class PaperNotBeforeBoard(BrokenRule):
    """The paper was not before that meeting, or asks for something else."""

    field = "paper"


def record_board_decision(engagement: Engagement, command: RecordBoardDecision, now: datetime) -> list[Event]:
    today = uk_date(now)
    if command.met_on > today:
        raise MeetingNotYetHeld(
            f"The meeting of {in_words(command.met_on)} is still to come; record its decision after it."
        )
    if command.decision in (Decision.DEFERRED, Decision.REFERRED_BACK) and not command.reason:
        raise SayWhy(f"Say why the matter was {command.decision.replace('_', ' ')}: fill in reason.")
    route = bodies_on(engagement, today)
    body = _body(engagement, command.board)
    before = _paper_before(engagement, command, body)
    on_route = [one.slug for one in route]
    if command.about == CLOSURE and route and not before and body not in on_route:
        raise NotOnTheRoute(f"Closure goes through {', '.join(one.name for one in route)}; name one of them in board.")
    recorded = BoardDecisionRecorded(
        **command.model_dump(exclude={"paper"}),
        body=body,
        paper=before.paper if before else None,
        matter=before.matter if before else None,
        decides_closure=command.about == CLOSURE and (not route or body == on_route[-1]),
    )
    asked = _asked(engagement, recorded, today)
    return [recorded.model_copy(update={"opens": asked.opens}), *asked.events]


def _body(engagement: Engagement, board: str) -> str | None:
    """The slug of a body by its name or slug, as the route has it, or as a paper was submitted to it."""
    known = {body.name.lower(): body.slug for body in engagement.all(GovernanceBody)}
    sent = {sent.board.lower(): sent.body for sent in engagement.all(PaperForBoard)}
    slugs = {*known.values(), *sent.values()}
    return board.lower() if board.lower() in slugs else (sent | known).get(board.lower())


def _paper_before(engagement: Engagement, command: RecordBoardDecision, body: str | None) -> PaperForBoard | None:
    """The paper that the decision is on. One that is not named is found where there is just one that it may be."""
    if command.paper:
        engagement.one(Paper, command.paper, called=f"paper {command.paper}")
    found = [
        sent
        for sent in engagement.all(PaperForBoard)
        if (sent.body, sent.met_on, sent.stands, sent.decision) == (body, command.met_on, True, None)
        and command.about in DECIDED_BY[engagement.one(Paper, sent.paper, called="such paper").kind]
        and command.paper in (None, sent.paper)
    ]
    if command.paper and not found:
        raise PaperNotBeforeBoard(
            f"Paper {command.paper} was not before {command.board} on {in_words(command.met_on)} for a decision about "
            f"the {command.about}, or that is on record. Submit it to that meeting first."
        )
    if len(found) > 1:
        numbers = " or ".join(str(sent.paper) for sent in found)
        raise PaperNotBeforeBoard(f"Say which paper it was about: fill in paper with {numbers}.")
    return found[0] if found else None


def _asked(engagement: Engagement, recorded: BoardDecisionRecorded, today: date) -> Asked:
    """What the decision asks for: closure goes on along the route, what is put off comes back to the same body."""
    settled = [amend(owed, ended="discharged") for owed in engagement.open_obligations() if recorded.settles(owed)]
    decided = Insert(recorded.row(engagement, engagement.facts.version + 1))
    engagement = engagement.after([*settled, decided])
    answer = _answer(engagement, recorded, today)
    if recorded.about == CLOSURE:
        all_settled = all(action.status in SETTLED for action in engagement.all(Action))
        if not all_settled or engagement.facts.stage is not Stage.QUARTERLY_REPORTING:
            return Asked(answer)
        asked = towards_closure(engagement, today)
        return Asked((*asked.opens, *answer), asked.events)
    if recorded.matter is None or recorded.decision not in (Decision.DEFERRED, Decision.REFERRED_BACK):
        return Asked()
    again = (body for body in bodies_on(engagement, today) if body.slug == recorded.body)
    return Asked(answer, call_for_papers(engagement, recorded.matter, again, today, recorded.met_on))


def _answer(engagement: Engagement, recorded: BoardDecisionRecorded, today: date) -> tuple[Opened, ...]:
    if recorded.decision is not Decision.REFERRED_BACK or not recorded.body:
        return ()
    matter = CLOSURE if recorded.about == CLOSURE else recorded.matter
    return (engagement.owe(Owed.ANSWER_BOARD, today, f"{matter}.{recorded.body}"),)
