"""The kill campaign: ``python -m benchmarks.kills --kills N [--seed S] [--json]``.

Commands are given, followed and delivered while SIGKILL strikes at random moments: the process that gives commands, the
relay, the Prefect server. What was struck is started again at once, and the campaign goes on. At the end everything is
left running until nothing waits any more, and then it is counted:

- acknowledged_lost: commands that were acknowledged and are not in the journal exactly as they were answered
- effects_twice: messages that lie in the mailbox twice, although no person asked for it
- notifications_twice: messages decided twice, for the same event, audience, recipient and template
- events_stuck: events that still wait in the outbox, or were set aside
- uncertain: messages that were being handed over when a kill struck; a person decides about them
"""

import argparse
import json
import random
import signal
import sys
import tempfile
import time
from collections import Counter
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, func, select

from benchmarks.commander import lines
from benchmarks.freeport import free_port
from benchmarks.story import put_people_on_record, world
from cli.migrations.steps import bring_up
from config.settings import Settings
from engagements.database import connect, reading, writing
from engagements.outbox import waiting
from engagements.rebuilding import verified
from engagements.state.journal import JournalEntry
from notifications.ledger import Notification, NotificationStatus, listed
from notifications.mailbox import messages
from workflows import environment
from workflows.processes import ProcessGroup

SHARES = {"commander": 0.48, "relay": 0.5, "Prefect server": 0.02}
"""How often each is struck. A Prefect server takes six seconds to start again, the others none."""

BETWEEN = (0.2, 1.4)
"""Seconds between two kills."""

LAST_WAIT = 900.0
"""Seconds at the most until nothing waits any more, once the killing has ended."""


@dataclass(frozen=True, slots=True)
class Toll:
    """What the kills came to; every figure but the first and the last should be 0."""

    kills: int
    acknowledged_lost: int
    effects_twice: int
    notifications_twice: int
    events_stuck: int
    uncertain: int

    @property
    def holds(self) -> bool:
        return not (self.acknowledged_lost or self.effects_twice or self.notifications_twice or self.events_stuck)


def campaign(kills: int, seed: int, folder: Path) -> Toll:
    """Kill so many times, and count. The folder keeps every trace. RuntimeError where the journal does not verify."""
    settings = Settings(data_dir=folder, prefect_port=free_port())
    environment.apply(settings)  # before Prefect is imported
    engine = connect(settings.database)
    bring_up(engine)
    with writing(engine) as connection:
        put_people_on_record(connection)
    engine.dispose()
    _strike(settings, kills, random.Random(seed))
    engine = connect(settings.database)
    verdict = verified(engine, world())
    if not verdict.holds:
        raise RuntimeError(f"The journal does not verify: {verdict.problems[:3]}")
    return count(engine, folder, kills)


def _strike(settings: Settings, kills: int, chance: random.Random) -> None:
    from benchmarks import victims

    folder = settings.data_dir
    with ProcessGroup() as group:
        server = victims.Server(settings, group)
        relay = victims.relay(settings, folder, group)
        commander = victims.commander(settings, folder, group, chance)
        server.start()
        server.wait()
        relay.start()
        commander.start()
        living: dict[str, Any] = {each.name: each for each in (server, relay, commander)}
        for number in range(1, kills + 1):
            time.sleep(chance.uniform(*BETWEEN))
            victim = living[chance.choices(list(SHARES), list(SHARES.values()))[0]]
            victim.end(signal.SIGKILL)
            victim.start()
            _progress(number, kills, victim.name)
        commander.end(signal.SIGKILL)
        server.wait()
        _until_nothing_waits(settings)
        relay.end(signal.SIGTERM)
        server.end(signal.SIGTERM)


def _progress(number: int, kills: int, victim: str) -> None:
    if sys.stderr.isatty() or number % 50 == 0 or number == kills:
        print(f"\r{number} of {kills} kills, the last of the {victim}   ", end="", file=sys.stderr, flush=True)


def _until_nothing_waits(settings: Settings) -> None:
    engine = connect(settings.database)
    deadline = time.monotonic() + LAST_WAIT
    under_way = (NotificationStatus.PENDING, NotificationStatus.SENDING)
    notification = Notification.table
    to_send = select(func.count()).select_from(notification).where(notification.c.status.in_(under_way))
    while time.monotonic() < deadline:
        with reading(engine) as connection:
            events, unsent = len(waiting(connection)), connection.execute(to_send).scalar_one()
        print(f"\r{events} events and {unsent} messages still wait   ", end="", file=sys.stderr, flush=True)
        if not events and not unsent:
            break
        time.sleep(1)
    print(file=sys.stderr)
    engine.dispose()


def count(engine: Engine, folder: Path, kills: int) -> Toll:
    """Count what the campaign did, from the database, the acknowledgements and the mailbox."""
    with reading(engine) as connection:
        journal = JournalEntry.table
        recorded = connection.execute(
            select(journal.c.command_id, func.count(), func.max(journal.c.sequence)).group_by(journal.c.command_id)
        )
        known = {command_id.hex(): (events, version) for command_id, events, version in recorded}
        stuck = waiting(connection)
        ledger = listed(connection)
    answers = lines(folder / "acknowledged.jsonl")
    decided = Counter((each.cause, each.audience, each.recipient, each.template) for each in ledger)
    arrived = Counter(letter.notification for letter in messages(folder))
    return Toll(
        kills=kills,
        acknowledged_lost=sum(known.get(each["command_id"]) != (each["events"], each["version"]) for each in answers),
        effects_twice=sum(times > 1 for times in arrived.values()),
        notifications_twice=sum(times > 1 for times in decided.values()),
        events_stuck=len(stuck),
        uncertain=sum(each.status is NotificationStatus.UNCERTAIN for each in ledger),
    )


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.kills", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="kills-") as folder:
        toll = campaign(given.kills, given.seed, Path(folder))
    print(
        json.dumps(asdict(toll))
        if given.json
        else "\n".join(f"{name:20} {value}" for name, value in asdict(toll).items())
    )
    return 0 if toll.holds else 1


if __name__ == "__main__":
    sys.exit(main())
