"""The timetable of a visit, for those who make it: by day, with what stands against it; planned, changed, issued."""

from starlette.responses import Response

from engagements.database import reading
from portal.console.frame import frame
from portal.doors import Pages, TheVisitor
from portal.downloads import Media, download
from portal.mishaps import NotThere
from portal.office import Office, TheOffice
from portal.posted import Posted
from portal.session_forms import ACTS, SessionForm, session_form
from portal.session_pages import answered, session_page
from portal.showing import GoBack, Show
from portal.timetables import sessions_file, timetable
from portal.visitors import LGA, Door

pages = Pages("/engagements/{ref}/timetable")
COORDINATORS = frozenset({Door.COORDINATOR})


@pages.get("", to=LGA)
def whole(ref: str, office: TheOffice, show: Show) -> Response:
    with reading(office.engine) as connection:
        there = frame(connection, office, ref, "/timetable")
        return show("console/engagement/timetable.html", frame=there, timetable=timetable(connection, office, ref))


@pages.get("/sessions.ics", to=LGA)
def calendar(ref: str, office: TheOffice) -> Response:
    with reading(office.engine) as connection:
        frame(connection, office, ref, "/timetable")
        return download(sessions_file(connection, office, ref), f"{ref} timetable.ics", Media.CALENDAR)


@pages.get("/plan", to=COORDINATORS)
def plan(ref: str, office: TheOffice, show: Show) -> Response:
    return session_page(show, _form(office, ref, "plan", 0), f"/engagements/{ref}/timetable")


@pages.post("/plan", to=COORDINATORS)
def plan_sessions(ref: str, form: Posted, office: TheOffice, visitor: TheVisitor, show: Show, back: GoBack) -> Response:
    return answered(show, back, office, visitor, _form(office, ref, "plan", 0), form, f"/engagements/{ref}/timetable")


@pages.get("/{number:int}/{what}", to=COORDINATORS)
def session(ref: str, number: int, what: str, office: TheOffice, show: Show) -> Response:
    return session_page(show, _form(office, ref, what, number), f"/engagements/{ref}/timetable")


@pages.post("/{number:int}/{what}", to=COORDINATORS)
def change_session(
    ref: str, number: int, what: str, form: Posted, office: TheOffice, visitor: TheVisitor, show: Show, back: GoBack
) -> Response:
    return answered(
        show, back, office, visitor, _form(office, ref, what, number), form, f"/engagements/{ref}/timetable"
    )


def _form(office: Office, ref: str, what: str, number: int) -> SessionForm:
    """Raises NotThere."""
    if what not in ACTS:
        raise NotThere
    with reading(office.engine) as connection:
        frame(connection, office, ref, "/timetable")
        return session_form(connection, office, ref, what, number)
