"""The timetable of a visit: its sessions are planned, changed, cancelled. Nobody is in two places at once."""

from collections.abc import Collection, Iterable
from datetime import date, datetime
from typing import Annotated, Any

from pydantic import AfterValidator, Field

from config.calendar import in_words
from config.vocabulary import SessionKind
from engagements.engagement import Changes, Engagement, Insert, Moment, amend, uk_date
from engagements.events import AboutAPeer, Event
from engagements.messages import Command, Day, FreeText, Label, Message, Ordinal, PeerId, Slug, TextRef
from engagements.refusals import BrokenRule
from engagements.state.team import Invitation, Scope, VisitPhase
from engagements.state.timetable import SessionElsewhere, VisitSession
from engagements.visits.timetabling import Problem, at_uk_time, in_short, problems, told, uk_time

TimeOfDay = Annotated[
    str,
    Field(pattern=r"^([01]?[0-9]|2[0-3])[:.][0-5][0-9]$"),
    AfterValidator(lambda clock: clock.replace(".", ":").rjust(5, "0")),
]
"""As people in the UK type it: 9:30, 09:30 or 9.30; read as 09:30."""


class Session(Message):
    """A session to plan, in the phase that has its day. ``place``: a site, and after a comma a room. UK time."""

    kind: SessionKind
    title: FreeText
    day: Day
    starts: TimeOfDay
    ends: TimeOfDay
    place: Label
    with_whom: FreeText | None = None
    lines: tuple[Slug, ...] = ()
    peers: tuple[PeerId, ...] = ()


class SessionHeld(Message):
    """A session as the journal holds it: times in UTC, texts by reference."""

    number: int
    phase: int
    kind: SessionKind
    title: TextRef
    starts_at: datetime
    ends_at: datetime
    place: str
    with_whom: TextRef | None = None
    lines: tuple[str, ...] = ()
    peers: tuple[PeerId, ...] = ()

    def kept(self) -> dict[str, Any]:
        """As a row keeps it."""
        return {**dict(self), "lines": list(self.lines), "peers": list(self.peers)}


class PlanSessions(Command):
    """Plan sessions of the visit, one or many: where, when, with whom, by which peers, about what."""

    sessions: Annotated[tuple[Session, ...], Field(min_length=1, max_length=200)]


class SessionsPlanned(Event):
    sessions: tuple[SessionHeld, ...]

    def changes(self, engagement: Engagement, when: Moment) -> Changes:
        for session in self.sessions:
            yield Insert(VisitSession(engagement_id=engagement.id, **session.kept()))


class SessionsDoNotFit(BrokenRule):
    """The sessions would need somebody or a place twice, a journey that cannot be done, or other days or hours."""

    field = "sessions"


class SessionDoesNotFit(BrokenRule):
    """As changed, the session would not fit beside the others."""


class NotScheduled(BrokenRule):
    """The visit has no dates yet."""


class NotADayOfTheVisit(BrokenRule):
    """The visit has no phase with that day."""


class EndsBeforeItStarts(BrokenRule):
    """A session ends after it starts, on the same day."""


class UnknownLine(BrokenRule):
    """The scope does not ask for this line of enquiry."""


def _standing(engagement: Engagement) -> list[VisitSession]:
    return [session for session in engagement.all(VisitSession) if not session.cancelled_on]


def agreed_lines(engagement: Engagement) -> tuple[str, ...]:
    """The lines of enquiry of the scope: the product's, then the authority's own."""
    scopes = engagement.all(Scope)
    return scopes[-1].lines if scopes else ()


def timetable_problems(
    engagement: Engagement, sessions: Iterable[VisitSession], elsewhere: Collection[SessionElsewhere]
) -> tuple[Problem, ...]:
    """What stands against these sessions in this engagement, and beside those of other visits."""
    team = {one.peer for one in engagement.all(Invitation) if one.status == "accepted"}
    rules = engagement.world.timetabling
    return problems(sessions, engagement.all(VisitPhase), agreed_lines(engagement), team, rules, elsewhere)


def _against(engagement: Engagement, new: list[VisitSession]) -> list[str]:
    """What stands against new or changed sessions beside those that stand already."""
    numbers = {session.number for session in new}
    standing = [session for session in _standing(engagement) if session.number not in numbers]
    found = timetable_problems(engagement, [*standing, *new], engagement.all(SessionElsewhere))
    return [one.sentence for one in found if not one.wrong.may_be_planned and numbers.intersection(one.where)]


def _of_the_scope(engagement: Engagement, lines: Iterable[str]) -> None:
    known = agreed_lines(engagement)
    for line in lines:
        if line not in known:
            raise UnknownLine(f"The scope has no line of enquiry {line}. It has: {', '.join(known)}.")


def _when(engagement: Engagement, day: date, starts: str, ends: str) -> dict[str, Any]:
    """The phase and the times of a session."""
    if ends <= starts:
        raise EndsBeforeItStarts(f"A session that starts at {starts} cannot end at {ends}. Give a later end.")
    phases = [phase for phase in engagement.all(VisitPhase) if not phase.replaced_on]
    if not phases:
        raise NotScheduled("The visit has no dates yet; the coordinator schedules it first.")
    phase = next((phase for phase in phases if phase.starts_on <= day <= phase.ends_on), None)
    if phase is None:
        days = "; ".join(f"{in_words(phase.starts_on)} to {in_words(phase.ends_on)}" for phase in phases)
        raise NotADayOfTheVisit(f"{in_words(day)} is no day of the visit. Its days are {days}.")
    return {"phase": phase.number, "starts_at": at_uk_time(day, starts), "ends_at": at_uk_time(day, ends)}


def _held(engagement: Engagement, number: int, session: Session) -> SessionHeld:
    when = _when(engagement, session.day, session.starts, session.ends)
    return SessionHeld(number=number, **when, **session.model_dump(exclude={"day", "starts", "ends"}))


def _row(engagement: Engagement, held: SessionHeld) -> VisitSession:
    return VisitSession(engagement_id=engagement.id, **held.kept())


def plan_sessions(engagement: Engagement, command: PlanSessions, now: datetime) -> list[Event]:
    first = len(engagement.all(VisitSession)) + 1
    held = tuple(_held(engagement, number, session) for number, session in enumerate(command.sessions, first))
    _of_the_scope(engagement, (line for session in held for line in session.lines))
    if against := _against(engagement, [_row(engagement, session) for session in held]):
        raise SessionsDoNotFit(in_short(against))
    return [SessionsPlanned(sessions=held)]


class ChangeSession(Command):
    """Change a session. What is left out stays as it is."""

    number: Ordinal
    kind: SessionKind | None = None
    title: FreeText | None = None
    day: Day | None = None
    starts: TimeOfDay | None = None
    ends: TimeOfDay | None = None
    place: Label | None = None
    with_whom: FreeText | None = None
    lines: tuple[Slug, ...] | None = None
    peers: tuple[PeerId, ...] | None = None


class SessionChanged(Event):
    """``session``: all of it as it is now."""

    session: SessionHeld

    def changes(self, engagement: Engagement, when: Moment) -> Changes:
        session = _session(engagement, self.session.number)
        yield amend(session, **self.session.kept(), revision=session.revision + 1)


class SessionCancelledAlready(BrokenRule):
    """The session was cancelled."""

    field = "number"


class NothingChanged(BrokenRule):
    """The session is like that already."""


def _session(engagement: Engagement, number: int) -> VisitSession:
    session = engagement.one(VisitSession, number, called=f"session {number}")
    if session.cancelled_on:
        raise SessionCancelledAlready(f"Session {number} was cancelled; plan another in its place.")
    return session


def change_session(engagement: Engagement, command: ChangeSession, now: datetime) -> list[Event]:
    before = _session(engagement, command.number)
    when = _when(
        engagement,
        command.day or uk_date(before.starts_at),
        command.starts or f"{uk_time(before.starts_at):%H:%M}",
        command.ends or f"{uk_time(before.ends_at):%H:%M}",
    )
    stays = {name: getattr(before, name) for name in SessionHeld.model_fields}
    given = command.model_dump(exclude={"day", "starts", "ends"}, exclude_none=True)
    held = SessionHeld(**{**stays, **given, **when})
    if held == SessionHeld(**stays):
        raise NothingChanged(f"{told(before)} is like that already.")
    _of_the_scope(engagement, held.lines)
    if against := _against(engagement, [_row(engagement, held)]):
        raise SessionDoesNotFit(in_short(against))
    return [SessionChanged(session=held)]


class CancelSession(Command):
    """Cancel a session, and say why."""

    number: Ordinal
    reason: FreeText


class SessionCancelled(Event):
    number: int
    reason: TextRef

    def changes(self, engagement: Engagement, when: Moment) -> Changes:
        session = _session(engagement, self.number)
        yield amend(session, cancelled_on=when.on, revision=session.revision + 1)


def cancel_session(engagement: Engagement, command: CancelSession, now: datetime) -> list[Event]:
    return [SessionCancelled(number=_session(engagement, command.number).number, reason=command.reason)]


class PeerTakenOffSessions(AboutAPeer):
    """A peer who left the team is in no session any more. ``without_peer``: the sessions that nobody is left for."""

    sessions: tuple[int, ...]
    without_peer: tuple[int, ...] = ()

    def changes(self, engagement: Engagement, when: Moment) -> Changes:
        for session in (_session(engagement, number) for number in self.sessions):
            remaining = [peer for peer in session.peers if peer != self.peer]
            yield amend(session, peers=remaining, revision=session.revision + 1)


def taken_off(engagement: Engagement, peer: str) -> list[Event]:
    """What follows for the sessions of a peer who leaves the team: nothing where they are in none."""
    theirs = [session for session in _standing(engagement) if peer in session.peers]
    alone = tuple(session.number for session in theirs if session.peers == [peer])
    numbers = tuple(session.number for session in theirs)
    return [PeerTakenOffSessions(peer=peer, sessions=numbers, without_peer=alone)] if theirs else []
