"""People's calendars: what was sent into them, and what an event changes there.

The timetable as it stands is held against what each person was sent last. Whatever moved a session, cancelled it or
took somebody off it: they hear of the difference, and nobody hears of a session that stays as it was.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import ClassVar, NamedTuple

from sqlalchemy import Connection, Index, select
from sqlmodel import JSON, Field

from config.vocabulary import SessionKind, Stage, Status
from engagements.database import UtcDateTime
from engagements.loading import plain, rows_of
from engagements.outbox import Followed
from engagements.state.engagement import EngagementFacts
from engagements.state.journal import POSITION
from engagements.state.row import Row, kept_in
from engagements.state.team import Invitation, Visit
from engagements.state.timetable import VisitSession
from engagements.state.words import Words
from engagements.writing import insert_new

AUTHORITY = ""
"""In the place of a person: the authority, which hears of every session, whoever is its contact at the time."""

SAID = ("starts_at", "ends_at", "kind", "title", "place", "with_whom", "lines")
"""What somebody's calendar says of a session, by the names that the session has for it."""


@kept_in("calendar_entry", derived=False)
class CalendarEntry(Row):
    """A session as somebody was sent it, or that it is off; of several the one with the highest ``sequence`` holds.

    ``person``: a peer's identifier, or ``AUTHORITY``. ``sequence``: from 0, as calendar programs count. ``cause``: the
    event's position in the journal. The rest is what the session said then; texts by reference.
    """

    IDENTITY: ClassVar = ("person", "session", "sequence")
    __table_args__ = (Index("calendar_entry_of_cause", "cause"),)

    engagement_id: int = Field(primary_key=True, foreign_key="engagement.id")
    person: str = Field(primary_key=True)
    session: int = Field(primary_key=True)
    sequence: int = Field(primary_key=True)
    cause: int = Field(foreign_key="journal.position", sa_type=POSITION)
    cancelled: bool = False
    starts_at: datetime = Field(sa_type=UtcDateTime)
    ends_at: datetime = Field(sa_type=UtcDateTime)
    kind: SessionKind = Field(sa_type=Words(SessionKind))
    title: str
    place: str
    with_whom: str | None = None
    lines: list[str] = Field(sa_type=JSON)

    def says_the_same(self, other: "CalendarEntry") -> bool:
        return all(getattr(self, name) == getattr(other, name) for name in (*SAID, "cancelled"))


class Change(NamedTuple):
    """An entry to be sent, and the one that it takes the place of, if any."""

    now: CalendarEntry
    before: CalendarEntry | None = None

    @property
    def is_new(self) -> bool:
        return self.before is None or self.before.cancelled


class Calendar(NamedTuple):
    """One person's. ``changes``: by what the event does; ``standing``: all their sessions from then on, in order."""

    changes: tuple[Change, ...] = ()
    standing: tuple[CalendarEntry, ...] = ()

    @property
    def entries(self) -> tuple[CalendarEntry, ...]:
        return (*(change.now for change in self.changes), *self.standing)


def calendars(connection: Connection, followed: Followed) -> dict[str, Calendar]:
    """By person, the calendars of all who have or had a session, as they are once this event is followed.

    Following an event again gives the same again.
    """
    facts, cause = followed.engagement, followed.position
    history = _history(connection, facts)
    if any(entry.cause == cause for entries in history.values() for entry in entries):
        return {person: _recorded(entries, cause) for person, entries in history.items()}
    wanted = _wanted(connection, facts)
    return {
        person: _moved_on(person, history.get(person, []), wanted.get(person, []), followed)
        for person in sorted({*history, *wanted})
    }


def sent_so_far(connection: Connection, facts: EngagementFacts) -> dict[tuple[str, int], CalendarEntry]:
    """The entry that holds for each person and session."""
    return {
        (person, entry.session): entry
        for person, entries in _history(connection, facts).items()
        for entry in entries  # in order of their sequence
    }


def record(connection: Connection, entries: Sequence[CalendarEntry]) -> None:
    """Write down what is sent, in the transaction that writes the messages."""
    insert_new(connection, CalendarEntry, [dict(entry.__dict__) for entry in entries])


def _history(connection: Connection, facts: EngagementFacts) -> dict[str, list[CalendarEntry]]:
    table = CalendarEntry.table
    query = select(table).where(table.c.engagement_id == facts.id).order_by(table.c.sequence)
    found: dict[str, list[CalendarEntry]] = defaultdict(list)
    for entry in plain(connection.execute(query), CalendarEntry):
        found[entry.person].append(entry)
    return found


def _wanted(connection: Connection, facts: EngagementFacts) -> dict[str, list[VisitSession]]:
    """By person, the sessions that are to be in their calendars: none before the timetable is issued, or after all."""
    issued = any(visit.timetable_on for visit in rows_of(connection, facts, Visit))
    goes_on = facts.stage is Stage.CHALLENGE_VISIT and facts.status in (Status.ACTIVE, Status.ON_HOLD)
    found: dict[str, list[VisitSession]] = defaultdict(list)
    if not (issued and goes_on):
        return found
    team = {one.peer for one in rows_of(connection, facts, Invitation) if one.status == "accepted"}
    for session in rows_of(connection, facts, VisitSession):
        if not session.cancelled_on:
            for person in (AUTHORITY, *(peer for peer in session.peers if peer in team)):
                found[person].append(session)
    return found


def _recorded(entries: Sequence[CalendarEntry], cause: int) -> Calendar:
    """As it was when the event was followed."""
    known = {(entry.session, entry.sequence): entry for entry in entries if entry.cause <= cause}
    changes = [
        Change(entry, known.get((entry.session, entry.sequence - 1)))
        for entry in known.values()
        if entry.cause == cause
    ]
    return _calendar({entry.session: entry for entry in known.values()}, changes)


def _moved_on(
    person: str, entries: Sequence[CalendarEntry], wanted: Sequence[VisitSession], followed: Followed
) -> Calendar:
    """What is over stays as it was."""
    last, changes = {entry.session: entry for entry in entries}, list[Change]()
    for session in wanted:
        before = last.get(session.number)
        now = _entry(person, session, before, followed.position)
        if session.ends_at > followed.at and not (before and now.says_the_same(before)):
            changes.append(Change(now, before))
    for number in last.keys() - {session.number for session in wanted}:
        before = last[number]
        if not before.cancelled and before.ends_at > followed.at:
            off = {"sequence": before.sequence + 1, "cause": followed.position, "cancelled": True}
            changes.append(Change(before.amended(off), before))
    return _calendar(last, changes)


def _entry(person: str, session: VisitSession, before: CalendarEntry | None, cause: int) -> CalendarEntry:
    return CalendarEntry(
        engagement_id=session.engagement_id,
        person=person,
        session=session.number,
        sequence=before.sequence + 1 if before else 0,
        cause=cause,
        **{name: getattr(session, name) for name in SAID},
    )


def _calendar(before: Mapping[int, CalendarEntry], changes: Iterable[Change]) -> Calendar:
    in_order = sorted(changes, key=lambda change: (change.now.starts_at, change.now.session))
    now = {**before, **{change.now.session: change.now for change in in_order}}
    standing = (entry for entry in now.values() if not entry.cancelled)
    return Calendar(tuple(in_order), tuple(sorted(standing, key=lambda entry: (entry.starts_at, entry.session))))
