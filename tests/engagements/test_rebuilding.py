"""Every table follows from the journal: rebuilt from it they are the same, and where one differs the row is named.

On the whole Essex case, from its request in 2019 to the concern's removal in 2024, on both databases.
"""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import date, timedelta
from enum import StrEnum
from threading import Event as Signal
from threading import Thread
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, Row, delete, func, insert, select, update
from sqlmodel import SQLModel

from config.calendar import WorkingDays
from config.products import Catalogue
from config.vocabulary import Role
from engagements.database import connect, reading
from engagements.handling import handle, read_command
from engagements.journal import Actor
from engagements.rebuilding import TABLES, verified, verify
from engagements.state.engagement import EngagementFacts
from engagements.state.journal import JournalEntry
from tests.databases import copied, on_sqlite
from tests.desk import at_ten, world
from tests.play import ESSEX, play
from workflows.case import Case as Story

UNUSED = {"finding", "interest_declaration", "note"}
"""Tables that the Essex case leaves empty."""


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def essex(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """A database in which the whole case was played."""
    with ExitStack() as open_ones:
        if request.param == "sqlite":
            engine = on_sqlite(tmp_path_factory.mktemp("essex") / "peer-support.db")
            open_ones.callback(engine.dispose)
        else:
            server = request.getfixturevalue("postgresql_server")
            engine = open_ones.enter_context(copied(server, "template0", "essex"))
        SQLModel.metadata.create_all(engine)
        play(Story.load(ESSEX), engine, world())
        yield engine


@contextmanager
def undone(engine: Engine) -> Iterator[Connection]:
    """A transaction for what must not stay."""
    with engine.connect() as connection:
        transaction = connection.begin()
        yield connection
        transaction.rollback()


def one_of_each(connection: Connection) -> dict[str, tuple[Any, Row[Any]]]:
    """The last row of each table that holds any, by the table's name."""
    found = {}
    for kind in TABLES:
        table = kind.table
        row = connection.execute(select(table).order_by(*(key.desc() for key in table.primary_key)).limit(1)).first()
        if row is not None:
            found[table.name] = (table, row)
    return found


def key_of(table: Any, row: Row[Any]) -> tuple[Any, ...]:
    return tuple(row._mapping[column.name] for column in table.primary_key)


def this_row(table: Any, row: Row[Any]) -> list[Any]:
    return [column == row._mapping[column.name] for column in table.primary_key]


def another(value: Any) -> Any:
    """Some other value of the same kind."""
    match value:
        case StrEnum():
            return next(other for other in type(value) if other is not value)
        case bool():
            return not value
        case int():
            return value + 1000
        case date():
            return value + timedelta(1)
        case str():
            return f"{value}x"
        case _:
            return [value]


def test_the_journal_rebuilds_every_table(essex: Engine) -> None:
    verdict = verified(essex, world())
    assert verdict.problems == []
    with reading(essex) as connection:
        recorded = connection.execute(select(func.count()).select_from(JournalEntry.table)).scalar_one()
        assert set(one_of_each(connection)) == {kind.table.name for kind in TABLES} - UNUSED
    assert (verdict.engagements, verdict.events) == (1, recorded)


def test_a_changed_row_is_named_with_what_it_says_and_what_the_journal_says(essex: Engine) -> None:
    with undone(essex) as connection:
        expected = set()
        for name, (table, row) in one_of_each(connection).items():
            column = next(c.name for c in table.columns if not c.primary_key and row._mapping[c.name] is not None)
            before, after = row._mapping[column], another(row._mapping[column])
            connection.execute(update(table).where(*this_row(table, row)).values({column: after}))
            said = f"{column} is {after!r}, the journal gives {before!r}"
            expected.add(f"table {name}, row {key_of(table, row)}: {said}")
        assert set(verify(connection, world()).problems) == expected


def test_a_missing_row_is_named(essex: Engine) -> None:
    with undone(essex) as connection:
        expected = set()
        for name, (table, row) in one_of_each(connection).items():
            if table is not EngagementFacts.table:  # which the database itself refuses to lose
                connection.execute(delete(table).where(*this_row(table, row)))
                expected.add(f"table {name}, row {key_of(table, row)}: the journal has it, the table does not")
        assert set(verify(connection, world()).problems) == expected


def test_a_row_too_many_is_named(essex: Engine) -> None:
    with undone(essex) as connection:
        expected = set()
        for name, (table, row) in one_of_each(connection).items():
            extra = dict(row._mapping)
            key = [column.name for column in table.primary_key][-1]
            if key == "engagement_id":  # one row for each engagement: a second one needs a second engagement
                continue
            extra[key] = another(extra[key])
            if name == "engagement":
                extra["ref"] = "ESSEX-2019-2"
            connection.execute(insert(table), extra)
            made_up = tuple(extra[column.name] for column in table.primary_key)
            expected.add(f"table {name}, row {made_up}: the table has it, the journal does not")
        assert len(expected) > 12
        assert set(verify(connection, world()).problems) == expected


def test_other_holidays_other_clocks_and_other_grades_change_no_history(essex: Engine) -> None:
    """Dates were computed when it was decided: a bank holiday announced late finds them as they were."""
    products = {
        key: product.model_copy(
            update={"clocks": {name: clock.model_copy(update={"amount": 1}) for name, clock in product.clocks.items()}}
        )
        for key, product in Catalogue.shipped().products.items()
    }
    later = replace(world(), calendar=WorkingDays("SCT"), catalogue=Catalogue(products))
    assert verified(essex, later).problems == []


def test_what_is_given_meanwhile_is_no_difference(essex: Engine) -> None:
    """Verification sees one moment of a database that is in use."""
    with reading(essex) as connection:
        ref = connection.execute(select(EngagementFacts.table.c.ref)).scalar_one()
    enough, given = Signal(), []

    def go_on() -> None:
        while not enough.is_set():
            note = read_command("AddNote", {"text": "One more for the file."})
            outcome = handle(essex, world(), note, Actor(Role.COORDINATOR), at_ten(date(2024, 3, 29)), ref=ref)
            given.append(outcome.version)

    busy = Thread(target=go_on)
    busy.start()
    try:
        verdicts = [verified(essex, world()) for _ in range(3)]
    finally:
        enough.set()
        busy.join()
    assert [verdict.problems for verdict in verdicts] == [[], [], []]
    assert verdicts[0].events < verdicts[-1].events <= given[-1]


def test_an_empty_database_verifies() -> None:
    engine = connect("sqlite://")
    SQLModel.metadata.create_all(engine)
    verdict = verified(engine, world())
    assert (verdict.holds, verdict.engagements, verdict.events) == (True, 0, 0)
