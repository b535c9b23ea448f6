"""The steps: a database is brought to what this release needs, and its journal refuses to be changed."""

import subprocess
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from itertools import count
from pathlib import Path

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import Column, Engine, Integer, Table, text
from sqlalchemy.exc import DBAPIError

from cli.migrations.drift import differences
from cli.migrations.steps import bring_up, configuration, newest
from cli.migrations.tables import METADATA
from engagements.database import connect, writing
from engagements.steps import standing
from tests.builders import Case
from tests.cast import assemble
from tests.cli.conftest import PEER_SUPPORT, Terminal
from tests.databases import copied

NUMBERS = count(1)
Fresh = Callable[[], Engine]


@pytest.fixture(params=["sqlite", "postgresql"])
def fresh(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Fresh]:
    """Makes empty databases, of each kind in turn."""
    with ExitStack() as open_ones:

        def make() -> Engine:
            name = f"migrations_{next(NUMBERS)}"
            if request.param == "postgresql":
                return open_ones.enter_context(copied(request.getfixturevalue("postgresql_server"), "template0", name))
            engine = connect(f"sqlite:///{tmp_path / name}.db")
            open_ones.callback(engine.dispose)
            return engine

        yield make


def test_the_steps_make_exactly_what_the_tables_say(fresh: Fresh) -> None:
    migrated, declared = fresh(), fresh()
    bring_up(migrated)
    METADATA.create_all(declared)
    assert differences(migrated, declared) == [], (
        "A table changed. Until the first release, write the one step anew: python -m cli.migrations.revise --first"
    )


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ("ALTER TABLE note ADD COLUMN colour VARCHAR", "name colour"),
        ("DROP INDEX obligation_to_lapse", "obligation_to_lapse"),
        ("DROP TABLE visit_phase", "visit_phase"),
    ],
)
def test_what_differs_is_named(fresh: Fresh, change: str, named: str) -> None:
    migrated, declared = fresh(), fresh()
    bring_up(migrated)
    METADATA.create_all(declared)
    with writing(migrated) as connection:
        connection.execute(text(change))
    assert any(named in difference for difference in differences(migrated, declared))


@pytest.mark.parametrize("change", ["UPDATE journal SET actor = 'somebody else'", "DELETE FROM journal"])
def test_the_database_itself_keeps_the_journal_from_changes(fresh: Fresh, change: str) -> None:
    engine = fresh()
    bring_up(engine)
    with writing(engine) as connection:
        assemble(connection)
    case = Case(engine)
    case.request()
    with pytest.raises(DBAPIError, match="the journal is append-only"), writing(engine) as connection:
        connection.execute(text(change))
    assert case.verify().holds


def test_foreign_keys_hold_again_after_a_migration(tmp_path: Path) -> None:
    engine = connect(f"sqlite:///{tmp_path / 'a.db'}")
    bring_up(engine)
    orphan = "INSERT INTO note (engagement_id, sequence, text) VALUES (7, 1, 'of no engagement')"
    with pytest.raises(DBAPIError, match="FOREIGN KEY"), writing(engine) as connection:
        connection.execute(text(orphan))
    engine.dispose()


def test_the_newest_step_is_alembics_head() -> None:
    engine = connect("sqlite://")
    assert ScriptDirectory.from_config(configuration(engine)).get_current_head() == newest()


def test_a_new_database_is_made_at_the_newest_step(nowhere: Terminal) -> None:
    assert nowhere("migrate").out == f"Made the database, at step {newest()}.\n"
    assert nowhere("engagements").code == 0


def test_a_database_that_is_there_already_is_left_alone(terminal: Terminal) -> None:
    assert terminal("migrate").out == f"The database is at step {newest()}; there is nothing to do.\n"
    assert terminal("migrate", "--json").json == {"before": newest(), "now": newest()}


def test_several_migrations_at_once_are_one(data_dir: Path) -> None:
    command: list[str | Path] = [PEER_SUPPORT, "migrate"]
    both = [subprocess.Popen(command, stderr=subprocess.PIPE, text=True) for _ in range(2)]
    assert [process.communicate()[1] for process in both] == ["", ""]
    engine = connect(f"sqlite:///{data_dir / 'peer-support.sqlite3'}")
    assert standing(engine) == newest()
    engine.dispose()


def test_the_check_names_a_table_that_no_step_makes(nowhere: Terminal) -> None:
    assert nowhere("migrate", "--check").code == 0
    forgotten = Table("forgotten", METADATA, Column("number", Integer, primary_key=True))
    try:
        said = nowhere("migrate", "--check", "--json")
    finally:
        METADATA.remove(forgotten)
    assert (said.code, said.json["agree"]) == (1, False)
    assert any("column of forgotten" in difference for difference in said.json["differences"])


def test_commands_refuse_a_database_that_is_not_there_and_do_not_make_one(nowhere: Terminal) -> None:
    said = nowhere("engagements")
    assert (said.code, said.out) == (1, "")
    assert "peer-support migrate" in said.err
    assert not (nowhere.data_dir / "peer-support.sqlite3").exists()


@pytest.mark.parametrize(("step", "hint"), [("0000", "peer-support migrate"), ("9999", "newer release")])
def test_commands_refuse_a_database_of_another_release(terminal: Terminal, step: str, hint: str) -> None:
    with writing(terminal.engine) as connection:
        connection.execute(text(f"UPDATE alembic_version SET version_num = '{step}'"))
    assert hint in terminal.refused("obligations")
