"""One peer: everything that bears on choosing them, and what may change about it."""

from dataclasses import replace

from pydantic import ValidationError
from sqlalchemy import Connection
from starlette.responses import Response

from config.themes import subjects
from config.vocabulary import Role
from engagements.database import reading, writing
from engagements.journal import Actor
from engagements.peers.availability import blocks_of
from engagements.peers.keeping import interests_of, the_peer, training_of
from engagements.peers.on_record import PeerOnRecord, pool
from engagements.people import NobodyOfThatName
from engagements.refusals import Refused
from engagements.state.people import Peer
from portal.console.peers.changes import CHANGES, By, Change
from portal.doors import Pages, TheVisitor
from portal.forms.filled import in_parts
from portal.forms.form import Form
from portal.giving import problems_of
from portal.mishaps import NotThere
from portal.office import Office, TheOffice
from portal.posted import Posted
from portal.showing import GoBack, Show, Showing
from portal.visitors import LGA, Visitor

pages = Pages("/peers/{peer}")


@pages.get("", to=LGA)
def one(peer: str, office: TheOffice, show: Show) -> Response:
    with reading(office.engine) as connection:
        on_file, known = found(connection, office, peer)
        blocks, training = blocks_of(connection, peer), training_of(connection, peer)
        reasons = {(each.service, each.kind): each.reason for each in interests_of(connection, peer)}
    return show(
        "console/peers/one.html",
        peer=on_file,
        known=known,
        blocks=[block for block in blocks if block.last >= office.today],
        training=training,
        reasons=reasons,
        services={service.slug: service.official_name for service in office.world.reference.services()},
        subjects=subjects(),
        changes=[(name, change.title) for name, change in CHANGES.items()],
        today=office.today,
    )


@pages.get("/{what}", to=LGA)
def change_of(peer: str, what: str, office: TheOffice, show: Show) -> Response:
    change = _change(what)
    with reading(office.engine) as connection:
        on_file, known = found(connection, office, peer)
    return _changing(show, on_file, change, Form(change.fields(office.world), in_parts(change.so_far(on_file, known))))


@pages.post("/{what}", to=LGA)
def changed(
    peer: str, what: str, posted: Posted, office: TheOffice, visitor: TheVisitor, show: Show, back: GoBack
) -> Response:
    change = _change(what)
    form = Form(change.fields(office.world), posted.data)
    with reading(office.engine) as connection:
        on_file, _ = found(connection, office, peer)
    try:
        given = change.shape.model_validate(form.data)
        with writing(office.engine) as connection:
            besides = change.make(connection, peer, given, By(actor_of(visitor), office.now(), office.world))
    except (ValidationError, Refused) as wrong:
        return _changing(show, on_file, change, replace(form, problems=problems_of(wrong)))
    return back(f"/peers/{peer}", notice=" ".join(filter(None, [f"{change.title}: done.", besides])))


def found(connection: Connection, office: Office, peer: str) -> tuple[Peer, PeerOnRecord | None]:
    """A peer as they are on record, and as the pool reads today; None there once they left. Raises NotThere."""
    try:
        on_file = the_peer(connection, peer)
    except NobodyOfThatName:
        raise NotThere from None
    everybody = pool(connection, office.today, office.world)
    return on_file, next((each for each in everybody if each.id == peer), None)


def actor_of(visitor: Visitor) -> Actor:
    """In which capacity somebody of the LGA keeps the pool."""
    role = Role.COORDINATOR if Role.COORDINATOR in visitor.hats else Role.PRINCIPAL_ADVISER
    return Actor(role, visitor.hats[role])


def _change(what: str) -> Change:
    if what not in CHANGES:
        raise NotThere
    return CHANGES[what]


def _changing(show: Showing, peer: Peer, change: Change, form: Form) -> Response:
    return show(
        "console/person-form.html",
        422 if form.problems else 200,
        form=form,
        title=f"{change.title}: {peer.name}",
        back_to=f"/peers/{peer.id}",
    )
