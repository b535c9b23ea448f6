"""Worlds in which a return is on its way."""

from datetime import date
from pathlib import Path

from config.vocabulary import Role, Stage
from tests.builders import Case

Q1 = "2020-21-Q1"


def return_owed(case: Case, data_dir: Path) -> Case:
    """The return of the first quarter is asked for, and nothing is late."""
    case.at_stage(Stage.QUARTERLY_REPORTING)
    case.give("OpenPeriod", Role.SYSTEM, on=date(2020, 7, 1), period=Q1)
    return case


def return_filed(case: Case, data_dir: Path) -> Case:
    """One action went off track, and will be late."""
    return_owed(case, data_dir)
    worse = {"action": "A1", "rating": "off_track", "text": "The supplier was late.", "due_to": "2021-06-30"}
    case.give("FileReturn", Role.AUTHORITY, days=2, period=Q1, updates=[worse, {"action": "A2", "rating": "on_track"}])
    return case


def return_queried(case: Case, data_dir: Path) -> Case:
    """The coordinator asks about it."""
    return_filed(case, data_dir)
    case.give("QueryReturn", Role.COORDINATOR, days=2, period=Q1, question="Which supplier, and who talks to them?")
    return case


RETURNS = {
    "return owed": return_owed,
    "return being typed": return_owed,
    "return filed": return_filed,
    "return queried": return_queried,
}
