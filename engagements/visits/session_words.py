"""Sessions in words, as messages, calendars and pages say them: UK time, titles of lines of enquiry, what was typed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple, Protocol

from sqlalchemy import Connection

from config.calendar import in_words
from config.vocabulary import SessionKind
from engagements.engagement import UK, World
from engagements.lines_of_enquiry import titles
from engagements.loading import rows_of
from engagements.state.engagement import EngagementFacts
from engagements.state.team import Scope
from engagements.telling import plain
from engagements.texts import recall

ERASED = "[this text has been erased]"


class Held(Protocol):
    """A session as it stands, or as somebody was sent it; texts by reference."""

    @property
    def starts_at(self) -> datetime: ...
    @property
    def ends_at(self) -> datetime: ...
    @property
    def kind(self) -> SessionKind: ...
    @property
    def title(self) -> str: ...
    @property
    def place(self) -> str: ...
    @property
    def with_whom(self) -> str | None: ...
    @property
    def lines(self) -> Sequence[str]: ...


class SessionInWords(NamedTuple):
    """``when``: Tuesday 3 March 2020, 10:00 to 11:00. ``was``: the time and the place before, where they changed."""

    when: str
    kind: str
    title: str
    place: str
    with_whom: str
    lines: tuple[str, ...]
    was: str = ""


@dataclass(frozen=True, slots=True)
class SessionWords:
    """What is typed and called in one engagement. ``texts``: by reference; ``titles``: of lines of enquiry, by slug."""

    texts: Mapping[str, str]
    titles: Mapping[str, str]

    @classmethod
    def read(
        cls, connection: Connection, facts: EngagementFacts, sessions: Iterable[Held], world: World
    ) -> "SessionWords":
        """Those that the sessions need."""
        scopes = rows_of(connection, facts, Scope)[-1:]
        typed = {ref for one in sessions for ref in (one.title, one.with_whom) if ref}
        texts = recall(connection, typed | {ref for scope in scopes for ref in scope.focuses.values()})
        product = world.catalogue.get(facts.product, facts.product_version)
        return cls(texts, titles(scopes[0], product, texts) if scopes else {})

    def of(self, session: Held, before: Held | None = None) -> SessionInWords:
        return SessionInWords(
            when=hours(session.starts_at, session.ends_at),
            kind=plain(session.kind),
            title=self.texts.get(session.title, ERASED),
            place=session.place,
            with_whom=self.texts.get(session.with_whom, ERASED) if session.with_whom else "",
            lines=tuple(self.titles.get(line, line) for line in session.lines),
            was=_was(session, before) if before else "",
        )


def hours(starts_at: datetime, ends_at: datetime) -> str:
    """Tuesday 3 March 2020, 10:00 to 11:00: in UK time."""
    start, end = starts_at.astimezone(UK), ends_at.astimezone(UK)
    return f"{start:%A} {in_words(start.date())}, {start:%H:%M} to {end:%H:%M}"


def _was(now: Held, before: Held) -> str:
    """What no longer holds of what people go by."""
    parts = []
    if (before.starts_at, before.ends_at) != (now.starts_at, now.ends_at):
        parts.append(hours(before.starts_at, before.ends_at))
    if before.place != now.place:
        parts.append(before.place)
    return ", ".join(parts)
