"""Sweeps: what the calendar brings about. Each finds what is due by an indexed look-up and gives a command for each."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from uuid import NAMESPACE_URL, UUID, uuid5

from sqlalchemy import Connection, Engine, select

from config.vocabulary import Stage, Status
from engagements.database import reading
from engagements.engagement import UK, World, uk_date
from engagements.handling import Outcome, handle
from engagements.journal import SWEEP
from engagements.messages import Command
from engagements.periods import ReportingPeriod
from engagements.refusals import Refused
from engagements.stages.quarterly_reporting import OpenPeriod
from engagements.stages.throughout import RecordLapse
from engagements.state.engagement import EngagementFacts, Obligation
from engagements.state.plan import QuarterlyReturn


def sweep_clocks(engine: Engine, world: World, now: datetime) -> Iterator[Outcome]:
    """Record the lapse of everything whose day is over. As often as one likes: a lapse is recorded once."""
    obligation, engagement = Obligation.table, EngagementFacts.table
    query = (
        select(obligation, engagement.c.ref)
        .join(engagement, engagement.c.id == obligation.c.engagement_id)
        .where(obligation.c.ended.is_(None), obligation.c.lapsed_on.is_(None), obligation.c.due_on < uk_date(now))
        .where(engagement.c.status.in_((Status.ACTIVE, Status.CLOSED)))  # some duties survive closing
        .order_by(obligation.c.due_on, obligation.c.engagement_id)
    )
    with reading(engine) as connection:
        late = connection.execute(query).all()
    for row in late:
        command = RecordLapse(opened_by=row.opened_by, kind=row.kind, subject=row.subject)
        yield from _given(engine, world, command, now, row.ref, f"clocks {uk_date(now)}", f"{row.due_on}")


def open_periods(engine: Engine, world: World, now: datetime) -> Iterator[Outcome]:
    """Open every period that ended since an engagement reports and that it has not got yet, the oldest first."""
    ended = ReportingPeriod.last_ended(uk_date(now))
    with reading(engine) as connection:
        missing = list(_missing(connection, ended))
    for ref, period in missing:
        yield from _given(engine, world, OpenPeriod(period=str(period)), now, ref, f"period {period}")


def moment_of(on: date | None, now: datetime) -> datetime:
    """When a sweep for a day that was missed takes place: at noon of that day. For today, or no day: now."""
    return datetime.combine(on, time(12), UK).astimezone(UTC) if on and on < uk_date(now) else now


def _missing(connection: Connection, ended: ReportingPeriod) -> Iterator[tuple[str, ReportingPeriod]]:
    """Engagement and period. Who has the one that ended last has those before it: they were opened in their order."""
    engagement, standing = EngagementFacts.table, QuarterlyReturn.table
    having_it = select(standing.c.engagement_id).where(standing.c.period == str(ended))
    query = (
        select(engagement.c.id, engagement.c.ref, engagement.c.reports_from)
        .where(engagement.c.stage == Stage.QUARTERLY_REPORTING, engagement.c.status == Status.ACTIVE)
        .where(engagement.c.reports_from <= ended.last_day, engagement.c.id.not_in(having_it))
        .order_by(engagement.c.id)
    )
    for row in connection.execute(query).all():
        opened = connection.execute(select(standing.c.period).where(standing.c.engagement_id == row.id))
        has = set(opened.scalars())
        yield from (
            (row.ref, period) for period in ReportingPeriod.ending(row.reports_from, ended) if str(period) not in has
        )


def _given(
    engine: Engine, world: World, command: Command, now: datetime, ref: str, batch: str, *besides: str
) -> Iterator[Outcome]:
    """Give a sweep's command; what has changed since the look-up makes it refused, which is right."""
    try:
        yield handle(
            engine, world, command, SWEEP, now, ref=ref, command_id=_identity(command, ref, *besides), batch=batch
        )
    except Refused:
        return


def _identity(command: Command, ref: str, *besides: str) -> UUID:
    """The same for the same lapse or period, so that two sweeps at once apply it once."""
    stated = "|".join((ref, type(command).__name__, command.model_dump_json(), *besides))
    return uuid5(NAMESPACE_URL, f"urn:peer-support:sweep:{stated}")
