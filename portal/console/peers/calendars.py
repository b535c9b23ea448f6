"""A peer's calendar, sent as a file: looked over first, then the days are kept, and nothing else of it."""

from starlette.responses import Response

from engagements.database import reading, writing
from engagements.peers.availability import from_calendar
from portal.calendar_sent import Sent, days_posted, posted_as, sent
from portal.console.peers.one import found
from portal.doors import Pages
from portal.giving import Problem
from portal.office import Office, TheOffice
from portal.posted import Posted
from portal.showing import GoBack, Show, Showing
from portal.visitors import LGA

pages = Pages("/peers/{peer}/calendar")


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
