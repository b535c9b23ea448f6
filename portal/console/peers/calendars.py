"""A peer's calendar, sent as a file: looked over first, then the days are kept, and nothing else of it."""

from datetime import date
from typing import NamedTuple

from starlette.responses import Response

from documents.calendar_read import LARGEST_CALENDAR, CalendarRead, read_calendar
from documents.spreadsheets.problems import NeedsMending, Unreadable
from documents.spreadsheets.problems import Problem as Fault
from engagements.database import reading, writing
from engagements.peers.availability import from_calendar
from engagements.peers.periods import Days
from portal.console.peers.one import found
from portal.doors import Pages
from portal.giving import Problem
from portal.mishaps import FormNotOurs
from portal.office import Office, TheOffice
from portal.posted import Posted, PostedForm
from portal.showing import GoBack, Show, Showing
from portal.visitors import LGA

pages = Pages("/peers/{peer}/calendar")


class Sent(NamedTuple):
    """A calendar that somebody sent: what it says, or what is wrong with it."""

    read: CalendarRead | None = None
    says: str = ""
    faults: tuple[Fault, ...] = ()


@pages.get("", to=LGA)
def choose(peer: str, office: TheOffice, show: Show) -> Response:
    return _page(show, office, peer, Sent())


@pages.post("", to=LGA)
def look_over(peer: str, form: Posted, office: TheOffice, show: Show) -> Response:
    """What the calendar says. Nothing is written yet."""
    return _page(show, office, peer, sent(office, form))


@pages.post("/keep", to=LGA)
def keep(peer: str, form: Posted, office: TheOffice, back: GoBack) -> Response:
    days = days_posted(form)
    with writing(office.engine) as connection:
        found(connection, office, peer)
        from_calendar(connection, peer, days)
    return back(f"/peers/{peer}", notice=f"Kept from the calendar: {len(days)} absences.")


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


def _page(show: Showing, office: Office, peer: str, one: Sent) -> Response:
    with reading(office.engine) as connection:
        on_file, _ = found(connection, office, peer)
    return show(
        "console/peers/calendar.html",
        422 if one.says else 200,
        peer=on_file,
        sent=one,
        days=posted_as(one.read.days) if one.read else "",
        problems=[Problem("file", one.says)] if one.says else [],
        hours=office.settings.busy_hours,
    )
