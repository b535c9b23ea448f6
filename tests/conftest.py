"""Fixtures that every folder of tests shares. The cast is in ``cast.py``, the story in ``builders.py``."""

import os
import socket
import sys
from collections.abc import Callable, Iterator
from copy import copy
from functools import cache
from pathlib import Path

import pytest
from sqlalchemy import Engine

from benchmarks.postgresql import NOT_INSTALLED, binaries, cluster
from config.settings import Settings
from config.vocabulary import Stage
from tests.builders import REVIEW, Case, CaseAt, engagement_at
from tests.databases import SETTINGS, PostgresqlDesk, SqliteDesk, copied, on_sqlite, prepare
from workflows.environment import api_url, prefect_environment
from workflows.server import hosted


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
    """The URL of a server of our own. In CI it must be installed; elsewhere it may be missing."""
    found = binaries()
    if found is None:
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(NOT_INSTALLED)
    with cluster(found, SETTINGS) as url:
        yield url


@pytest.fixture(scope="session")
def sqlite_desks(tmp_path_factory: pytest.TempPathFactory) -> Callable[[int], SqliteDesk]:
    """Desk 0 is for whoever asks for ``sqlite``; a test that deals with several cases has one for each."""
    folder = tmp_path_factory.mktemp("desks")
    return cache(lambda number: SqliteDesk(folder / f"desk-{number}.db"))


@pytest.fixture
def sqlite(sqlite_template: Path, sqlite_desks: Callable[[int], SqliteDesk]) -> Iterator[Engine]:
    """A fresh SQLite database with the cast on record: for rules, where the database does not matter."""
    yield sqlite_desks(0).holding(sqlite_template)
    sqlite_desks(0).cleared()


@pytest.fixture(scope="session")
def postgresql_desk(postgresql_server: str) -> Iterator[PostgresqlDesk]:
    with copied(postgresql_server, "template0", "desk") as engine:
        desk = PostgresqlDesk(engine.url.render_as_string(hide_password=False))
        yield desk
        desk.engine.dispose()


@pytest.fixture
def postgresql(postgresql_desk: PostgresqlDesk) -> Iterator[Engine]:
    """A fresh PostgreSQL database with the cast on record."""
    yield postgresql_desk.holding_the_cast()
    postgresql_desk.engine.dispose()


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
def prepared(
    sqlite_template: Path, sqlite_desks: Callable[[int], SqliteDesk], tmp_path_factory: pytest.TempPathFactory
) -> Callable[[Stage, str], tuple[Case, Path]]:
    """A case at each stage, brought there once, and the file to copy with it."""
    folder = tmp_path_factory.mktemp("prepared")

    @cache
    def bring_to(stage: Stage, product: str) -> tuple[Case, Path]:
        case = engagement_at(stage, sqlite_desks(1).holding(sqlite_template), product=product)
        case.engine.dispose()  # the last connection to close leaves everything in the one file
        return case, sqlite_desks(1).file.rename(folder / f"{product}-{stage}.db")

    return bring_to


@pytest.fixture
def case_at(
    prepared: Callable[[Stage, str], tuple[Case, Path]], sqlite_desks: Callable[[int], SqliteDesk]
) -> Iterator[CaseAt]:
    """A case on SQLite as it stands when a stage begins, quickly: ``case_at(Stage.SCOPING)``."""
    desks: list[SqliteDesk] = []

    def begin_at(stage: Stage, product: str = REVIEW) -> Case:
        brought, file = prepared(stage, product)
        desks.append(sqlite_desks(len(desks) + 2))
        case = copy(brought)
        case.engine = desks[-1].holding(file)
        return case

    yield begin_at
    for desk in desks:
        desk.cleared()


@pytest.fixture(scope="session")
def prefect_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The API address of a real Prefect server on a database of its own; this process and its children use it.

    It takes ten seconds to start: every test that needs one shares it.
    """
    settings = Settings(data_dir=tmp_path_factory.mktemp("prefect"), prefect_port=free_port())
    with pytest.MonkeyPatch.context() as environment:
        for name, value in prefect_environment(settings).items():
            environment.setenv(name, value)
        if "prefect" in sys.modules:  # by a test module that imports a flow: it learns now which server is ours
            sys.modules["prefect.context"].refresh_global_settings_context()
        with hosted(settings):
            yield api_url(settings)
            _let_prefect_finish()


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        return port


def _let_prefect_finish() -> None:
    """Events and logs leave in the background: they go out before the server does."""
    from prefect.events.worker import EventsWorker
    from prefect.logging.handlers import APILogWorker

    EventsWorker.drain_all()
    APILogWorker.drain_all()
