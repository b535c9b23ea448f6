"""Many people, many engagements, many open obligations: written straight into the tables, in seconds."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import Connection, bindparam, insert, update

from config.ladders import LadderName
from config.vocabulary import PeerKind, Role, Stage
from engagements.engagement import World
from engagements.obligations import Owed
from engagements.people import add_person
from engagements.state.engagement import EngagementFacts, Obligation
from engagements.state.people import Contact, Peer

OF_AN_AUTHORITY = (Role.AUTHORITY, Role.CHIEF_FIRE_OFFICER, Role.CHAIR, Role.CLERK)
OF_ONE_ENGAGEMENT = 10
"""Open obligations: an engagement in quarterly reporting has an action and a return or two."""

FAR = 365
"""Days ahead, the least, of what is not due."""


def put_everybody_on_record(connection: Connection, services: Sequence[str]) -> list[Peer]:
    """Contacts of the LGA and of every authority. The peers, from two services."""
    lga = [(None, role) for role in (Role.COORDINATOR, Role.PRINCIPAL_ADVISER)]
    for authority, role in (*lga, *((service, role) for service in services for role in OF_AN_AUTHORITY)):
        post = f"of-{authority or 'the-lga'}-{role.replace('_', '-')}"
        email = f"{post}@example.org"
        add_person(connection, Contact(id=post, role=role, name=post, email=email, authority=authority))
    peers = [_peer(service, kind, number) for service in services[:2] for kind in PeerKind for number in (1, 2, 3)]
    for peer in peers:
        add_person(connection, peer)
    return peers


def _peer(service: str, kind: PeerKind, number: int) -> Peer:
    post = f"{service}-{kind.replace('_', '-')}-{number}"
    return Peer(id=post, kind=kind, service=service, name=post, email=f"{post}@example.org")


@dataclass(frozen=True, slots=True)
class Populated:
    """Which obligations there are: engagement and subject, each opened by its engagement's first event."""

    world: World
    keys: tuple[tuple[int, str], ...]

    def come_due(self, connection: Connection, which: Iterable[int], on: date) -> None:
        """Have some of them stand at the first rung of their ladder on a day."""
        ladder = self.world.ladders[LadderName.QUARTERLY_RETURN]
        due_on = self.world.calendar.after(on, -ladder.rungs[0].offset)
        dates = {"rung": ladder.rungs[0].key, "nudge_on": on, "due_on": due_on}
        chosen = [{"of": self.keys[one][0], "about": self.keys[one][1]} for one in which]
        table = Obligation.table
        theirs = table.c.engagement_id == bindparam("of"), table.c.subject == bindparam("about")
        connection.execute(update(table).where(*theirs).values(dates), chosen)


def populate(connection: Connection, world: World, count: int, on: date) -> Populated:
    """So many open obligations of as many engagements as need be; none of them is due on that day."""
    services = [service.slug for service in world.reference.services(on)]
    put_everybody_on_record(connection, services)
    engagements = range(1, count // OF_ONE_ENGAGEMENT + 1)
    connection.execute(insert(EngagementFacts.table), list(_engagements(engagements, services, on)))
    keys = tuple((of, f"A{number}") for of in engagements for number in range(OF_ONE_ENGAGEMENT))
    connection.execute(insert(Obligation.table), [_obligation(of, about, on) for of, about in keys])
    return Populated(world, keys)


def _engagements(ids: Iterable[int], services: Sequence[str], on: date) -> Iterator[dict[str, object]]:
    for number in ids:
        facts = EngagementFacts(
            id=number,
            ref=f"REF-{number}",
            version=1,
            authority=services[number % len(services)],
            product="service-to-service-peer-review",
            product_version=1,
            stage=Stage.QUARTERLY_REPORTING,
            requested_on=on,
        )
        yield facts.__dict__


def _obligation(of: int, about: str, on: date) -> dict[str, object]:
    later = on + timedelta(days=FAR + of % FAR)
    owed = Obligation(
        engagement_id=of,
        opened_by=1,
        kind=Owed.FILE_RETURN,
        subject=about,
        owed_by=Role.AUTHORITY,
        opened_on=on,
        counted_from=on,
        due_on=later,
        rung="-10",
        nudge_on=later,
    )
    return owed.__dict__
