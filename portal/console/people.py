"""People: contacts and peers on record, who is away, whose mail comes back; and what changes about them."""

from dataclasses import replace

from fastapi import Request
from pydantic import ValidationError
from sqlalchemy import Connection
from starlette.responses import Response

from config.vocabulary import Role
from engagements.database import reading, writing
from engagements.overview import everybody
from engagements.people import NobodyOfThatName, add_person, on_record, unreachable
from engagements.people_given import NOT_FOR_CONTACTS, GivenContact, GivenPeer
from engagements.refusals import Refused
from engagements.state.people import Contact, Peer
from engagements.telling import plain
from notifications.wording import ROLES
from portal import sessions
from portal.console.paging import Paging, asked
from portal.console.people_forms import CHANGES, Change, contact_fields, peer_fields
from portal.doors import Pages
from portal.forms.fields import FormField
from portal.forms.form import Form
from portal.giving import problems_of
from portal.mishaps import NotThere
from portal.office import Office, TheOffice
from portal.posted import Posted
from portal.showing import GoBack, Show, Showing
from portal.visitors import LGA

pages = Pages()

ROLES_OF_CONTACTS = {role.value: ROLES[role] for role in Role if role not in NOT_FOR_CONTACTS}


@pages.get("/people", to=LGA)
def listed(request: Request, office: TheOffice, show: Show) -> Response:
    query = {name: value for name, value in request.query_params.items() if name != "page"}
    number, part = asked(request.query_params.get("page", ""))
    text, of = query.get("text", "").strip()[:100], query.get("of", "")
    role = Role(query["role"]) if query.get("role") in ROLES_OF_CONTACTS else None
    with reading(office.engine) as connection:
        found = everybody.contacts(connection, text, role, of, part)
    return show(
        "console/people.html",
        found=found,
        query=query,
        paging=Paging(number, found.count),
        services={service.slug: service.official_name for service in office.world.reference.services()},
        roles=ROLES_OF_CONTACTS,
        today=office.today,
    )


NEW: dict[str, type[GivenContact] | type[GivenPeer]] = {"contact": GivenContact, "peer": GivenPeer}


@pages.get("/people/new/{what}", to=LGA)
def new(what: str, office: TheOffice, show: Show) -> Response:
    return _new(what, office, show, Form(_fields(what, office)))


@pages.post("/people/new/{what}", to=LGA)
def put_on_record(what: str, posted: Posted, office: TheOffice, show: Show, back: GoBack) -> Response:
    form = Form(_fields(what, office), posted.data)
    try:
        person = NEW[what].model_validate(form.data).person()
        with writing(office.engine) as connection:
            add_person(connection, person)
    except (ValidationError, Refused) as wrong:
        return _new(what, office, show, replace(form, problems=problems_of(wrong)))
    return back(f"/people/{person.id}", notice=f"{person.name} is on record.")


def _fields(what: str, office: Office) -> tuple[FormField, ...]:
    if what not in NEW:
        raise NotThere
    return contact_fields(office.world.reference) if what == "contact" else peer_fields(office.world.reference)


def _new(what: str, office: Office, show: Showing, form: Form) -> Response:
    title = "Put a contact on record" if what == "contact" else "Put a peer on record"
    return show("console/person-form.html", 422 if form.problems else 200, form=form, title=title, back_to="/people")


@pages.get("/people/{person}", to=LGA)
def one(person: str, office: TheOffice, show: Show) -> Response:
    with reading(office.engine) as connection:
        found = _person(connection, person)
        failed = unreachable(connection).get(person)
        deputy = _named(connection, found.deputy) if isinstance(found, Contact) and found.deputy else ""
    changes = [(name, change.title) for name, change in CHANGES.items() if change.fits(found, bool(failed))]
    of = found.service if isinstance(found, Peer) else found.authority
    service = office.world.reference.service(of).official_name if of else "the LGA"
    return show(
        "console/person.html",
        person=found,
        role=ROLES[found.role] if isinstance(found, Contact) else plain(found.kind),
        service=service,
        is_contact=isinstance(found, Contact),
        failed=failed,
        deputy=deputy,
        changes=changes,
        today=office.today,
    )


@pages.get("/people/{person}/{name}", to=LGA)
def change_of(person: str, name: str, office: TheOffice, show: Show) -> Response:
    found, change = _change(office, person, name)
    return _changing(show, found, change, Form(_asked(office, found, change)))


@pages.post("/people/{person}/{name}", to=LGA)
def changed(person: str, name: str, posted: Posted, office: TheOffice, show: Show, back: GoBack) -> Response:
    found, change = _change(office, person, name)
    form = Form(_asked(office, found, change), posted.data)
    try:
        given = change.shape.model_validate(form.data)
        with writing(office.engine) as connection:
            change.make(connection, person, given)
            if name == "address":  # whoever reads the old one is let in no longer
                sessions.end_all_of(connection, person, office.now())
    except (ValidationError, Refused) as wrong:
        return _changing(show, found, change, replace(form, problems=problems_of(wrong)))
    return back(f"/people/{person}", notice=f"{change.title}: done.")


def _asked(office: Office, person: Contact | Peer, change: Change) -> tuple[FormField, ...]:
    if not isinstance(person, Contact):
        return change.fields(())
    with reading(office.engine) as connection:
        return change.fields(everybody.colleagues(connection, person))


def _change(office: Office, person: str, name: str) -> tuple[Contact | Peer, Change]:
    with reading(office.engine) as connection:
        found = _person(connection, person)
        failed = person in unreachable(connection)
    change = CHANGES.get(name)
    if change is None or not change.fits(found, failed):
        raise NotThere
    return found, change


def _changing(show: Showing, person: Contact | Peer, change: Change, form: Form) -> Response:
    return show(
        "console/person-form.html",
        422 if form.problems else 200,
        form=form,
        title=f"{change.title}: {person.name}",
        back_to=f"/people/{person.id}",
    )


def _person(connection: Connection, person: str) -> Contact | Peer:
    try:
        return on_record(connection, person)
    except NobodyOfThatName:
        raise NotThere from None


def _named(connection: Connection, person: str) -> str:
    return on_record(connection, person).name
