"""A calendar that somebody sent: what it says, in a form that keeps its days, or what is wrong with it."""

from datetime import date
from typing import NamedTuple

from documents.calendar_read import LARGEST_CALENDAR, CalendarRead, read_calendar
from documents.spreadsheets.problems import NeedsMending, Unreadable
from documents.spreadsheets.problems import Problem as Fault
from engagements.peers.periods import Days
from portal.mishaps import FormNotOurs
from portal.office import Office
from portal.posted import PostedForm


class Sent(NamedTuple):
    """A calendar that somebody sent: what it says, or what is wrong with it."""

    read: CalendarRead | None = None
    says: str = ""
    faults: tuple[Fault, ...] = ()


def sent(office: Office, form: PostedForm) -> Sent:
    files = form.files.get("file", [])
    if not files:
        return Sent(says="Choose a file.")
    data, name = files[0].file.read(LARGEST_CALENDAR + 1), str(files[0].filename)
    try:
        return Sent(read_calendar(data, name, office.today, office.settings.busy_hours))
    except NeedsMending as wrong:
        return Sent(says=str(wrong), faults=wrong.problems)
    except Unreadable as refusal:
        return Sent(says=str(refusal))


def posted_as(days: tuple[Days, ...]) -> str:
    """Days as a hidden field holds them until they are kept."""
    return " ".join(f"{one.first.isoformat()}/{one.last.isoformat()}" for one in days)


def days_posted(form: PostedForm) -> list[Days]:
    """The way back. Raises FormNotOurs for what no form of ours sends."""
    try:
        spans = [tuple(map(date.fromisoformat, span.split("/"))) for span in form["days"].split()]
        found = [Days(first, last) for first, last in spans]
    except ValueError:
        raise FormNotOurs from None
    if any(one.last < one.first for one in found):
        raise FormNotOurs
    return found
