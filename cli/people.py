"""``peer-support people``: who is on record, so that somebody can be told and somebody invited."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import App, Parameter

from cli import people_away, people_links, political_groups
from cli.answers import DONE, Json, as_json, say, table
from cli.people_away import standing
from config.vocabulary import PeerKind, Role
from engagements.telling import plain

if TYPE_CHECKING:
    from engagements.state.people import Contact, Peer

app = App("people", help="Contacts and peers: who can be told, who can be invited, who is away, whose mail comes back.")
app.command(people_away.absent)
app.command(people_away.back)
app.command(people_away.change_address)
app.command(people_away.mend)
app.command(people_links.revoke_links)
app.command(political_groups.app)


@app.default
@app.command(name="list")
def listed(*, json: Json = False) -> int:
    """Everybody on record: contacts first, then the peer pool."""
    from sqlalchemy import select

    from cli.opening import workplace
    from engagements.database import reading
    from engagements.engagement import uk_date
    from engagements.loading import plain as as_values
    from engagements.people import unreachable
    from engagements.state.people import Contact, Peer

    place = workplace()
    with reading(place.engine) as connection:
        contacts = as_values(connection.execute(select(Contact.table).order_by(Contact.table.c.id)), Contact)
        peers = as_values(connection.execute(select(Peer.table).order_by(Peer.table.c.id)), Peer)
        failed = unreachable(connection)
    if json:
        for_programs = {"contacts": [one.__dict__ for one in contacts], "peers": [one.__dict__ for one in peers]}
        as_json({**for_programs, "unreachable": [one.__dict__ for one in failed.values()]})
    elif not contacts and not peers:
        say(
            "Nobody is on record yet. Add a contact, and a peer, with:",
            "  peer-support people add essex-clerk --role clerk --authority essex --name NAME --email ADDRESS",
            "  peer-support people add kent-lead --kind officer_peer --service kent --name NAME --email ADDRESS",
        )
    else:
        everybody: list[Contact | Peer] = [*contacts, *peers]
        today = uk_date(place.now())
        table(
            ("Identifier", "Name", "Address", "As", "Of", "Now"),
            ((*_on_record(one), standing(one, failed.get(one.id), today)) for one in everybody),
        )
    return DONE


@app.command
def add(
    id: Annotated[str, Parameter(help="A short name for them, such as essex-clerk: the journal knows them by it.")],
    /,
    *,
    name: Annotated[str, Parameter(help="Their name, as messages greet them.")],
    email: Annotated[str, Parameter(help="Where messages go.")],
    role: Annotated[Role | None, Parameter(help="A contact's role.")] = None,
    authority: Annotated[str | None, Parameter(help="The service whose authority a contact belongs to.")] = None,
    regions: Annotated[tuple[str, ...], Parameter(help="A principal adviser's regions; none means all.")] = (),
    holds_from: Annotated[date | None, Parameter(help="The first day in the role.")] = None,
    holds_to: Annotated[date | None, Parameter(help="The last day in the role.")] = None,
    turn: Annotated[int | None, Parameter(help="Where several hold the role, whose turn comes first.")] = None,
    deputy: Annotated[str | None, Parameter(help="The contact who stands in for them when they are away.")] = None,
    kind: Annotated[str | None, Parameter(help=f"What a peer is at home: {', '.join(PeerKind)}.")] = None,
    service: Annotated[str | None, Parameter(help="The service that a peer comes from.")] = None,
    json: Json = False,
) -> int:
    """Put a contact on record, with a role; or a peer, with a kind and a service."""
    from cli.opening import workplace
    from engagements.database import writing
    from engagements.people import add_person
    from engagements.people_given import read_person

    given: dict[str, object] = {"id": id, "name": name, "email": email, "role": role, "authority": authority}
    given |= {"regions": regions, "holds_from": holds_from, "holds_to": holds_to, "kind": kind, "service": service}
    given |= {"turn": turn, "deputy": deputy}
    person, place = read_person(given), workplace()
    with writing(place.engine) as connection:
        add_person(connection, person)
    as_json(person.__dict__) if json else say(f"{person.name} is on record as {person.id}.")
    return DONE


@app.command(name="import")
def import_(file: Path, /, *, json: Json = False) -> int:
    """Put everybody in a CSV file on record, or nobody where a line cannot be used.

    The first line names the columns: id, name, email; for contacts role, authority, regions (separated by semicolons),
    holds_from, holds_to, turn, deputy (who has to come before); for peers kind, service. What does not apply to a line
    stays empty.

    Parameters
    ----------
    file
        The file, as CSV in UTF-8.
    """
    from cli.opening import workplace
    from cli.people_file import entered, read_people

    people, place = read_people(file), workplace()
    entered(place.engine, people)
    as_json({"added": [person.id for _, person in people]}) if json else say(f"Put {len(people)} people on record.")
    return DONE


def _on_record(one: "Contact | Peer") -> tuple[str, ...]:
    from engagements.state.people import Peer

    if isinstance(one, Peer):
        return one.id, one.name, one.email, plain(one.kind), one.service
    turn = f", turn {one.turn}" if one.turn > 1 else ""
    of = one.authority or ", ".join(one.regions) or "the LGA"
    return one.id, one.name, one.email, f"{plain(one.role)}{turn}", of
