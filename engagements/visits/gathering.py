"""What peers found on a visit, as people read it: by line of enquiry, and in the order of the feedback."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from sqlalchemy import Connection, select

from config.products import Product
from config.vocabulary import FindingKind
from engagements.lines_of_enquiry import ERASED, titles
from engagements.loading import rows_of
from engagements.state.engagement import EngagementFacts
from engagements.state.people import Peer
from engagements.state.team import Scope
from engagements.state.visit_findings import VisitFinding
from engagements.telling import plain
from engagements.texts import recall


@dataclass(frozen=True, slots=True)
class Found:
    """A finding in words. ``by``: the name of the peer who noted it; empty for the coordinator, and once erased."""

    row: VisitFinding
    text: str
    by: str

    @property
    def number(self) -> int:
        return self.row.number

    @property
    def kind(self) -> FindingKind:
        return self.row.kind


@dataclass(frozen=True, slots=True)
class OnALine:
    """A line of enquiry and what was found on it: strengths first, then areas to consider, then good practice."""

    slug: str
    title: str
    found: tuple[Found, ...]


@dataclass(frozen=True, slots=True)
class Gathered:
    """``lines``: every line of the scope, in its order, also where nothing was found on it yet."""

    lines: tuple[OnALine, ...]

    @property
    def all(self) -> tuple[Found, ...]:
        return tuple(one for line in self.lines for one in line.found)

    @property
    def told(self) -> tuple[Found, ...]:
        """What the feedback tells, in its order."""
        return tuple(sorted((one for one in self.all if one.row.in_feedback), key=lambda one: one.row.in_feedback or 0))

    def find(self, number: int) -> Found | None:
        return next((one for one in self.all if one.number == number), None)

    @property
    def feedback(self) -> str:
        """What the feedback tells, to begin writing it from: line by line, in its order."""
        called = {line.slug: line.title for line in self.lines}
        return "\n\n".join(
            "\n".join([called[slug], *(f"{plain(one.kind).capitalize()}: {one.text}" for one in found)])
            for slug, found in groupby(self.told, key=lambda one: one.row.line)
        )


def gathered(connection: Connection, facts: EngagementFacts, product: Product) -> Gathered:
    """What stands: what was withdrawn is left out."""
    rows = [row for row in rows_of(connection, facts, VisitFinding) if not row.withdrawn_on]
    scopes = rows_of(connection, facts, Scope)
    called = line_titles(scopes, product, connection)
    texts = recall(connection, {row.text for row in rows})
    names = _names(connection, {row.noted_by for row in rows if row.noted_by})
    order = list(FindingKind)
    found = sorted(rows, key=lambda row: (order.index(row.kind), row.number))
    slugs = dict.fromkeys((*(scopes[-1].lines if scopes else called), *(row.line for row in rows)))
    return Gathered(
        tuple(
            OnALine(
                slug,
                called.get(slug, slug),
                tuple(
                    Found(row, texts.get(row.text, ERASED), names.get(row.noted_by or "", ""))
                    for row in found
                    if row.line == slug
                ),
            )
            for slug in slugs
        )
    )


def line_titles(scopes: Sequence[Scope], product: Product, connection: Connection) -> Mapping[str, str]:
    """The titles of the product's lines of enquiry, and of the authority's own."""
    if not scopes:
        return {line.slug: line.title for line in product.lines_of_enquiry}
    return titles(scopes[-1], product, recall(connection, scopes[-1].focuses.values()))


def _names(connection: Connection, peers: set[str]) -> dict[str, str]:
    table = Peer.table
    found = connection.execute(select(table.c.id, table.c.name).where(table.c.id.in_(sorted(peers))))
    return {row.id: row.name for row in found}
