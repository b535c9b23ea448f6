"""Political groups, for who builds a team: shown once, and every look is on record."""

from sqlalchemy import Connection
from starlette.responses import Response

from config.vocabulary import Role
from engagements import political_groups
from engagements.database import reading, writing
from engagements.journal import Actor
from engagements.loading import facts_of
from engagements.people import on_record
from engagements.refusals import UnknownEngagement
from engagements.state.people import Peer
from portal.doors import Pages, TheVisitor
from portal.mishaps import NotThere
from portal.office import Office, TheOffice
from portal.posted import Posted
from portal.showing import Show
from portal.visitors import Door

pages = Pages("/engagements/{ref}/political-groups")
TEAM_BUILDERS = frozenset({Door.COORDINATOR})


@pages.get("", to=TEAM_BUILDERS)
def before(ref: str, office: TheOffice, show: Show) -> Response:
    """What it is, and that looking is recorded. Nothing is read yet."""
    with reading(office.engine) as connection:
        _refuse_unknown(connection, ref)
    return show("console/engagement/political-groups.html", ref=ref, groups=None)


@pages.post("", to=TEAM_BUILDERS)
def read(ref: str, form: Posted, office: TheOffice, visitor: TheVisitor, show: Show) -> Response:
    by = Actor(Role.COORDINATOR, visitor.hats[Role.COORDINATOR])
    with writing(office.engine) as connection:
        _refuse_unknown(connection, ref)
        found = political_groups.read(connection, ref, by, office.now())
        groups = [(_peer(connection, office, peer), name) for peer, name in found.items()]
    return show("console/engagement/political-groups.html", ref=ref, groups=groups)


def _peer(connection: Connection, office: Office, peer: str) -> tuple[str, str]:
    """Their name, and that of the service that they come from."""
    known = on_record(connection, peer)
    assert isinstance(known, Peer)
    return known.name, office.world.reference.service(known.service).official_name


def _refuse_unknown(connection: Connection, ref: str) -> None:
    try:
        facts_of(connection, ref)
    except UnknownEngagement:
        raise NotThere from None
