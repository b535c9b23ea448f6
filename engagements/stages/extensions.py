"""Extensions: an action's date moves to a later one only when somebody asked, and somebody else decided."""

from datetime import date, datetime

from pydantic import Field

from config.calendar import in_words
from engagements.clocks import clock_of
from engagements.engagement import Changes, Engagement, Insert, Moment, amend, uk_date
from engagements.events import Event
from engagements.messages import Command, Day, FreeText, Label, TextRef
from engagements.obligations import Owed
from engagements.refusals import BrokenRule
from engagements.stages.actions import AboutAnAction, action_at, undecided
from engagements.stages.follow_up_plan import ActionRef
from engagements.state.plan import Action, ExtensionRequest


class RequestExtension(Command):
    """Ask for a later date for an action, with the reason. ``known_to``: the board that was told of it already."""

    action: ActionRef
    due_to: Day
    reason: FreeText
    known_to: Label | None = None


class ExtensionRequested(AboutAnAction):
    number: int = Field(title="request")
    due_from: date
    due_to: date
    reason: TextRef
    known_to: str | None = None

    def changes(self, engagement: Engagement, when: Moment) -> Changes:
        values = self.own()
        yield Insert(
            ExtensionRequest(engagement_id=engagement.id, requested_on=when.on, requested_by=when.by, **values)
        )


class NotAnExtension(BrokenRule):
    """An extension moves a date to a later one, in the future, and one at a time is decided."""

    field = "due_to"


def request_extension(engagement: Engagement, command: RequestExtension, now: datetime) -> list[Event]:
    return [asked_for(engagement, command.action, command.due_to, command.reason, now, command.known_to)]


def asked_for(
    engagement: Engagement, ref: str, due_to: date, reason: str, now: datetime, known_to: str | None = None
) -> ExtensionRequested:
    """The request for a later date, as it is decided whenever somebody asks for one. ``reason``: a TextRef."""
    action = action_at(engagement, ref, "open")
    if waiting := undecided(engagement, ref):
        raise NotAnExtension(
            f"An extension of {ref} to {in_words(waiting.due_to)} waits for a decision already; wait for that first."
        )
    if due_to <= max(action.due_on, uk_date(now)):
        raise NotAnExtension(f"Action {ref} is due on {in_words(action.due_on)}; ask for a later day to come.")
    return ExtensionRequested(
        action=ref,
        due_to=due_to,
        reason=reason,
        known_to=known_to,
        number=sum(request.action == ref for request in engagement.all(ExtensionRequest)) + 1,
        due_from=action.due_on,
        opens=(engagement.owe(Owed.DECIDE_EXTENSION, uk_date(now), ref),),
    )


class DecideExtension(Command):
    """Grant or refuse an extension, with the reason."""

    action: ActionRef
    grant: bool
    reason: FreeText


class ExtensionDecided(AboutAnAction, discharges=(Owed.DECIDE_EXTENSION,)):
    """A granted extension moves the date of the obligation too; the original date stays on the action."""

    number: int = Field(title="request")
    granted: bool
    due_to: date
    reason: TextRef

    def changes(self, engagement: Engagement, when: Moment) -> Changes:
        request = engagement.one(ExtensionRequest, self.action, self.number, called="such request")
        verdict = {
            "granted": self.granted,
            "decided_on": when.on,
            "decided_by": when.by,
            "decision_reason": self.reason,
        }
        yield amend(request, **verdict)
        if not self.granted:
            return
        action = engagement.one(Action, self.action, called="such action")
        yield amend(action, due_on=self.due_to, moves=action.moves + 1)


def decide_extension(engagement: Engagement, command: DecideExtension, now: datetime) -> list[Event]:
    request = undecided(engagement, action_at(engagement, command.action, "open").ref)
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
