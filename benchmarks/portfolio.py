"""Ten thousand engagements: some are rehearsed for two years, and their rows are multiplied inside the database."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Engine, Integer, case, func, insert, inspect, literal, select, update
from sqlmodel import SQLModel

from benchmarks.population import put_everybody_on_record
from benchmarks.rehearsal import Tally
from config.vocabulary import Role, Stage
from engagements.database import reading, writing
from engagements.engagement import World
from engagements.people import add_person
from engagements.rehearsal.answering import Reply
from engagements.rehearsal.beginning import throw_away
from engagements.rehearsal.manner import Manner
from engagements.rehearsal.rehearsing import Rehearsal
from engagements.stages.request import RequestSupport
from engagements.state.engagement import EngagementFacts, StagePassed
from engagements.state.journal import JournalEntry, OutboxEntry
from engagements.state.people import Contact
from engagements.state.plan import Action, QuarterlyReturn
from engagements.state.row import DERIVED, OfEngagement
from notifications.ledger import Notification, NotificationStatus, record

ORIGINALS, YEARS, LATE = 100, 2, 0.2
COORDINATORS = 20
BEGINS, ENDS = date(2026, 1, 5), date(2028, 2, 21)
"""Two years, and on to the middle of a quarter."""
OFF_TRACK_SINCE = timedelta(days=20)


NUMBERED = {JournalEntry: "position", Notification: "id"}
"""Whose keys the database hands out."""


@dataclass(frozen=True, slots=True)
class Portfolio:
    """``on``: the day on which it stands as it does. ``refs``: of engagements at each stage, with their journals."""

    on: date
    refs: Mapping[Stage, str]


class Originals:
    """Engagements that were rehearsed once, to be copied into databases of any size."""

    def __init__(self, world: World, count: int = ORIGINALS) -> None:
        self.world, self.count = world, count
        self.on = ENDS
        self.services = [service.slug for service in world.reference.services(BEGINS)]
        self.engine = throw_away()
        with writing(self.engine) as connection:
            pool = put_everybody_on_record(connection, self.services)
            for number in range(COORDINATORS):
                add_person(connection, _coordinator(number))
        rehearsal = Rehearsal(self.engine, world, Manner(LATE, seed=2026), Tally(world), pool)
        products = world.catalogue.slugs()
        for number in range(count):
            on = world.calendar.after(BEGINS, number * 250 * YEARS // count)
            product = world.catalogue.latest(products[number % len(products)], on)
            request = RequestSupport(
                authority=self.services[number % len(self.services)],
                product=product.slug,
                choices={name: offered[0] for name, offered in product.choices.items()},
                reason="We want another service's view.",
            )
            rehearsal.begin(Reply(request, Role.AUTHORITY), on)
        for _ in rehearsal.days(BEGINS, self.on):
            pass

    def fill(self, engine: Engine, engagements: int) -> Portfolio:
        """Copy the originals into an empty database with every table, and then each of them, up to so many."""
        with reading(self.engine) as source, writing(engine) as target:
            there = set(inspect(source).get_table_names()) - {OutboxEntry.table.name}
            for table in (one for one in SQLModel.metadata.sorted_tables if one.name in there):
                rows = [dict(row) for row in source.execute(select(table)).mappings()]
                if rows:
                    target.execute(insert(table), rows)
            self._some_go_wrong(target)
            self._some_messages_fail(target)
            self._multiply(target, -(-engagements // self.count) - 1, engagements)
            own = EngagementFacts.table
            found = target.execute(select(own.c.stage, func.min(own.c.id)).group_by(own.c.stage)).all()
            refs = {stage: target.execute(select(own.c.ref).where(own.c.id == of)).scalar_one() for stage, of in found}
        return Portfolio(self.on, refs)

    def _some_go_wrong(self, connection: Connection) -> None:
        """Rehearsed people report nothing exceptional: here a third of the open actions is off track."""
        action, own, row = Action.table, EngagementFacts.table, QuarterlyReturn.table
        third = action.c.engagement_id % 3 == 0
        wrong = update(action).where(third, action.c.status == "open")
        connection.execute(wrong.values(rating="off_track", rated_on=self.on - OFF_TRACK_SINCE))
        connection.execute(
            update(own).where(own.c.id % 3 == 0, own.c.open_ratings != "").values(open_ratings="off_track")
        )
        connection.execute(update(row).where(row.c.engagement_id % 3 == 0).values(ratings="not_started off_track"))

    def _some_messages_fail(self, connection: Connection) -> None:
        at = datetime.combine(self.on, time(7), UTC)
        outcomes = (NotificationStatus.SENT, NotificationStatus.SENT, NotificationStatus.FAILED)
        record(
            connection,
            [
                Notification(
                    engagement_id=of,
                    audience=Role.AUTHORITY,
                    recipient="of-essex-authority",
                    template="scope-proposed",
                    subject="A scope to agree",
                    text="The coordinator proposed a scope.",
                    html="<p>The coordinator proposed a scope.</p>",
                    status=outcomes[of % len(outcomes)],
                    not_before=at,
                    outcome="The mail server answered 550.",
                    decided_at=at,
                )
                for of in range(1, self.count + 1)
            ],
        )

    def _multiply(self, connection: Connection, copies: int, engagements: int) -> None:
        if copies < 1:
            return
        number = select(literal(1, Integer).label("number")).cte("copies", recursive=True)
        number = number.union_all(select(number.c.number + 1).where(number.c.number < copies))
        nth = number.c.number
        services = dict(enumerate(self.services))
        own = EngagementFacts.table
        changed: dict[str, ColumnElement[Any]] = {
            "id": own.c.id + nth * self.count,
            "ref": own.c.ref + "-" + nth.cast(own.c.ref.type),
            "authority": case(services, value=(own.c.id + nth) % len(services)),
            "coordinator": literal("coordinator-") + ((own.c.id + nth) % COORDINATORS).cast(own.c.ref.type),
        }
        _copy(connection, EngagementFacts, changed, nth, own.c.id + nth * self.count <= engagements)
        kinds: Sequence[Any] = [kind for kind in DERIVED if issubclass(kind, OfEngagement)]
        for kind in (*kinds, JournalEntry, Notification):
            table = kind.table
            of = table.c.engagement_id + nth * self.count
            changed = {"engagement_id": of}
            if kind is StagePassed:
                changed["days"] = table.c.days + nth % 40
            if kind is JournalEntry:
                sqlite = connection.dialect.name == "sqlite"
                changed["command_id"] = func.randomblob(16) if sqlite else func.uuid_send(func.gen_random_uuid())
            _copy(connection, kind, changed, nth, of <= engagements)
        row = QuarterlyReturn.table
        whose = select(own.c.authority).where(own.c.id == row.c.engagement_id).scalar_subquery()
        connection.execute(update(row).values(authority=whose))


def _copy(
    connection: Connection, kind: Any, changed: dict[str, ColumnElement[Any]], nth: Any, among: ColumnElement[bool]
) -> None:
    if key := NUMBERED.get(kind):
        column = kind.table.c[key]
        changed[key] = column + nth * connection.execute(select(func.max(column))).scalar_one()
    names = [column.name for column in kind.table.columns]
    values = [changed.get(name, kind.table.c[name]) for name in names]
    rows = select(*values).select_from(kind.table.join(nth.table, literal(True))).where(among)
    connection.execute(insert(kind.table).from_select(names, rows, include_defaults=False))
    if key and connection.dialect.name == "postgresql":
        last = select(func.max(kind.table.c[key])).scalar_subquery()
        connection.execute(select(func.setval(func.pg_get_serial_sequence(kind.table.name, key), last)))


def _coordinator(number: int) -> Contact:
    post = f"coordinator-{number}"
    return Contact(id=post, role=Role.COORDINATOR, name=post, email=f"{post}@example.org")
