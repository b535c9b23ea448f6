"""What is promised to everybody who is chased, whatever happens: checked after every step, and when all is over."""

from collections import Counter
from datetime import time
from typing import Any, NamedTuple

from config.ladders import Audience, Channel
from config.vocabulary import Status
from engagements.database import reading
from engagements.obligations import DUTIES, Owed
from engagements.process import recalled
from engagements.stages.relief import ObligationNudged
from engagements.state.engagement import EngagementFacts, Obligation
from engagements.state.journal import JournalEntry
from notifications import ledger
from notifications.ledger import DIGEST, WITHOUT_AN_EVENT, Notification, NotificationStatus
from notifications.reminders import Reminder
from tests.engagements.trial import WORLD
from tests.notifications.weeks import Weeks

ENDED = {"discharged", "waived", "closed", "expired"}


class Seen(NamedTuple):
    """Obligations, engagements, reminders and messages as they stand."""

    engagements: dict[int, EngagementFacts]
    obligations: dict[tuple[Any, ...], Obligation]
    reminders: dict[int, Reminder]
    messages: dict[int, Notification]

    @classmethod
    def of(cls, weeks: Weeks) -> "Seen":
        return cls(
            {facts.id: facts for facts in weeks.all_of(EngagementFacts)},
            {(one.engagement_id, *one.identity): one for one in weeks.all_of(Obligation)},
            {one.id or 0: one for one in weeks.all_of(Reminder)},
            {message.id or 0: message for message in weeks.all_of(Notification)},
        )

    def is_owed(self, reminder: Reminder) -> bool:
        """Whether the same thing is owed by the same date on an engagement that goes on."""
        owed = self.obligations[reminder.of]
        active = self.engagements[reminder.engagement_id].status is Status.ACTIVE
        return owed.is_open and active and owed.due_on == reminder.due_on

    def writing_of(self, reminder: Reminder) -> tuple[Any, ...]:
        """The digest that says it, as it was last written."""
        return (reminder.digest, self.messages[reminder.digest].decided_at) if reminder.digest else ()


def nobody_hears_at_night(weeks: Weeks) -> None:
    """Nor at weekends, nor on a bank holiday."""
    for at, message, _ in weeks.outside.handed:
        if message.template in WITHOUT_AN_EVENT:
            assert WORLD.calendar.is_working_day(at.date()), f"{message.subject} on {at:%A %d %B %Y}"
            assert time(8) <= at.time() < time(18), f"{message.subject} at {at:%H:%M}"


def nobody_hears_twice_a_day(weeks: Weeks) -> None:
    """Of one list."""
    arrived = [(at, message) for at, message, arrived in weeks.outside.handed if arrived and message.day]
    heard = Counter((message.recipient, at.date(), message.list_of) for at, message in arrived)
    assert not (twice := [whose for whose, times in heard.items() if times > 1]), f"two digests on one day: {twice}"


def what_arrived_stays_said(weeks: Weeks, before: Seen, now: Seen) -> None:
    """No other digest says again what one said that arrived, unless it came back."""
    arrived = {message.id for _, message, arrived in weeks.outside.handed if arrived} - weeks.returned
    for number, reminder in before.reminders.items():
        if reminder.digest in arrived:
            assert now.reminders[number].digest == reminder.digest, f"{reminder} is to be said again"


def only_what_is_owed_is_said(before: Seen, now: Seen) -> None:
    """By the date that holds now: what there was to say of an earlier date is said with it."""
    owed = {(reminder.digest, reminder.of) for reminder in now.reminders.values() if now.is_owed(reminder)}
    for number, reminder in now.reminders.items():
        was = before.reminders.get(number)
        if reminder.digest and (was is None or before.writing_of(was) != now.writing_of(reminder)):
            assert (reminder.digest, reminder.of) in owed, f"{reminder} is said, and not owed any more"


def only_what_is_not_owed_is_dropped(before: Seen, now: Seen) -> None:
    """Or what is a copy for somebody out of reach, or what somebody else is told of."""
    for number, reminder in now.reminders.items():
        was = before.reminders.get(number)
        if reminder.dropped_on and not (was and was.dropped_on):
            assert reminder.digest is None, f"{reminder} is said and dropped"
            told = [
                other
                for other in now.reminders.values()
                if (other.of, other.due_on, other.rung) == (reminder.of, reminder.due_on, reminder.rung)
            ]
            assert not now.is_owed(reminder) or reminder.copied or len(told) > 1, f"{reminder} was dropped"


def what_was_replaced_says_nothing(now: Seen) -> None:
    for reminder in now.reminders.values():
        if reminder.digest:
            digest = now.messages[reminder.digest]
            assert (digest.template, digest.recipient) == (DIGEST, reminder.recipient)
            assert digest.status is not NotificationStatus.SUPERSEDED, f"{reminder} is said by no digest"


# When all is over


def everything_owed_came_to_an_end(now: Seen) -> None:
    """It is discharged, waived, closed or expired; or in the report; or its clock stands still."""
    for owed in now.obligations.values():
        ends_in_report = WORLD.ladders[DUTIES[Owed(owed.kind)].ladder].rungs[-1].channel is Channel.REPORT
        held = now.engagements[owed.engagement_id].status is Status.ON_HOLD
        done = owed.ended in ENDED or owed.listed_on or held or (owed.ended is None and not ends_in_report)
        assert done, f"forgotten: {owed}"


def every_reminder_came_to_an_end(weeks: Weeks, now: Seen) -> None:
    """It is in a digest that was sent, or that is shown to a person; or it was dropped."""
    with_a_person = {message.id for message in _for_attention(weeks)}
    for reminder in now.reminders.values():
        if not reminder.dropped_on:
            assert reminder.digest, f"{reminder} is in no digest"
            digest = now.messages[reminder.digest]
            assert digest.status is NotificationStatus.SENT or digest.id in with_a_person, (
                f"nobody sees {reminder}: its digest is {digest.status}"
            )


def every_nudge_is_for_somebody(weeks: Weeks, now: Seen) -> None:
    """Each rung that speaks by mail was noted when it was climbed."""
    noted = {(reminder.cause, reminder.rung) for reminder in now.reminders.values()}
    for entry in weeks.all_of(JournalEntry):
        if entry.type == ObligationNudged.__name__:
            nudge = recalled(entry.type, entry.facts)
            assert isinstance(nudge, ObligationNudged)
            ladder = WORLD.ladders[DUTIES[Owed(nudge.kind)].ladder]
            for rung in ladder.rungs:
                speaks = rung.channel is Channel.MAIL and set(rung.audience) != {Audience.DEPUTY}
                if rung.key in nudge.rungs and speaks:
                    assert (entry.position, rung.key) in noted, f"nobody is told that {nudge.kind} reached {rung.key}"


def _for_attention(weeks: Weeks) -> list[Notification]:
    with reading(weeks.engine) as connection:
        return ledger.for_attention(connection)
