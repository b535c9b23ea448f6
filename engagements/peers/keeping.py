"""What is known of one peer, put on record piece by piece: what they are expert in, their training, their interests."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from sqlalchemy import Connection, delete, insert, select, update

from config.calendar import in_words
from config.vocabulary import InterestKind
from engagements.engagement import World, uk_date
from engagements.journal import Actor
from engagements.loading import plain
from engagements.peers.given import GivenInterest, GivenTraining
from engagements.peers.periods import years_after
from engagements.peers.visits import visits
from engagements.people import EndsBeforeItBegins, NobodyOfThatName, on_record, refuse_erased
from engagements.refusals import BrokenRule
from engagements.state.people import Peer
from engagements.state.pool import Expertise, StandingInterest, Training


class DeclaredAlready(BrokenRule):
    """The peer has such an interest in the service already."""

    field = "kind"


class WithoutItsDates(BrokenRule):
    """A former employer's interest counts from the day on which the peer left; another has days of its own."""

    field = "left_on"


class NothingDeclared(BrokenRule):
    """The peer declared no such interest in the service."""


def the_peer(connection: Connection, peer: str) -> Peer:
    """Raises NobodyOfThatName, also for a contact, and for whoever has been erased."""
    known = on_record(connection, peer)
    if not isinstance(known, Peer):
        raise NobodyOfThatName(f"{peer} is a contact, and the pool holds peers. `peer-support peers list` names them.")
    refuse_erased(known)
    return known


def expert_in(connection: Connection, peer: str, subjects: Iterable[str]) -> None:
    """Questions and themes, in the place of those on record."""
    connection.execute(delete(Expertise.table).where(Expertise.table.c.peer == peer))
    if rows := [Expertise(peer=peer, subject=subject).__dict__ for subject in subjects]:
        connection.execute(insert(Expertise.table), rows)


def trained(connection: Connection, peer: str, training: GivenTraining) -> None:
    """A course or an accreditation, in the place of the same one earlier. Raises EndsBeforeItBegins."""
    if training.lapses_on and training.lapses_on < training.done_on:
        raise EndsBeforeItBegins(f"It was done on {in_words(training.done_on)} and cannot lapse before that.")
    table = Training.table
    connection.execute(delete(table).where(table.c.peer == peer, table.c.what == training.what))
    connection.execute(insert(table), Training(peer=peer, **training.model_dump()).__dict__)


def training_of(connection: Connection, peer: str) -> Sequence[Training]:
    """By name."""
    table = Training.table
    return plain(connection.execute(select(table).where(table.c.peer == peer).order_by(table.c.what)), Training)


def leaves(connection: Connection, peer: str, last_day: date | None) -> None:
    """The peer's last day in the pool; None where they stay after all."""
    table = Peer.table
    connection.execute(update(table).where(table.c.id == peer).values(left_on=last_day))


def declare(
    connection: Connection, peer: str, given: GivenInterest, by: Actor, now: datetime, world: World
) -> tuple[str, ...]:
    """An interest that counts whatever the engagement. The engagements for which the peer is booked there already.

    Raises WithoutItsDates, EndsBeforeItBegins and DeclaredAlready.
    """
    known = {(one.service, one.kind) for one in interests_of(connection, peer)}
    if (given.service, given.kind) in known:
        raise DeclaredAlready(f"{peer} has declared such an interest in {given.service} already. End that one first.")
    interest = StandingInterest(
        peer=peer,
        **given.model_dump(include={"service", "kind", "since", "reason"}),
        until=_last_day(given, world.matching.former_employer_years),
        declared_on=uk_date(now),
        declared_by=str(by),
    )
    connection.execute(insert(StandingInterest.table), interest.__dict__)
    booked = visits(connection, uk_date(now)).booked[peer]
    return tuple(one.ref for one in booked if one.service == given.service)


def _last_day(given: GivenInterest, years: int) -> date | None:
    former = given.kind is InterestKind.FORMER_EMPLOYER
    if former and (given.left_on is None or given.until):
        raise WithoutItsDates("Give the day on which the peer left the former employer: the years count from there.")
    if given.left_on:
        if not former:
            raise WithoutItsDates("Only a former employer has a day on which the peer left.")
        return years_after(given.left_on, years)
    if given.since and given.until and given.until < given.since:
        raise EndsBeforeItBegins(f"The interest begins on {in_words(given.since)}; give a last day that is not before.")
    return given.until


def interests_of(connection: Connection, peer: str) -> Sequence[StandingInterest]:
    """Those declared outside any engagement, by service."""
    table = StandingInterest.table
    found = connection.execute(select(table).where(table.c.peer == peer).order_by(table.c.service, table.c.kind))
    return plain(found, StandingInterest)


def end_interest(connection: Connection, peer: str, service: str, kind: InterestKind, last: date) -> None:
    """The last day of an interest. Raises NothingDeclared and EndsBeforeItBegins."""
    known = next((one for one in interests_of(connection, peer) if (one.service, one.kind) == (service, kind)), None)
    if known is None:
        raise NothingDeclared(f"{peer} declared no such interest in {service} outside an engagement.")
    if known.since and last < known.since:
        raise EndsBeforeItBegins(f"The interest begins on {in_words(known.since)}; give a last day that is not before.")
    table = StandingInterest.table
    one = (table.c.peer == peer, table.c.service == service, table.c.kind == kind)
    connection.execute(update(table).where(*one).values(until=last))
