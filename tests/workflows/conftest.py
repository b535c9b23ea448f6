"""One event loop for every test of flows: they share it, and the server that it talks to."""

from collections.abc import Iterator

import pytest


@pytest.fixture(scope="session")
def one_loop(prefect_server: str) -> Iterator[None]:
    """One event loop and one connection to Prefect for every test that runs flows."""
    from tests.workflows.relays import one_loop_with_a_connection

    with one_loop_with_a_connection():
        yield
