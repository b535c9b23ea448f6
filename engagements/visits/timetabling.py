"""What stands against a timetable: who and what is in two places at once, and what is missing."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from itertools import combinations
from typing import NamedTuple

from config.calendar import in_words
from config.timetabling import TimetableRules
from config.timetabling.rules import same_place
from engagements.engagement import UK, uk_date
from engagements.state.team import VisitPhase
from engagements.state.timetable import SessionElsewhere, VisitSession
from engagements.telling import plain

MOST_TOLD = 8
"""Of what is wrong, in one refusal."""


class Wrong(StrEnum):
    """What may be wrong with a timetable. The last two only count once it is issued."""

    PEER_TWICE = "peer_twice"
    PLACE_TWICE = "place_twice"
    JOURNEY = "journey"
    NOT_IN_PHASE = "not_in_phase"
    OUT_OF_HOURS = "out_of_hours"
    NOT_ON_TEAM = "not_on_team"
    NO_PEER = "no_peer"
    NOT_COVERED = "not_covered"

    @property
    def may_be_planned(self) -> bool:
        """Whether it may stand while the timetable is being made."""
        return self in (Wrong.NO_PEER, Wrong.NOT_COVERED)


class Problem(NamedTuple):
    """``where``: the numbers of the sessions that it is about; none for the timetable as a whole."""

    where: tuple[int, ...]
    sentence: str
    wrong: Wrong


def problems(
    sessions: Iterable[VisitSession],
    phases: Iterable[VisitPhase],
    lines: Iterable[str],
    team: Collection[str],
    rules: TimetableRules,
    elsewhere: Collection[SessionElsewhere] = (),
) -> tuple[Problem, ...]:
    """Everything wrong with the sessions that stand, in order of time; then the lines that nobody covers.

    ``lines``: slugs that the scope asks for. ``team``: identifiers of the peers who accepted a place. ``elsewhere``:
    sessions of other visits in the same days.
    """
    standing = sorted((s for s in sessions if not s.cancelled_on), key=lambda s: (s.starts_at, s.number))
    days = {phase.number: phase for phase in phases if not phase.replaced_on}
    return (
        *(problem for session in standing for problem in _alone(session, days.get(session.phase), team, rules)),
        *(problem for pair in combinations(standing, 2) if _same_day(*pair) for problem in _together(*pair, rules)),
        *(problem for session in standing for other in elsewhere for problem in _beside(session, other, rules)),
        *_uncovered(standing, lines),
    )


def _alone(
    session: VisitSession, phase: VisitPhase | None, team: Collection[str], rules: TimetableRules
) -> Iterator[Problem]:
    here, called = (session.number,), told(session)
    day, begins, ends = uk_date(session.starts_at), uk_time(session.starts_at), uk_time(session.ends_at)
    if phase is None:
        yield Problem(here, f"{called} is in phase {session.phase}, which the visit does not have.", Wrong.NOT_IN_PHASE)
    elif not phase.starts_on <= day <= phase.ends_on:
        yield Problem(here, f"{called} is outside phase {phase.number}, {_days(phase)}.", Wrong.NOT_IN_PHASE)
    if begins < rules.not_before or ends > rules.not_after or day != uk_date(session.ends_at):
        hours = f"{rules.not_before:%H:%M} to {rules.not_after:%H:%M}"
        yield Problem(here, f"{called} is outside the hours of a visit, {hours}.", Wrong.OUT_OF_HOURS)
    for peer in session.peers:
        if peer not in team:
            yield Problem(here, f"Peer {peer} of {in_a_sentence(session)} is not on the team.", Wrong.NOT_ON_TEAM)
    if not session.peers:
        yield Problem(here, f"{called} has no peer.", Wrong.NO_PEER)


def _together(first: VisitSession, second: VisitSession, rules: TimetableRules) -> Iterator[Problem]:
    """Of two sessions on one day; the first begins no later than the second."""
    where, both = (first.number, second.number), [peer for peer in first.peers if peer in second.peers]
    if second.starts_at < first.ends_at:
        for peer in both:
            said = f"Peer {peer} would be in two sessions at once: {_pair(first, second)}."
            yield Problem(where, said, Wrong.PEER_TWICE)
        if same_place(first.place) == same_place(second.place) and not rules.is_nowhere(first.place):
            said = (
                f"{first.place} would have two sessions at once: {_pair(first, second)}. "
                f"Name a room for each, such as {first.place.partition(',')[0]}, room 2."
            )
            yield Problem(where, said, Wrong.PLACE_TWICE)
        return
    needed, left = rules.minutes_between(first.place, second.place), _minutes(first.ends_at, second.starts_at)
    if left < needed:
        for peer in both:
            said = (
                f"Peer {peer} needs {needed} minutes from {first.place} to {second.place} and has {left}: "
                f"{_pair(first, second)}."
            )
            yield Problem(where, said, Wrong.JOURNEY)


def _beside(session: VisitSession, other: SessionElsewhere, rules: TimetableRules) -> Iterator[Problem]:
    """Of a session and one of a visit to another service: a journey lies between them."""
    nowhere = rules.is_nowhere(session.place) or rules.is_nowhere(other.place)
    journey = timedelta(minutes=0 if nowhere else rules.journey)
    if session.starts_at < other.ends_at + journey and other.starts_at < session.ends_at + journey:
        theirs = f"{uk_time(other.starts_at):%H:%M} to {uk_time(other.ends_at):%H:%M} at {other.place}"
        for peer in (peer for peer in session.peers if peer in other.peers):
            said = f"Peer {peer} of {in_a_sentence(session)} is on another visit, {other.ref}, from {theirs}."
            yield Problem((session.number,), said, Wrong.PEER_TWICE)


def _uncovered(standing: Sequence[VisitSession], lines: Iterable[str]) -> Iterator[Problem]:
    covered = {line for session in standing if session.kind.enquires for line in session.lines}
    for line in lines:
        if line not in covered:
            yield Problem((), f"No session covers the line of enquiry {line}.", Wrong.NOT_COVERED)


def in_short(sentences: Sequence[str]) -> str:
    """The first of many sentences, and how many more there are."""
    more = len(sentences) - MOST_TOLD
    return " ".join([*sentences[:MOST_TOLD], *([f"And {more} more."] if more > 0 else [])])


def told(session: VisitSession) -> str:
    """Session 3 (interview, 10:00 to 11:00 on 20 March 2020)."""
    hours = f"{uk_time(session.starts_at):%H:%M} to {uk_time(session.ends_at):%H:%M}"
    return f"Session {session.number} ({plain(session.kind)}, {hours} on {in_words(uk_date(session.starts_at))})"


def uk_time(moment: datetime) -> time:
    """The time that clocks in England show at that moment."""
    return moment.astimezone(UK).time()


def at_uk_time(day: date, clock: str) -> datetime:
    """The moment at which clocks in England show ``09:30`` on a day, in UTC."""
    return datetime.combine(day, time.fromisoformat(clock), UK).astimezone(UTC)


def in_a_sentence(session: VisitSession) -> str:
    """The same within a sentence."""
    said = told(session)
    return said[:1].lower() + said[1:]


def _pair(first: VisitSession, second: VisitSession) -> str:
    return f"{in_a_sentence(first)} and {in_a_sentence(second)}"


def _days(phase: VisitPhase) -> str:
    return f"{in_words(phase.starts_on)} to {in_words(phase.ends_on)}"


def _same_day(first: VisitSession, second: VisitSession) -> bool:
    return uk_date(first.starts_at) == uk_date(second.starts_at)


def _minutes(start: datetime, end: datetime) -> int:
    return int((end - start).total_seconds() // 60)
