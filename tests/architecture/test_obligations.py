"""Every kind of obligation has a duty, begins somewhere, and can be settled; every clock counts for something."""

import re

import pytest

from config.products import ClockName
from engagements.obligations import DUTIES, Owed
from engagements.rehearsal.answering import FIELDS
from engagements.settling import SETTLED_BY
from tests.architecture.sources import OUR_FOLDERS, python_files
from tests.architecture.tour import Tour

ENDS_WITH_EVERYTHING = {Owed.CLOSE_ENGAGEMENT}
"""Closing the engagement ends all that is owed, this with it."""


@pytest.mark.parametrize("kind", Owed)
def test_somebody_owes_it_and_something_settles_it(kind: Owed, toured: Tour) -> None:
    assert kind in DUTIES, f"Say in DUTIES of engagements/obligations.py who owes {kind}, and by which clock."
    assert kind in toured.opened, f"No event opens {kind}: open it in a rule, or take it out of Owed."
    settled = toured.settled | ENDS_WITH_EVERYTHING
    assert kind in settled, f"Nothing settles {kind}: name it in the discharges of the event that does."
    plainest = SETTLED_BY.get(kind, ())
    assert plainest, f"Say in SETTLED_BY of engagements/settling.py which command settles {kind}."
    missing = [command.__name__ for command in plainest if command not in FIELDS]
    assert not missing, f"Say in FIELDS of engagements/rehearsal/answering.py what {', '.join(missing)} says."


@pytest.mark.parametrize("clock", ClockName)
def test_every_clock_counts_for_something(clock: ClockName) -> None:
    engagements = [file for file in python_files() if file.parent.is_relative_to(OUR_FOLDERS["engagements"])]
    counted = any(re.search(rf"ClockName\.{clock.name}\b", file.read_text()) for file in engagements)
    assert counted, f"No rule counts by the clock {clock}: products would set a figure that changes nothing."
