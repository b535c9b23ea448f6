"""Fixtures that every folder of tests shares. The cast is in ``cast.py``, the story in ``builders.py``."""

import os
import shutil
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine, text

from engagements.database import connect
from tests.builders import Case
from tests.databases import NO_POSTGRESQL, cluster, copied, on_sqlite, postgresql_binaries, prepare

NUMBERS = count(1)


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with every table and the cast, to be copied for each test."""
    file = tmp_path_factory.mktemp("template") / "template.db"
    engine = on_sqlite(file)
    prepare(engine)
    engine.dispose()  # the last connection to close leaves everything in the one file
    return file


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[str]:
    """The URL of a server with a database ``template``. In CI it must be installed; elsewhere it may be missing."""
    binaries = postgresql_binaries()
    if binaries is None:
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(NO_POSTGRESQL)
    with cluster(binaries) as url:
        server = create_engine(url, isolation_level="AUTOCOMMIT")
        with server.connect() as connection:
            connection.execute(text("CREATE DATABASE template"))
        server.dispose()
        engine = connect(url.removesuffix("postgres") + "template")
        prepare(engine)
        engine.dispose()
        yield url


@pytest.fixture
def sqlite(sqlite_template: Path, tmp_path: Path) -> Iterator[Engine]:
    """A fresh SQLite database with the cast on record: for rules, where the database does not matter."""
    file = tmp_path / "peer-support.db"
    shutil.copy(sqlite_template, file)
    engine = on_sqlite(file)
    yield engine
    engine.dispose()


@pytest.fixture
def postgresql(postgresql_server: str) -> Iterator[Engine]:
    """A fresh PostgreSQL database with the cast on record."""
    with copied(postgresql_server, "template", f"test_{next(NUMBERS)}") as engine:
        yield engine


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest) -> Engine:
    """Both databases in turn: for what the database matters to."""
    engine: Engine = request.getfixturevalue(request.param)
    return engine


@pytest.fixture
def case(sqlite: Engine) -> Case:
    """A case that has not begun, on SQLite."""
    return Case(sqlite)
