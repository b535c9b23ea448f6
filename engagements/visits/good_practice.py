"""Good practice that the LGA means to show to other services, from all engagements."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, select

from engagements.engagement import World
from engagements.lines_of_enquiry import ERASED
from engagements.loading import plain
from engagements.state.engagement import EngagementFacts
from engagements.state.report import Report
from engagements.state.visit_findings import VisitFinding
from engagements.texts import recall


@dataclass(frozen=True, slots=True)
class GoodPractice:
    """``published``: where the report that it comes from can be read, once it is published."""

    ref: str
    number: int
    service: str
    product: str
    line: str
    questions: tuple[str, ...]
    text: str
    noted_on: date
    published: str | None


def to_share(connection: Connection, world: World) -> tuple[GoodPractice, ...]:
    """All that is marked to be shared, the latest first. ``line``: its title; an authority's own focus has none."""
    rows = plain(connection.execute(select(VisitFinding.table).where(VisitFinding.table.c.share)), VisitFinding)
    table, report = EngagementFacts.table, Report.table
    ids = {row.engagement_id for row in rows}
    found = plain(connection.execute(select(table).where(table.c.id.in_(ids))), EngagementFacts)
    engagements = {facts.id: facts for facts in found}
    reported = select(report.c.engagement_id, report.c.address).where(report.c.engagement_id.in_(ids))
    addresses = {one.engagement_id: one.address for one in connection.execute(reported)}
    texts = recall(connection, {row.text for row in rows})
    listed = sorted(rows, key=lambda row: (-row.noted_on.toordinal(), engagements[row.engagement_id].ref, row.number))
    return tuple(
        _told(world, engagements[row.engagement_id], row, texts.get(row.text, ERASED), addresses.get(row.engagement_id))
        for row in listed
    )


def _told(world: World, facts: EngagementFacts, row: VisitFinding, text: str, published: str | None) -> GoodPractice:
    product = world.catalogue.get(facts.product, facts.product_version)
    line = next((line for line in product.lines_of_enquiry if line.slug == row.line), None)
    return GoodPractice(
        ref=facts.ref,
        number=row.number,
        service=world.reference.service(facts.authority).official_name,
        product=product.name,
        line=line.title if line else "",
        questions=line.questions if line else (),
        text=text,
        noted_on=row.noted_on,
        published=published,
    )
