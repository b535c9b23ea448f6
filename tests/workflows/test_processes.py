"""Child processes and their logs. That none outlives us, the supervisor's tests show."""

import sys
from pathlib import Path

import pytest

from workflows.processes import LOG_LIMIT, ProcessGroup, last_lines


@pytest.fixture
def log(tmp_path: Path) -> Path:
    return tmp_path / "logs" / "relay.log"


def run(log: Path, program: str) -> int:
    with ProcessGroup() as group:
        return group.start([sys.executable, "-S", "-c", program], {}, log).wait()


def test_a_log_is_continued_with_whatever_the_process_prints_or_complains_of(log: Path) -> None:
    run(log, "print('first')")
    assert run(log, "raise SystemExit('second')") == 1
    assert log.read_text() == "first\nsecond\n"


def test_a_log_that_grew_long_is_set_aside(log: Path) -> None:
    log.parent.mkdir()
    log.write_text("x" * (LOG_LIMIT + 1))
    run(log, "print('fresh')")
    assert log.read_text() == "fresh\n"
    assert (log.parent / "relay.previous.log").stat().st_size == LOG_LIMIT + 1


def test_the_last_lines_of_a_log_are_told_and_none_where_there_is_no_log(log: Path) -> None:
    assert last_lines(log) == ""
    run(log, "print('one'); print('two'); print('three')")
    assert last_lines(log, 2) == "two\nthree"


def test_a_child_never_waits_for_somebody_to_type(log: Path) -> None:
    assert run(log, "import sys; sys.exit(len(sys.stdin.read()))") == 0
