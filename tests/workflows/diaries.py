"""What people had in their inboxes, and what a calendar program made of it, by the rules that such programs share."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from email.message import EmailMessage
from typing import Any

from icalendar import Calendar

from engagements.engagement import UK


@dataclass
class Inbox:
    """One person's mail. ``calendar``: what stands in their calendar, by the time it begins there, in UK time."""

    address: str
    subjects: list[str] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    methods: list[str] = field(default_factory=list)
    entries: dict[str, Any] = field(default_factory=dict)

    @property
    def calendar(self) -> list[str]:
        return sorted(f"{_when(one)} {one['SUMMARY']}, {one['LOCATION']}" for one in self.entries.values())

    def take(self, mail: EmailMessage) -> None:
        text = mail.get_body(("plain",))
        assert text is not None
        self.subjects.append(str(mail["Subject"]))
        self.texts.append(text.get_content())
        for part in mail.iter_attachments():
            self._open(part, str(mail["From"].addresses[0].addr_spec))

    def _open(self, part: EmailMessage, sender: str) -> None:
        """RFC 5546: one UID to a file; an update must be newer, come from the organizer, and be for this attendee."""
        assert part.get_content_type() == "text/calendar"
        file: Any = Calendar.from_ical(part.get_content())
        method = str(file["METHOD"])
        assert part["Content-Type"].params["method"] == method
        assert not file.errors
        event: Any
        [event] = file.walk("VEVENT")
        uid, before = str(event["UID"]), self.entries.get(str(event["UID"]))
        assert str(event["ATTENDEE"]) == f"mailto:{self.address}"
        assert str(event["ORGANIZER"]) == f"mailto:{sender}"
        assert event["DTSTART"].params.get("TZID") is None, "Times are in UTC."
        assert before is None or event["SEQUENCE"] > before["SEQUENCE"], f"{uid} is no newer than what is there."
        self.methods.append(method)
        if method == "REQUEST":
            self.entries[uid] = event
        else:
            assert method == "CANCEL"
            assert event["STATUS"] == "CANCELLED"
            assert before is not None, f"{uid} was cancelled and never sent."
            assert event["SEQUENCE"] > before["SEQUENCE"]
            del self.entries[uid]


def inboxes(mails: Iterable[EmailMessage], known: dict[str, Inbox] | None = None) -> dict[str, Inbox]:
    """By address, what these mails brought. ``known``: calendars as they stood before, whose mail was read since."""
    before = known or {}
    found = {address: Inbox(address, entries=dict(one.entries)) for address, one in before.items()}
    for mail in mails:
        address = str(mail["To"])
        found.setdefault(address, Inbox(address)).take(mail)
    return found


def _when(event: Any) -> str:
    """20 March 10:00-11:00, in UK time."""
    start, end = (moment.astimezone(UK) for moment in (event.DTSTART, event.DTEND))
    return f"{start:%d %B %H:%M}-{end:%H:%M}"
