"""Fixtures that every folder of tests shares. The cast is in ``cast.py``, the story in ``builders.py``."""

import os
import shutil
from collections.abc import Callable, Iterator
from copy import copy
from functools import cache
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine, text

from config.vocabulary import Stage
from engagements.database import connect
from tests.builders import REVIEW, Case, CaseAt, engagement_at
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


@pytest.fixture(scope="session")
def prepared(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[[Stage, str], Case]:
    """A case at each stage, brought there once, to be copied with its file."""
    folder = tmp_path_factory.mktemp("prepared")

    @cache
    def bring_to(stage: Stage, product: str) -> Case:
        file = folder / f"{product}-{stage}.db"
        shutil.copy(sqlite_template, file)
        case = engagement_at(stage, on_sqlite(file), product=product)
        case.engine.dispose()
        return case

    return bring_to


@pytest.fixture
def case_at(prepared: Callable[[Stage, str], Case], tmp_path: Path) -> Iterator[CaseAt]:
    """A case on SQLite as it stands when a stage begins, quickly: ``case_at(Stage.SCOPING)``."""
    engines: list[Engine] = []

    def begin_at(stage: Stage, product: str = REVIEW) -> Case:
        case = copy(prepared(stage, product))
        file = tmp_path / f"case-{len(engines) + 1}.db"
        shutil.copy(str(case.engine.url.database), file)
        case.engine = on_sqlite(file)
        engines.append(case.engine)
        return case

    yield begin_at
    for engine in engines:
        engine.dispose()
