"""For development and a first look: choosing who one is, without any proof, where nobody else can reach the portal."""

from urllib.parse import urlsplit

from fastapi import Request
from sqlalchemy import Connection, select
from starlette.responses import Response

from config.secrets import on_loopback
from engagements.database import writing
from engagements.people import add_person
from engagements.state.people import Contact, Peer
from portal.clients import client_of
from portal.doors import Pages
from portal.entrance.example_people import example_people
from portal.entrance.staff import let_in, of_the_lga, on_to
from portal.limiting import Often
from portal.mishaps import NotThere
from portal.office import Office, TheOffice
from portal.posted import Posted
from portal.showing import GoBack
from portal.visitors import ANYONE, Door

pages = Pages()


def is_offered(office: Office, request: Request) -> bool:
    """Only to this machine, on a portal that listens to it alone, is known by no public name, and asks no provider.

    A proxy on this machine would make the whole world look like this machine, so a public address rules it out too, and
    so does whatever a proxy adds to a request.
    """
    settings = office.settings
    here = (settings.portal_host, urlsplit(settings.portal_url).hostname, urlsplit(f"//{request.url.netloc}").hostname)
    forwarded = {"forwarded", "x-forwarded-for", "x-forwarded-host"} & set(request.headers.keys())
    return settings.oidc_issuer is None and all(map(on_loopback, here)) and not forwarded


def nobody_is_on_record(connection: Connection) -> bool:
    return not any(connection.execute(select(kind.table.c.id).limit(1)).first() for kind in (Contact, Peer))


@pages.post("/sign-in", to=ANYONE)
def choose_who_you_are(form: Posted, request: Request, office: TheOffice, back: GoBack) -> Response:
    if not is_offered(office, request):
        raise NotThere
    office.limits.count(Often.SIGN_IN, client_of(request, office.settings.trusted_proxies))
    with writing(office.engine) as connection:
        chosen = [one for one in of_the_lga(connection, office) if one.id == form["person"]]
        if not chosen:
            raise NotThere
        secret = let_in(connection, office, chosen, doors=[Door.OPERATOR])
    return on_to(form["next"], office, back, secret)


@pages.post("/sign-in/example-people", to=ANYONE)
def put_example_people_on_record(form: Posted, request: Request, office: TheOffice, back: GoBack) -> Response:
    if not is_offered(office, request):
        raise NotThere
    with writing(office.engine) as connection:
        if not nobody_is_on_record(connection):
            return back("/sign-in", notice="Somebody is on record already; nobody was added.")
        people = example_people(office.world.reference)
        for person in people:
            add_person(connection, person)
    return back("/sign-in", notice=f"{len(people)} example people are on record. Choose who you want to be.")
