"""Calendars: with what somebody is told of their sessions goes a file for each that changed."""

from collections.abc import Iterator, Sequence
from email.utils import parseaddr
from typing import NamedTuple

from sqlalchemy import Connection

from config.vocabulary import Role
from documents.calendar_file import Party, invitation
from documents.files import readable
from documents.meetings import meeting
from engagements.engagement import UK
from engagements.outbox import Followed
from engagements.people import on_record
from engagements.visits.session_words import SessionWords
from notifications.calendars import AUTHORITY, Calendar, CalendarEntry, calendars
from notifications.ledger import Notification
from workflows.workplace import Workplace


class Enclosed(NamedTuple):
    """Messages with what goes with them, and what their readers have been sent by them."""

    drafts: list[Notification]
    entries: list[CalendarEntry]


def enclosed(connection: Connection, happened: Followed, drafts: Sequence[Notification], place: Workplace) -> Enclosed:
    """Put into each message to a peer the files for their calendar.

    The authority is told in words alone: it lets people and rooms be had, and few of its people have a session.
    """
    found = calendars(connection, happened)
    held = [entry for calendar in found.values() for entry in calendar.entries]
    words = SessionWords.read(connection, happened.engagement, held, place.world)
    done = Enclosed([], [])
    for draft in drafts:
        calendar = found.get(draft.recipient if draft.audience is Role.PEER else AUTHORITY, Calendar())
        if draft.audience in (Role.PEER, Role.AUTHORITY):
            done.entries.extend(change.now for change in calendar.changes)
        if draft.audience is Role.PEER and calendar.changes:
            name = on_record(connection, draft.recipient).name
            files = _files(calendar, words, happened, Party(name, draft.address), place)
            draft = draft.amended({"attachments": list(files)})
        done.drafts.append(draft)
    return done


def _files(
    calendar: Calendar, words: SessionWords, happened: Followed, to: Party, place: Workplace
) -> Iterator[dict[str, str]]:
    """From whom the mail comes the meeting comes too, or programs would not believe it."""
    organizer = Party(*parseaddr(place.settings.sender))
    for entry, _ in calendar.changes:
        said = words.of(entry)
        sent = meeting(
            entry,
            said,
            happened.engagement,
            place.world.reference,
            number=entry.session,
            person=entry.person,
            sequence=entry.sequence,
            cancelled=entry.cancelled,
        )
        method, content = invitation(sent, organizer, to, happened.at)
        when = f"{entry.starts_at.astimezone(UK):%Y-%m-%d %H.%M}"
        yield {
            "name": f"{readable('Cancelled' if entry.cancelled else '', when, said.title)}.ics",
            "media": f"text/calendar; method={method}; charset=utf-8",
            "content": content.decode(),
        }
