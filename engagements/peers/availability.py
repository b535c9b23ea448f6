"""When peers are not free: days that somebody typed, and days from a peer's own calendar. No two overlap."""

from collections.abc import Iterable, Sequence

from sqlalchemy import Connection, delete, insert, select

from config.calendar import in_words
from config.vocabulary import BlockSource
from engagements.loading import plain
from engagements.peers.periods import Days, joined, without
from engagements.people import EndsBeforeItBegins
from engagements.refusals import BrokenRule
from engagements.state.pool import Block


class DaysOverlap(BrokenRule):
    """Some of the days are on record already."""

    field = "first"


class FreeAlready(BrokenRule):
    """The peer is free on all of those days as it is."""

    field = "first"


def blocks_of(connection: Connection, peer: str) -> Sequence[Block]:
    """Earliest first."""
    table = Block.table
    return plain(connection.execute(select(table).where(table.c.peer == peer).order_by(table.c.first)), Block)


def in_order(days: Days) -> Days:
    """The days themselves. Raises EndsBeforeItBegins."""
    if days.last < days.first:
        raise EndsBeforeItBegins(
            f"{in_words(days.last)} comes before {in_words(days.first)}. Choose a last day that is not before."
        )
    return days


def away(connection: Connection, peer: str, days: Days) -> None:
    """The peer is not free on these days. Days from a calendar give way. Raises EndsBeforeItBegins and DaysOverlap."""
    in_order(days)
    typed = of_source(connection, peer, BlockSource.TYPED)
    if known := next((one for one in typed if one.overlaps(days)), None):
        raise DaysOverlap(f"{days} overlaps with {known}, which is on record already.")
    keep(connection, peer, typed=[*typed, days], calendar=of_source(connection, peer, BlockSource.CALENDAR))


def free(connection: Connection, peer: str, days: Days) -> None:
    """The peer is free on these days after all. Raises EndsBeforeItBegins and FreeAlready."""
    in_order(days)
    typed, calendar = (of_source(connection, peer, source) for source in (BlockSource.TYPED, BlockSource.CALENDAR))
    if not any(one.overlaps(days) for one in (*typed, *calendar)):
        raise FreeAlready(f"{peer} is free on {days} as it is.")
    left = ([rest for one in blocks for rest in without(one, [days])] for blocks in (typed, calendar))
    keep(connection, peer, typed=next(left), calendar=next(left))


def from_calendar(connection: Connection, peer: str, days: Iterable[Days]) -> None:
    """What a calendar says takes the place of what one said before; days that somebody typed stay as they are."""
    keep(connection, peer, typed=of_source(connection, peer, BlockSource.TYPED), calendar=days)


def of_source(connection: Connection, peer: str, source: BlockSource) -> list[Days]:
    return [Days(one.first, one.last) for one in blocks_of(connection, peer) if one.source is source]


def keep(connection: Connection, peer: str, *, typed: Sequence[Days], calendar: Iterable[Days]) -> None:
    """Enter these days alone: of the calendar's, only what was not typed."""
    besides = [rest for one in joined(calendar) for rest in without(one, typed)]
    rows = [Block(peer=peer, first=one.first, last=one.last, source=BlockSource.TYPED) for one in typed]
    rows += [Block(peer=peer, first=one.first, last=one.last, source=BlockSource.CALENDAR) for one in besides]
    connection.execute(delete(Block.table).where(Block.table.c.peer == peer))
    if rows:
        connection.execute(insert(Block.table), [row.__dict__ for row in rows])
