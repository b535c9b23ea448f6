"""The plan's actions in quarterly reporting: completed with evidence, moved, or transferred to business as usual."""

from datetime import date, datetime
from typing import Annotated, Self

from pydantic import Field, model_validator

from config.calendar import in_words
from config.vocabulary import Rating
from engagements.clocks import clock_of
from engagements.engagement import Changes, Engagement, Insert, Moment, amend, uk_date
from engagements.events import Event
from engagements.messages import Command, Day, FreeText, Link, Message, Opened, TextRef
from engagements.obligations import Owed
from engagements.refusals import BrokenRule
from engagements.stages.follow_up_plan import ActionRef
from engagements.state.plan import Action, BoardDecision, Evidence, ExtensionRequest

SETTLED = ("verified", "transferred", "replaced")
"""An action that stands in the way of closure no longer."""


class AboutAnAction(Event, abstract=True):
    """An event about one action."""

    action: ActionRef

    @property
    def subject(self) -> str:
        return self.action


class ActionNotOpen(BrokenRule):
    """The action is not at the point that the command needs."""


def _action(engagement: Engagement, ref: str, *statuses: str) -> Action:
    action = engagement.one(Action, ref, called=f"action {ref}")
    if action.status not in statuses:
        raise ActionNotOpen(f"Action {ref} is {action.status}; this needs an action that is {' or '.join(statuses)}.")
    return action


def _when_all_settled(engagement: Engagement, settling: str, now: datetime) -> tuple[Opened, ...]:
    """Once the last action is settled, the boards owe a decision on closure, or closing is owed where they made it."""
    waiting = [a for a in engagement.all(Action) if a.ref != settling and a.status not in SETTLED]
    if waiting:
        return ()
    owed = Owed.CLOSE_ENGAGEMENT if closure_approved(engagement) else Owed.DECIDE_CLOSURE
    return (engagement.owe(owed, uk_date(now)),)


def closure_approved(engagement: Engagement) -> bool:
    """Whether the last decision about closure approved it; those before a reopening no longer count."""
    since = engagement.facts.reopened_by
    decisions = [d for d in engagement.all(BoardDecision) if d.about == "closure" and d.sequence > since]
    return bool(decisions) and decisions[-1].decision == "approved"


class EvidenceItem(Message):
    """What shows that an action is complete: a link, or the SHA-256 of a file's content."""

    title: FreeText
    link: Link | None = None
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")] | None = None

    @model_validator(mode="after")
    def _one_of_them(self) -> Self:
        if (self.link is None) == (self.sha256 is None):
            raise ValueError("give either link or sha256")
        return self


class EvidenceRef(Message):
    title: TextRef
    link: str | None = None
    sha256: str | None = None


class CompleteAction(Command):
    """Report an action complete, with the evidence."""

    action: ActionRef
    evidence: Annotated[tuple[EvidenceItem, ...], Field(min_length=1, max_length=50)]


class ActionCompleted(AboutAnAction, discharges=(Owed.COMPLETE_ACTION, Owed.DECIDE_EXTENSION)):
    evidence: tuple[EvidenceRef, ...]

    def changes(self, engagement: Engagement, when: Moment) -> Changes:
        action = engagement.one(Action, self.action, called="such action")
        yield amend(action, status="completed", rating=Rating.COMPLETE)
        for number, item in enumerate(self.evidence, 1):
            yield Insert(
                Evidence(
                    engagement_id=engagement.id,
                    sequence=when.sequence,
                    action=self.action,
                    number=number,
                    **item.model_dump(),
                )
            )


def complete_action(engagement: Engagement, command: CompleteAction, now: datetime) -> list[Event]:
    _action(engagement, command.action, "open")
    evidence = tuple(EvidenceRef(**item.model_dump()) for item in command.evidence)
    check = engagement.owe(Owed.CHECK_EVIDENCE, uk_date(now), command.action)
    return [ActionCompleted(action=command.action, evidence=evidence, opens=(check,))]


class VerifyAction(Command):
    """Verify that the evidence shows the action complete."""

    action: ActionRef


class ActionVerified(AboutAnAction, discharges=(Owed.CHECK_EVIDENCE,)):
    def changes(self, engagement: Engagement, when: Moment) -> Changes:
        yield from _verdict(engagement, self.action, "verified", None)
        action = engagement.one(Action, self.action, called="such action")
        yield amend(action, status="verified", settled_on=when.on)


def _verdict(engagement: Engagement, action: str, verdict: str, reason: str | None) -> Changes:
    for item in engagement.all(Evidence):
        if item.action == action and item.verdict is None:
            yield amend(item, verdict=verdict, reason=reason)


def verify_action(engagement: Engagement, command: VerifyAction, now: datetime) -> list[Event]:
    _action(engagement, command.action, "completed")
    return [ActionVerified(action=command.action, opens=_when_all_settled(engagement, command.action, now))]


class RejectEvidence(Command):
    """Reject the evidence, with the reason: the action is open again, by the date that it had."""

    action: ActionRef
    reason: FreeText


class EvidenceRejected(AboutAnAction, discharges=(Owed.CHECK_EVIDENCE,)):
    reason: TextRef

    def changes(self, engagement: Engagement, when: Moment) -> Changes:
        yield from _verdict(engagement, self.action, "rejected", self.reason)
        action = engagement.one(Action, self.action, called="such action")
        yield amend(action, status="open", rating=Rating.AT_RISK)


def reject_evidence(engagement: Engagement, command: RejectEvidence, now: datetime) -> list[Event]:
    action = _action(engagement, command.action, "completed")
    opens = [engagement.owe(Owed.COMPLETE_ACTION, action.due_on, action.ref)]
    if _undecided(engagement, action.ref):
        opens.append(engagement.owe(Owed.DECIDE_EXTENSION, uk_date(now), action.ref))
    return [EvidenceRejected(**command.model_dump(), opens=tuple(opens))]


class RequestExtension(Command):
    """Ask for a later date for an action, with the reason."""

    action: ActionRef
    due_to: Day
    reason: FreeText


class ExtensionRequested(AboutAnAction):
    number: int
    due_from: date
    due_to: date
    reason: TextRef

    def changes(self, engagement: Engagement, when: Moment) -> Changes:
        values = self.own()
        yield Insert(ExtensionRequest(engagement_id=engagement.id, requested_on=when.on, **values))


class NotAnExtension(BrokenRule):
    """An extension moves a date to a later one, in the future, and one at a time is decided."""


def _undecided(engagement: Engagement, action: str) -> ExtensionRequest | None:
    requests = [r for r in engagement.all(ExtensionRequest) if r.action == action and r.granted is None]
    return requests[-1] if requests else None


def request_extension(engagement: Engagement, command: RequestExtension, now: datetime) -> list[Event]:
    action = _action(engagement, command.action, "open")
    if _undecided(engagement, action.ref):
        raise NotAnExtension(f"An extension of {action.ref} waits for a decision already.")
    if command.due_to <= max(action.due_on, uk_date(now)):
        raise NotAnExtension(f"Action {action.ref} is due on {in_words(action.due_on)}; ask for a later day to come.")
    number = sum(request.action == action.ref for request in engagement.all(ExtensionRequest)) + 1
    decide = engagement.owe(Owed.DECIDE_EXTENSION, uk_date(now), action.ref)
    return [ExtensionRequested(**command.model_dump(), number=number, due_from=action.due_on, opens=(decide,))]


class DecideExtension(Command):
    """Grant or refuse an extension, with the reason."""

    action: ActionRef
    grant: bool
    reason: FreeText


class ExtensionDecided(AboutAnAction, discharges=(Owed.DECIDE_EXTENSION,)):
    """A granted extension moves the date of the obligation too; the original date stays on the action."""

    number: int
    granted: bool
    due_to: date
    reason: TextRef

    def changes(self, engagement: Engagement, when: Moment) -> Changes:
        request = engagement.one(ExtensionRequest, self.action, self.number, called="such request")
        yield amend(request, granted=self.granted, decided_on=when.on, decision_reason=self.reason)
        if not self.granted:
            return
        action = engagement.one(Action, self.action, called="such action")
        yield amend(action, due_on=self.due_to, moves=action.moves + 1)


def decide_extension(engagement: Engagement, command: DecideExtension, now: datetime) -> list[Event]:
    request = _undecided(engagement, _action(engagement, command.action, "open").ref)
    if request is None:
        raise NotAnExtension(f"Nobody asked for an extension of {command.action}.")
    completing = engagement.open_obligations(Owed.COMPLETE_ACTION) if command.grant else ()
    return [
        ExtensionDecided(
            action=command.action,
            number=request.number,
            granted=command.grant,
            due_to=request.due_to,
            reason=command.reason,
            clocks=tuple(clock_of(o, due_on=request.due_to) for o in completing if o.subject == command.action),
        )
    ]


class TransferToBau(Command):
    """Transfer an action to business as usual, with its owner there (a post, not a name) and the reason."""

    action: ActionRef
    owner: FreeText
    reason: FreeText


class ActionTransferredToBau(
    AboutAnAction, discharges=(Owed.COMPLETE_ACTION, Owed.DECIDE_EXTENSION, Owed.CHECK_EVIDENCE)
):
    owner: TextRef
    reason: TextRef

    def changes(self, engagement: Engagement, when: Moment) -> Changes:
        yield amend(
            engagement.one(Action, self.action, called="such action"),
            status="transferred",
            rating=Rating.TRANSFERRED_TO_BAU,
            bau_owner=self.owner,
            bau_reason=self.reason,
            settled_on=when.on,
        )


def transfer_to_bau(engagement: Engagement, command: TransferToBau, now: datetime) -> list[Event]:
    _action(engagement, command.action, "open")
    opens = _when_all_settled(engagement, command.action, now)
    return [ActionTransferredToBau(**command.model_dump(), opens=opens)]
