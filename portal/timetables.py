"""The timetable of a visit as its pages show it: by day, in UK time, with what stands against it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import NamedTuple

from sqlalchemy import Connection, select

from config.calendar import in_words
from documents.calendar_file import Meeting, meetings_file
from documents.meetings import meeting
from engagements.engagement import Engagement, uk_date
from engagements.loading import load_whole
from engagements.stages.timetable import timetable_problems
from engagements.state.engagement import EngagementFacts
from engagements.state.people import Peer
from engagements.state.team import Visit, VisitPhase
from engagements.state.timetable import VisitSession
from engagements.visits.session_words import SessionInWords, SessionWords
from engagements.visits.sessions_elsewhere import sessions_elsewhere
from engagements.visits.timetabling import Problem, uk_time
from notifications.calendars import sent_so_far
from portal.office import Office


class SessionShown(NamedTuple):
    """``begins``, ``ends``: 09:30. ``peers``: their names. ``theirs``: whether the reader is one of them."""

    number: int
    begins: str
    ends: str
    words: SessionInWords
    peers: tuple[str, ...]
    theirs: bool
    cancelled_on: date | None


class DayShown(NamedTuple):
    """Tuesday 3 March 2020, and which phase it belongs to where the visit has several."""

    day: str
    phase: str
    sessions: tuple[SessionShown, ...]


@dataclass(frozen=True, slots=True)
class Timetable:
    """``days``: with the sessions that stand; ``cancelled``: the others. ``problems``: what stands against issuing it.

    ``issued_on``: when it was last issued; what has changed since then was sent at once.
    """

    facts: EngagementFacts
    issued_on: date | None
    phases: tuple[VisitPhase, ...]
    days: tuple[DayShown, ...]
    cancelled: tuple[SessionShown, ...]
    problems: tuple[Problem, ...]

    @property
    def own_days(self) -> tuple[DayShown, ...]:
        """The days with the reader's own sessions, and no others."""
        own = (day._replace(sessions=tuple(one for one in day.sessions if one.theirs)) for day in self.days)
        return tuple(day for day in own if day.sessions)


def timetable(connection: Connection, office: Office, ref: str, reader: str = "") -> Timetable:
    """``reader``: the identifier of a peer. Raises UnknownEngagement."""
    whole = load_whole(connection, ref, office.world)
    sessions = sorted(whole.all(VisitSession), key=lambda one: (one.starts_at, one.number))
    words = SessionWords.read(connection, whole.facts, sessions, office.world)
    names = _names(connection, {peer for one in sessions for peer in one.peers})
    phases = tuple(phase for phase in whole.all(VisitPhase) if not phase.replaced_on)
    shown = [(one, _shown(one, words, names, reader)) for one in sessions]
    return Timetable(
        facts=whole.facts,
        issued_on=next((visit.timetable_on for visit in whole.all(Visit)), None),
        phases=phases,
        days=tuple(_days([both for both in shown if not both[0].cancelled_on], phases)),
        cancelled=tuple(one for _, one in shown if one.cancelled_on),
        problems=_problems(connection, whole, sessions),
    )


def sessions_file(connection: Connection, office: Office, ref: str, reader: str = "") -> bytes:
    """The sessions for a calendar, all at once: a peer's own, or everybody's. What was sent before is not doubled."""
    whole = load_whole(connection, ref, office.world)
    sessions = [one for one in whole.all(VisitSession) if not one.cancelled_on and (not reader or reader in one.peers)]
    words = SessionWords.read(connection, whole.facts, sessions, office.world)
    sent = sent_so_far(connection, whole.facts)

    def called(one: VisitSession) -> Meeting:
        before = sent.get((reader, one.number))
        return meeting(
            one,
            words.of(one),
            whole.facts,
            office.world.reference,
            number=one.number,
            person=reader,
            sequence=before.sequence if before else 0,
        )

    return meetings_file(map(called, sessions), office.now())


def _problems(connection: Connection, whole: Engagement, sessions: Sequence[VisitSession]) -> tuple[Problem, ...]:
    """Of a timetable that has begun to be made: before that, everything is still missing."""
    if all(one.cancelled_on for one in sessions):
        return ()
    return timetable_problems(whole, sessions, sessions_elsewhere(connection, whole.facts))


def _shown(session: VisitSession, words: SessionWords, names: dict[str, str], reader: str) -> SessionShown:
    return SessionShown(
        number=session.number,
        begins=f"{uk_time(session.starts_at):%H:%M}",
        ends=f"{uk_time(session.ends_at):%H:%M}",
        words=words.of(session),
        peers=tuple(names.get(peer, peer) for peer in session.peers),
        theirs=reader in session.peers,
        cancelled_on=session.cancelled_on,
    )


def _days(shown: Iterable[tuple[VisitSession, SessionShown]], phases: Sequence[VisitPhase]) -> Iterable[DayShown]:
    for (day, phase), found in groupby(shown, key=lambda both: (uk_date(both[0].starts_at), both[0].phase)):
        number = next((at for at, one in enumerate(phases, 1) if one.number == phase), 0)
        called = f"phase {number} of {len(phases)}" if number and len(phases) > 1 else ""
        yield DayShown(f"{day:%A} {in_words(day)}", called, tuple(one for _, one in found))


def _names(connection: Connection, peers: set[str]) -> dict[str, str]:
    table = Peer.table.c
    found = connection.execute(select(table.id, table.name).where(table.id.in_(sorted(peers))))
    return {row.id: row.name for row in found}
