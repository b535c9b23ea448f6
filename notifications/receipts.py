"""Receipts: whoever of an authority does something, or which peer, hears that it arrived, with a number to name it."""

from typing import Any

from sqlalchemy import Connection, select

from config.calendar import in_words
from config.vocabulary import OF_THE_AUTHORITY, PEERS, Role
from engagements.engagement import UK
from engagements.events import Event
from engagements.outbox import Followed
from engagements.process import recalled
from engagements.receipts import receipt_number
from engagements.stages.acceptance import QueryAnswered
from engagements.stages.actions import ActionCompleted
from engagements.stages.boards import BoardDecisionRecorded
from engagements.stages.challenge_visit import SelfAssessmentSubmitted
from engagements.stages.corrections import AccuracyCheckReturned
from engagements.stages.extensions import ExtensionRequested
from engagements.stages.follow_up_plan import PlanApproved, PlanProposed
from engagements.stages.interests import InterestDeclared
from engagements.stages.quarterly_reporting import ExceptionRaised
from engagements.stages.recommendations import ReportPublished
from engagements.stages.returns import NilReturnFiled, ReturnCame, ReturnFiled
from engagements.stages.scoping import ChargeAgreed
from engagements.stages.team_assignment import InvitationAccepted, InvitationDeclined
from engagements.stages.transfer import ActionTransferredToBau
from engagements.state.journal import JournalEntry

RECEIPT = "receipt"

RECEIVED: dict[type[Event], str] = {
    ChargeAgreed: "your agreement to the charge",
    InvitationAccepted: "your acceptance: you are on the team",
    InvitationDeclined: "your answer that you cannot come",
    InterestDeclared: "the interest that you declared",
    SelfAssessmentSubmitted: "your self-assessment",
    AccuracyCheckReturned: "your accuracy check",
    ReportPublished: "the address of the published report",
    PlanProposed: "your improvement plan",
    PlanApproved: "the approval of the improvement plan by {board}",
    ReturnFiled: "your return for {period}",
    NilReturnFiled: "your nil return for {period}",
    QueryAnswered: "your answer about the return for {period}",
    ExceptionRaised: "your exception for {period}",
    ActionCompleted: "your report that action {action} is complete",
    ExtensionRequested: "your request for a later date for action {action}",
    ActionTransferredToBau: "the transfer of action {action} to business as usual",
    BoardDecisionRecorded: "what {board} decided",
}
"""What a receipt is given for, and how it is called. Of the rest, other messages tell whoever did it."""


def whose(followed: Followed) -> tuple[Role, str]:
    """Who did it: the role, and the identifier where it is known."""
    role, _, person = followed.actor.partition(":")
    return Role(role), person


def gets_a_receipt(followed: Followed) -> bool:
    """Whether whoever did it is somebody who does not sign in, and so has nothing but a mail to show for it."""
    return type(followed.event) in RECEIVED and whose(followed)[0] in OF_THE_AUTHORITY | PEERS


def of_event(connection: Connection, followed: Followed, worded: dict[str, Any]) -> dict[str, Any]:
    """What a receipt says: what was received, its number, when in UK time, and of a return which filing it was."""
    moment = followed.at.astimezone(UK)
    return {
        "received": RECEIVED[type(followed.event)].format(**worded),
        "number": receipt_number(followed.engagement.ref, followed.sequence),
        "at": f"{moment:%H:%M} on {in_words(moment.date())}",
        "filing": _filing(connection, followed, followed.event) if isinstance(followed.event, ReturnCame) else 0,
    }


def _filing(connection: Connection, followed: Followed, event: ReturnCame) -> int:
    """How often the period's return had been filed by then, this time included."""
    journal = JournalEntry.table.c
    kinds = (ReturnFiled.__name__, NilReturnFiled.__name__)
    filed = select(journal.type, journal.facts).where(
        journal.engagement_id == followed.engagement.id, journal.sequence <= followed.sequence, journal.type.in_(kinds)
    )
    found = (recalled(row.type, row.facts) for row in connection.execute(filed))
    return sum(isinstance(one, ReturnCame) and one.period == event.period for one in found)
