"""With ``dispatch = "work-pool"``, Prefect's own workers follow the events."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from notifications.mailbox import messages as mailbox
from tests.builders import Case
from tests.workflows.relays import messages, outbox, relay_for, run, runs_tagged
from workflows.pool import register

pytestmark = pytest.mark.usefixtures("one_loop")
PREFECT = Path(sys.executable).parent / "prefect"


def test_a_worker_follows_what_the_relay_hands_over_and_the_relay_delivers(case: Case, tmp_path: Path) -> None:
    case.request()
    relay = relay_for(case, tmp_path, dispatch="work-pool", work_pool="tests")
    run(register("tests"))
    run(relay.follow_next())
    run(relay.follow_next())
    handed = [each for each in runs_tagged(str(case.ref)) if each.deployment_id]
    assert len(handed) == 1, "The same try of the same event is handed over once."

    _one_worker_run(case, tmp_path)
    assert outbox(case.engine) == []
    assert len(messages(case.engine)) == 2
    run(relay.drain())
    assert len(list(mailbox(tmp_path))) == 2


def _one_worker_run(case: Case, folder: Path) -> None:
    """A real worker, which takes what waits on the pool and ends."""
    settings = {"PEER_SUPPORT_DATA_DIR": str(folder)}
    (folder / "peer-support.sqlite3").symlink_to(str(case.engine.url.database))
    subprocess.run(
        [PREFECT, "worker", "start", "--pool", "tests", "--run-once", "--name", "one"],
        env=os.environ | settings,
        check=True,
        timeout=120,
        capture_output=True,
    )
