"""The plan's actions in quarterly reporting: completed with evidence, which is verified or rejected."""

from datetime import datetime
from typing import Annotated, Self

from pydantic import Field, model_validator

from engagements.engagement import Changes, Engagement, Insert, Moment, amend, uk_date
from engagements.events import Event
from engagements.messages import Command, FreeText, Link, Message, TextRef
from engagements.obligations import Owed
from engagements.refusals import BrokenRule
from engagements.stages.follow_up_plan import ActionRef
from engagements.stages.route import Asked, towards_closure
from engagements.state.evidence import EvidenceFile
from engagements.state.plan import Action, Evidence, ExtensionRequest

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

    field = "action"


def action_at(engagement: Engagement, ref: str, *statuses: str) -> Action:
    """The action, where it has one of these statuses. Raises NotOnRecord and ActionNotOpen."""
    action = engagement.one(Action, ref, called=f"action {ref}")
    if action.status not in statuses:
        raise ActionNotOpen(f"Action {ref} is {action.status}; this needs an action that is {' or '.join(statuses)}.")
    return action


def when_all_settled(engagement: Engagement, settling: str, now: datetime) -> Asked:
    """Once the last action is settled, the boards owe a decision on closure, or closing is owed where they made it."""
    waiting = [a for a in engagement.all(Action) if a.ref != settling and a.status not in SETTLED]
    return Asked() if waiting else towards_closure(engagement, uk_date(now))


def undecided(engagement: Engagement, action: str) -> ExtensionRequest | None:
    """The extension of an action that waits for a decision, if one does."""
    requests = [r for r in engagement.all(ExtensionRequest) if r.action == action and r.granted is None]
    return requests[-1] if requests else None


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

    def files_named(self) -> tuple[str, ...]:
        return tuple(item.sha256 for item in self.evidence if item.sha256)


class ActionCompleted(AboutAnAction, discharges=(Owed.COMPLETE_ACTION, Owed.DECIDE_EXTENSION)):
    evidence: tuple[EvidenceRef, ...]
    rating: str

    def changes(self, engagement: Engagement, when: Moment) -> Changes:
        action = engagement.one(Action, self.action, called="such action")
        yield amend(action, status="completed", rating=self.rating, rated_on=when.on)
        for number, item in enumerate(self.evidence, 1):
            yield Insert(
                Evidence(
                    engagement_id=engagement.id,
                    sequence=when.sequence,
                    action=self.action,
                    number=number,
                    given_on=when.on,
                    **item.model_dump(),
                )
            )


class FileNotAdded(BrokenRule):
    """The evidence names a file that nobody added."""

    field = "evidence"


def complete_action(engagement: Engagement, command: CompleteAction, now: datetime) -> list[Event]:
    action_at(engagement, command.action, "open")
    for sha256 in command.files_named():
        if engagement.find(EvidenceFile, sha256) is None:
            raise FileNotAdded(f"No file {sha256} was added. Add it first, with `peer-support evidence add FILE`.")
    evidence = tuple(EvidenceRef(**item.model_dump()) for item in command.evidence)
    check = engagement.owe(Owed.CHECK_EVIDENCE, uk_date(now), command.action)
    rating = engagement.product.ratings.complete
    return [ActionCompleted(action=command.action, evidence=evidence, rating=rating, opens=(check,))]


class VerifyAction(Command):
    """Verify that the evidence shows the action complete."""

    action: ActionRef


class ActionVerified(AboutAnAction, discharges=(Owed.CHECK_EVIDENCE,)):
    def changes(self, engagement: Engagement, when: Moment) -> Changes:
        yield from _verdict(engagement, self.action, "verified", when)
        action = engagement.one(Action, self.action, called="such action")
        yield amend(action, status="verified", settled_on=when.on)


def _verdict(engagement: Engagement, action: str, verdict: str, when: Moment, reason: str | None = None) -> Changes:
    for item in engagement.all(Evidence):
        if item.action == action and item.verdict is None:
            yield amend(item, verdict=verdict, verdict_on=when.on, reason=reason)


def verify_action(engagement: Engagement, command: VerifyAction, now: datetime) -> list[Event]:
    action_at(engagement, command.action, "completed")
    asked = when_all_settled(engagement, command.action, now)
    return [ActionVerified(action=command.action, opens=asked.opens), *asked.events]


class RejectEvidence(Command):
    """Reject the evidence, with the reason: the action is open again, by the date that it had."""

    action: ActionRef
    reason: FreeText


class EvidenceRejected(AboutAnAction, discharges=(Owed.CHECK_EVIDENCE,)):
    reason: TextRef
    rating: str

    def changes(self, engagement: Engagement, when: Moment) -> Changes:
        yield from _verdict(engagement, self.action, "rejected", when, self.reason)
        action = engagement.one(Action, self.action, called="such action")
        yield amend(action, status="open", rating=self.rating, rated_on=when.on)


def reject_evidence(engagement: Engagement, command: RejectEvidence, now: datetime) -> list[Event]:
    action = action_at(engagement, command.action, "completed")
    opens = [engagement.owe(Owed.COMPLETE_ACTION, action.due_on, action.ref)]
    if undecided(engagement, action.ref):
        opens.append(engagement.owe(Owed.DECIDE_EXTENSION, uk_date(now), action.ref))
    rating = engagement.product.ratings.when_rejected
    return [EvidenceRejected(**command.model_dump(), rating=rating, opens=tuple(opens))]
