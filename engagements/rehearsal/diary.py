"""The calendar that a rehearsal leaves: who is asked what on which day, and what comes of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import Connection

from config.ladders import Audience, Channel, Rung, Tone
from config.vocabulary import Role, Stage
from engagements.chasing import Nudged
from engagements.directory import Directory, Person
from engagements.engagement import World, uk_date
from engagements.events import Event
from engagements.handling import Outcome
from engagements.loading import facts_of
from engagements.stages.quarterly_reporting import PeriodOpened
from engagements.stages.throughout import ObligationLapsed
from engagements.state.engagement import EngagementFacts, Obligation


class What(StrEnum):
    """What happens on a line of the calendar."""

    MOVED_ON = "moved on"  # to another stage
    PERIOD_OPENED = "quarter opened"
    ASKED = "asked"
    REMINDED = "reminded"
    CHASED = "chased"  # on its day, or after
    ESCALATED = "escalated"
    LISTED = "listed"  # in the oversight committee's report, as "no update received"
    LAPSED = "lapsed"
    ANSWERED = "answered"


NUDGES = {
    Tone.REMINDER: What.REMINDED,
    Tone.DUE_TODAY: What.REMINDED,
    Tone.OVERDUE: What.CHASED,
    Tone.ESCALATION: What.ESCALATED,
    Tone.NO_UPDATE: What.LISTED,
}


@dataclass(frozen=True, slots=True)
class Told:
    """Who is turned to: a role, and the identifier of the person in it, where somebody is on record."""

    role: str
    person: str | None


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the calendar. ``kind``, ``subject``, ``due_on``: of what is owed; empty where nothing is.

    ``rung``: of its ladder, for a nudge. ``stage``: the one moved on to.
    """

    on: date
    ref: str
    what: What
    kind: str = ""
    subject: str = ""
    due_on: date | None = None
    told: tuple[Told, ...] = ()
    copied: tuple[Told, ...] = ()
    rung: str | None = None
    stage: Stage | None = None


class Calendar:
    """A rehearsal's diary, line by line."""

    def __init__(self, world: World) -> None:
        self.world, self.lines = world, list[Line]()

    def happened(self, connection: Connection, outcome: Outcome, now: datetime) -> None:
        facts, today = facts_of(connection, outcome.ref), uk_date(now)
        directory = Directory.read(connection, self.world.reference, [facts])
        for event in outcome.events:
            self.lines += _turn(event, outcome.ref, today)
            for new in event.opens:
                told = _of_role(directory, facts, new.owed_by, today, new.subject)
                self.lines.append(Line(today, facts.ref, What.ASKED, new.kind, new.subject, new.due_on, told))

    def answered(self, facts: EngagementFacts, owed: Obligation, on: date) -> None:
        told = (Told(owed.owed_by, None),)
        self.lines.append(Line(on, facts.ref, What.ANSWERED, owed.kind, owed.subject, owed.due_on, told))

    def note(self, connection: Connection, nudged: Sequence[Nudged]) -> None:
        directory = Directory.read(connection, self.world.reference, [one.engagement for one in nudged])
        for one in nudged:
            for rung in one.rungs:
                self.lines.append(_nudge(directory, one, rung))


def _turn(event: Event, ref: str, on: date) -> list[Line]:
    """What the event itself is in the calendar, besides what it makes somebody owe."""
    found: list[Line] = []
    if isinstance(event, PeriodOpened):
        found.append(Line(on, ref, What.PERIOD_OPENED, subject=event.period))
    elif isinstance(event, ObligationLapsed):
        told = (Told(event.owed_by, None),)
        found.append(Line(on, ref, What.LAPSED, event.kind, event.about, event.due_on, told))
    if event.enters:
        found.append(Line(on, ref, What.MOVED_ON, stage=event.enters))
    return found


def _nudge(directory: Directory, nudged: Nudged, rung: Rung) -> Line:
    owed = nudged.obligation
    told, copied = (
        tuple(one for audience in audiences for one in _audience(directory, nudged, audience))
        for audiences in (rung.audience, rung.copied)
    )
    what = What.LISTED if rung.channel is Channel.REPORT else NUDGES[rung.template]
    ref = nudged.engagement.ref
    return Line(nudged.on, ref, what, owed.kind, owed.subject, owed.due_on, told, copied, rung.key)


def _audience(directory: Directory, nudged: Nudged, audience: Audience) -> tuple[Told, ...]:
    """The one person whom a nudge reaches in the role, or their deputies."""
    facts, owed, on = nudged.engagement, nudged.obligation, nudged.on
    if audience is Audience.OVERSIGHT_COMMITTEE:
        return (Told(audience, None),)
    role = owed.owed_by if audience in (Audience.OWNER, Audience.DEPUTY) else Role(audience.value)
    person = directory.reached(facts, role, on, _peer(role, owed.subject))
    if audience is Audience.DEPUTY:
        return _each(audience, directory.deputies_of(person, facts, on) if person else [])
    return _each(role, [person] if person else [])


def _of_role(directory: Directory, facts: EngagementFacts, role: Role, on: date, subject: str) -> tuple[Told, ...]:
    """Everybody who holds the role: what is asked first is asked of them all."""
    return _each(role, directory.told(facts, role, on, _peer(role, subject)))


def _peer(role: Role, subject: str) -> str:
    return subject if role is Role.PEER else ""


def _each(role: str, people: Sequence[Person]) -> tuple[Told, ...]:
    return tuple(Told(role, person.id) for person in people) or (Told(role, None),)
