"""Transfer to business as usual: an action leaves the plan with an owner and a reason, and somebody checks back."""

from datetime import date, datetime

from config.calendar import in_words
from engagements.engagement import Changes, Engagement, Moment, amend, uk_date
from engagements.events import Event
from engagements.messages import Command, Day, FreeText, TextRef
from engagements.obligations import Owed
from engagements.refusals import BrokenRule
from engagements.stages.actions import AboutAnAction, action_at, when_all_settled
from engagements.stages.follow_up_plan import ActionRef
from engagements.state.plan import Action


class TransferToBau(Command):
    """Transfer an action to business as usual: its owner there (a post, not a name), the reason, when to check back."""

    action: ActionRef
    owner: FreeText
    reason: FreeText
    check_back_on: Day


class CheckBackNotToCome(BrokenRule):
    """An action goes to business as usual only with a day to come on which somebody checks back."""

    field = "check_back_on"


class ActionTransferredToBau(
    AboutAnAction, discharges=(Owed.COMPLETE_ACTION, Owed.DECIDE_EXTENSION, Owed.CHECK_EVIDENCE)
):
    owner: TextRef
    reason: TextRef
    check_back_on: date
    rating: str

    def changes(self, engagement: Engagement, when: Moment) -> Changes:
        yield amend(
            engagement.one(Action, self.action, called="such action"),
            status="transferred",
            rating=self.rating,
            rated_on=when.on,
            bau_owner=self.owner,
            bau_reason=self.reason,
            check_back_on=self.check_back_on,
            settled_on=when.on,
        )


def transfer_to_bau(engagement: Engagement, command: TransferToBau, now: datetime) -> list[Event]:
    action_at(engagement, command.action, "open")
    if command.check_back_on <= uk_date(now):
        raise CheckBackNotToCome(
            f"Choose a day after today on which somebody looks whether {command.action} still runs: not "
            f"{in_words(command.check_back_on)}."
        )
    asked = when_all_settled(engagement, command.action, now)
    rating = engagement.product.ratings.transferred
    check = engagement.owe(Owed.CHECK_BACK, command.check_back_on, command.action)
    opens = (*asked.opens, check)
    return [ActionTransferredToBau(**command.model_dump(), rating=rating, opens=opens), *asked.events]


class CheckBack(Command):
    """Record what became of an action in business as usual, and whether it still runs. After closing too."""

    action: ActionRef
    outcome: FreeText
    still_running: bool


class TransferCheckedBack(AboutAnAction, discharges=(Owed.CHECK_BACK,)):
    outcome: TextRef
    still_running: bool

    def changes(self, engagement: Engagement, when: Moment) -> Changes:
        action = engagement.one(Action, self.action, called="such action")
        found = {"checked_back_on": when.on, "still_running": self.still_running, "check_back_outcome": self.outcome}
        yield amend(action, **found)


class NothingToCheckBack(BrokenRule):
    """The action was not transferred to business as usual, or somebody checked back already."""

    field = "action"


def check_back(engagement: Engagement, command: CheckBack, now: datetime) -> list[Event]:
    action = engagement.one(Action, command.action, called=f"action {command.action}")
    if action.status != "transferred":
        raise NothingToCheckBack(f"Action {action.ref} is {action.status}; only what was transferred is checked.")
    if day := action.checked_back_on:
        raise NothingToCheckBack(f"Somebody checked back on {action.ref} on {in_words(day)} already.")
    return [TransferCheckedBack(**command.model_dump())]
