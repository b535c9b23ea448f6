"""What the guards look at: the tour of the process, and our own sources."""

import pytest

from tests.architecture.tour import Tour, tour


@pytest.fixture(scope="session")
def toured() -> Tour:
    return tour()
