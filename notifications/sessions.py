"""What people are told of their sessions: what an event changes, in words, and all that stands from then on."""

from typing import NamedTuple

from sqlalchemy import Connection

from engagements.engagement import World
from engagements.outbox import Followed
from engagements.visits.session_words import SessionInWords, SessionWords
from notifications.calendars import Calendar, calendars

SESSIONS_CHANGED = "sessions-changed"
TELL_OF_SESSIONS = frozenset({SESSIONS_CHANGED, "timetable-issued", "visit-scheduled", "request-withdrawn"})
"""Messages that say what an event changes in their reader's sessions."""


class SessionsTold(NamedTuple):
    """For a template, each in order of time."""

    new: tuple[SessionInWords, ...] = ()
    changed: tuple[SessionInWords, ...] = ()
    cancelled: tuple[SessionInWords, ...] = ()
    standing: tuple[SessionInWords, ...] = ()

    @property
    def any_change(self) -> bool:
        return bool(self.new or self.changed or self.cancelled)


NO_SESSIONS = SessionsTold()


def told_of_sessions(connection: Connection, followed: Followed, world: World) -> dict[str, SessionsTold]:
    """By person, as ``notifications.calendars`` has them."""
    found = calendars(connection, followed)
    held = [entry for calendar in found.values() for entry in calendar.entries]
    words = SessionWords.read(connection, followed.engagement, held, world)
    return {person: _told(calendar, words) for person, calendar in found.items()}


def _told(calendar: Calendar, words: SessionWords) -> SessionsTold:
    changes = calendar.changes
    return SessionsTold(
        new=tuple(words.of(change.now) for change in changes if change.is_new),
        changed=tuple(words.of(*change) for change in changes if not (change.is_new or change.now.cancelled)),
        cancelled=tuple(words.of(change.now) for change in changes if change.now.cancelled),
        standing=tuple(map(words.of, calendar.standing)),
    )
