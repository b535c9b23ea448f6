"""One real Prefect server for every test of flows: it takes ten seconds to start, and they share it."""

import socket
import sys
from collections.abc import Iterator

import pytest

from config.settings import Settings
from workflows.environment import api_url, prefect_environment
from workflows.server import hosted


@pytest.fixture(scope="session")
def prefect_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The API address of a server on a database of its own; this process and its children use it."""
    settings = Settings(data_dir=tmp_path_factory.mktemp("prefect"), prefect_port=free_port())
    with pytest.MonkeyPatch.context() as environment:
        for name, value in prefect_environment(settings).items():
            environment.setenv(name, value)
        if "prefect" in sys.modules:  # by a test module that imports a flow: it learns now which server is ours
            sys.modules["prefect.context"].refresh_global_settings_context()
        with hosted(settings):
            yield api_url(settings)
            _let_prefect_finish()


@pytest.fixture(scope="session")
def one_loop(prefect_server: str) -> Iterator[None]:
    """One event loop and one connection to Prefect for every test that runs flows."""
    from tests.workflows.relays import one_loop_with_a_connection

    with one_loop_with_a_connection():
        yield


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
