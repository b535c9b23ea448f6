"""Handing over: what somebody of the authority owes becomes another contact's to do. "Not me", answered."""

from datetime import date, datetime
from typing import Annotated

from pydantic import Field

from config.vocabulary import OF_THE_AUTHORITY, Role
from engagements.engagement import Changes, Engagement, Moment, NotOnRecord, amend, uk_date
from engagements.events import Event
from engagements.messages import Command
from engagements.obligations import DUTIES, Owed
from engagements.refusals import BrokenRule
from engagements.stages.relief import AboutAnObligation, Subject, owed_now
from engagements.state.people import Contact

ContactId = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]*$", max_length=80)]


class HandOver(Command):
    """Hand what the authority owes to another of its contacts, who is asked for it from then on."""

    kind: Owed
    subject: Subject = ""
    to: ContactId

    def contacts_named(self) -> tuple[str, ...]:
        return (self.to,)

    def owed_by(self) -> Role:
        return DUTIES[self.kind].by


class ObligationHandedOver(AboutAnObligation):
    """``to``: the contact who has it now. ``due_on``: by when, unless its clock stands still."""

    owed_by: Role
    to: str
    due_on: date | None = None

    def changes(self, engagement: Engagement, when: Moment) -> Changes:
        yield amend(self.obligation(engagement), handed_to=self.to)


class NotToBeHandedOver(BrokenRule):
    """Only what an authority owes is handed over; peers decline, and the LGA has other ways."""


class HasItAlready(BrokenRule):
    """It was handed to that contact before."""


def hand_over(engagement: Engagement, command: HandOver, now: datetime) -> list[Event]:
    owed = owed_now(engagement, command.kind, command.subject)
    if owed.owed_by not in OF_THE_AUTHORITY:
        raise NotToBeHandedOver(_otherwise(owed.owed_by))
    contact = engagement.find(Contact, command.to)
    if contact is None or contact.authority != engagement.facts.authority or not contact.in_office(uk_date(now)):
        raise NotOnRecord(f"The authority has no contact {command.to} in office. Hand it to one of its contacts.")
    if owed.handed_to == contact.id:
        raise HasItAlready(f"{contact.id} has it already. Hand it to another contact of the authority.")
    return [
        ObligationHandedOver(
            opened_by=owed.opened_by,
            kind=owed.kind,
            about=owed.subject,
            owed_by=owed.owed_by,
            to=contact.id,
            due_on=owed.due_on,
        )
    ]


def _otherwise(role: Role) -> str:
    if role in (Role.PEER, Role.LEAD_PEER):
        return "A peer's place cannot be handed over: decline the invitation, or have the peer released."
    return "What the LGA owes is not handed over one by one: give the engagement to another coordinator instead."
