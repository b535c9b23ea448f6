"""The timetable of the visit: each day's sessions, where they are, with whom, and whose they are."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from config.calendar import in_words
from config.vocabulary import Role
from documents.facts import parts, wording
from documents.facts.board import Cover
from documents.facts.parts import Days, Looked, Member
from documents.facts.told import Told
from documents.kinds import Kind
from engagements.engagement import uk_date
from engagements.state.team import Visit, VisitPhase
from engagements.state.timetable import VisitSession
from engagements.visits.timetabling import uk_time


@dataclass(frozen=True, slots=True)
class Session:
    """What some peers do at a time, in UK time. ``lines``: the lines of enquiry that it covers."""

    time: str
    kind: str
    title: str
    place: str
    with_whom: str
    peers: tuple[str, ...]
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Day:
    """A day with sessions; of which phase, where there are several."""

    day: str
    phase: str
    sessions: tuple[Session, ...]


@dataclass(frozen=True, slots=True)
class TimetablePaper:
    """Everything that a timetable may say. ``note``: what was said when it was issued."""

    cover: Cover
    visit: tuple[Days, ...]
    note: tuple[str, ...]
    days: tuple[Day, ...]
    team: tuple[Member, ...]
    lines: tuple[Looked, ...]
    coordinator: str


def timetable(told: Told) -> TimetablePaper:
    issued = [visited for visited in told.now.all(Visit) if visited.timetable_on]
    visited = told.there(next(iter(issued), None), "timetable")
    standing = f"Issued on {wording.day(visited.timetable_on)}"
    return TimetablePaper(
        cover=parts.head(told, Kind.TIMETABLE, f"Timetable of the visit to {parts.authority(told)}", standing),
        visit=parts.visit(told),
        note=told.typed.paragraphs(visited.timetable_note),
        days=tuple(_days(told)),
        team=parts.team(told),
        lines=parts.lines(told),
        coordinator=told.names.holder(Role.COORDINATOR),
    )


def _days(told: Told) -> Iterator[Day]:
    standing = [session for session in told.now.all(VisitSession) if not session.cancelled_on]
    phases = {phase.number: n for n, phase in enumerate(_phases(told), 1)}
    for day, sessions in groupby(sorted(standing, key=_when), key=lambda session: uk_date(session.starts_at)):
        held = list(sessions)
        phase = phases.get(held[0].phase)
        called = f"Phase {phase}" if phase and len(phases) > 1 else ""
        yield Day(_weekday(day), called, tuple(_session(told, session) for session in held))


def _phases(told: Told) -> list[VisitPhase]:
    return [phase for phase in told.now.all(VisitPhase) if phase.replaced_on is None]


def _when(session: VisitSession) -> tuple[object, ...]:
    return (session.starts_at, session.ends_at, session.number)


def _weekday(day: date) -> str:
    return f"{day:%A} {in_words(day)}"


def _peers(told: Told, peers: list[str]) -> tuple[str, ...]:
    if len(peers) > 1 and set(peers) == {place.peer for place in parts.accepted(told)}:
        return ("The whole team",)
    return tuple(map(told.names.peer, peers))


def _session(told: Told, session: VisitSession) -> Session:
    return Session(
        time=f"{uk_time(session.starts_at):%H:%M} to {uk_time(session.ends_at):%H:%M}",
        kind=wording.capitalised(session.kind),
        title=told.typed(session.title),
        place=session.place,
        with_whom=told.typed(session.with_whom),
        peers=_peers(told, session.peers),
        lines=tuple(parts.line_title(told, line) for line in session.lines),
    )
