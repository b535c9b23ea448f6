"""Transfer to business as usual: an action leaves the plan with an owner and a reason, and never quietly."""

from datetime import datetime

from engagements.engagement import Changes, Engagement, Moment, amend
from engagements.events import Event
from engagements.messages import Command, FreeText, TextRef
from engagements.obligations import Owed
from engagements.stages.actions import AboutAnAction, action_at, when_all_settled
from engagements.stages.follow_up_plan import ActionRef
from engagements.state.plan import Action


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
    rating: str

    def changes(self, engagement: Engagement, when: Moment) -> Changes:
        yield amend(
            engagement.one(Action, self.action, called="such action"),
            status="transferred",
            rating=self.rating,
            bau_owner=self.owner,
            bau_reason=self.reason,
            settled_on=when.on,
        )


def transfer_to_bau(engagement: Engagement, command: TransferToBau, now: datetime) -> list[Event]:
    action_at(engagement, command.action, "open")
    asked = when_all_settled(engagement, command.action, now)
    rating = engagement.product.ratings.transferred
    return [ActionTransferredToBau(**command.model_dump(), rating=rating, opens=asked.opens), *asked.events]
