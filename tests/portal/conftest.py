"""Who comes to the portal: see ``visits.py``."""

from collections.abc import Callable
from pathlib import Path

import pytest

from portal.office import Office
from tests.builders import Case
from tests.portal.visits import Visits


@pytest.fixture
def visits_to(tmp_path: Path) -> Callable[[Case], Visits]:
    """Who comes about a case: ``visits_to(case_at(Stage.SCOPING))``. The office goes by the case's clock."""
    return lambda case: Visits(case, tmp_path)


@pytest.fixture
def visits(case: Case, visits_to: Callable[[Case], Visits]) -> Visits:
    """Who comes about a case that has not begun."""
    return visits_to(case)


@pytest.fixture
def office(visits: Visits) -> Office:
    return visits.office
