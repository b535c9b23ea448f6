"""The timetable of a visit as the peers and the authority read it; their lead changes it."""

from sqlalchemy import Connection
from starlette.responses import Response

from config.vocabulary import OF_THE_AUTHORITY, Role
from engagements.database import reading
from engagements.directory import Directory
from engagements.loading import facts_of, rows_of
from engagements.process import step_for
from engagements.stages.timetable import PlanSessions
from engagements.state.engagement import EngagementFacts
from engagements.state.team import Invitation
from portal.doors import Pages, TheVisitor
from portal.downloads import Media, download
from portal.giving import roles_in
from portal.mishaps import NotThere
from portal.office import Office, TheOffice
from portal.posted import Posted
from portal.session_forms import ACTS, SessionForm, session_form
from portal.session_pages import answered, session_page
from portal.showing import GoBack, Show
from portal.timetables import sessions_file, timetable
from portal.visitors import GUESTS, Visitor

pages = Pages("/to-do/{ref}/timetable")


@pages.get("", to=GUESTS)
def whole(ref: str, office: TheOffice, visitor: TheVisitor, show: Show) -> Response:
    with reading(office.engine) as connection:
        facts, reader = _reader(connection, office, visitor, ref)
        leads = Role.LEAD_PEER in roles_in(connection, office, visitor, facts)
        directory = Directory.read(connection, office.world.reference, [facts])
        return show(
            "tasks/timetable.html",
            timetable=timetable(connection, office, ref, reader),
            authority=office.world.reference.service(facts.authority).official_name,
            product=office.world.catalogue.get(facts.product, facts.product_version),
            is_peer=bool(reader),
            leads=leads,
            changes=leads and _may_change(facts),
            coordinator=directory.reached(facts, Role.COORDINATOR, office.today),
        )


@pages.get("/sessions.ics", to=GUESTS)
def calendar(ref: str, office: TheOffice, visitor: TheVisitor) -> Response:
    """A peer's own sessions, or all of them for the authority. Raises NotThere before they are issued."""
    with reading(office.engine) as connection:
        _, reader = _reader(connection, office, visitor, ref)
        if not timetable(connection, office, ref).issued_on:
            raise NotThere
        return download(sessions_file(connection, office, ref, reader), f"{ref} timetable.ics", Media.CALENDAR)


@pages.get("/plan", to=GUESTS)
def plan(ref: str, office: TheOffice, visitor: TheVisitor, show: Show) -> Response:
    return session_page(show, _form(office, visitor, ref, "plan", 0), f"/to-do/{ref}/timetable")


@pages.post("/plan", to=GUESTS)
def plan_sessions(ref: str, form: Posted, office: TheOffice, visitor: TheVisitor, show: Show, back: GoBack) -> Response:
    return answered(
        show, back, office, visitor, _form(office, visitor, ref, "plan", 0), form, f"/to-do/{ref}/timetable"
    )


@pages.get("/{number:int}/{what}", to=GUESTS)
def session(ref: str, number: int, what: str, office: TheOffice, visitor: TheVisitor, show: Show) -> Response:
    return session_page(show, _form(office, visitor, ref, what, number), f"/to-do/{ref}/timetable")


@pages.post("/{number:int}/{what}", to=GUESTS)
def change_session(
    ref: str, number: int, what: str, form: Posted, office: TheOffice, visitor: TheVisitor, show: Show, back: GoBack
) -> Response:
    return answered(
        show, back, office, visitor, _form(office, visitor, ref, what, number), form, f"/to-do/{ref}/timetable"
    )


def _reader(connection: Connection, office: Office, visitor: Visitor, ref: str) -> tuple[EngagementFacts, str]:
    """The peer who reads, empty for the authority. Raises NotThere for a peer without a place on the team."""
    facts = facts_of(connection, ref)
    if OF_THE_AUTHORITY & set(roles_in(connection, office, visitor, facts)):
        return facts, ""
    team = {one.peer for one in rows_of(connection, facts, Invitation) if one.status == "accepted"}
    if visitor.person not in team:
        raise NotThere
    return facts, visitor.person


def _may_change(facts: EngagementFacts) -> bool:
    step = step_for(PlanSessions)
    return facts.stage in step.at and facts.status in step.status


def _form(office: Office, visitor: Visitor, ref: str, what: str, number: int) -> SessionForm:
    """Raises NotThere for whoever does not lead the team."""
    if what not in ACTS:
        raise NotThere
    with reading(office.engine) as connection:
        if Role.LEAD_PEER not in roles_in(connection, office, visitor, facts_of(connection, ref)):
            raise NotThere
        return session_form(connection, office, ref, what, number)
