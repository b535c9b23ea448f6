"""The kill campaign: ``python -m benchmarks.kills --kills N [--minutes M] [--seed S] [--json]``.

Commands are given, followed and delivered, to authorities through a mail server and to all others into the mailbox,
while SIGKILL strikes at random moments: the process that gives commands, the relay, the one that chases day after day,
the Prefect server. Each kill is that of one process. What was struck is started again at once, and all goes on;
now and then the journal is verified while it does. At the end everything is left running until nothing waits any more,
and then it is counted:

- acknowledged_lost: commands that were acknowledged and are not in the journal exactly as they were answered
- effects_twice: messages that arrived twice, in the mailbox or with the mail server, although no person asked for it
- notifications_twice: messages decided twice, for the same event, audience, recipient and template; a second digest for
  one person and day
- rungs_twice: rungs of a ladder climbed twice for one obligation, or said to one person in two digests
- papers_broken: board papers made twice of one event for one board, or whose files are not what the ledger says
- events_stuck: events that still wait in the outbox or were set aside, and messages that never went out
- uncertain: messages that were being handed over when a kill struck; a person decides about them

The exit code is 1 where one of them but the last is not 0, or the journal does not verify.
"""

import argparse
import json
import random
import signal
import socket
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from pydantic import SecretStr
from sqlalchemy import Connection, Engine, func, select

from benchmarks.commander import lines
from benchmarks.databases import prepare
from benchmarks.freeport import free_port
from benchmarks.mailserver import received
from benchmarks.story import world
from benchmarks.telling import tell
from config.channels import Channel
from config.settings import Settings
from config.vocabulary import Role
from documents.files import kept
from documents.ledger import Document
from documents.ledger import listed as papers_made
from engagements.database import connect, reading
from engagements.outbox import waiting
from engagements.rebuilding import verified
from engagements.stages.relief import ObligationNudged
from engagements.state.journal import JournalEntry
from notifications.ledger import NotificationStatus, listed
from notifications.mailbox import messages
from notifications.reminders import SAID_ONCE, Reminder
from workflows import environment
from workflows.logs import log_our_own
from workflows.processes import ProcessGroup

SHARES = {"commander": 0.33, "relay": 0.45, "sweeper": 0.2, "Prefect server": 0.02}
"""How often each is struck. A Prefect server takes six seconds to start again, the others none."""

BETWEEN = (0.15, 0.65)
"""Seconds between two kills."""

LAST_WAIT = 1800.0
"""Seconds at the most until nothing waits any more, once the killing has ended."""


RECEIVED = "received"
"""The file in which the mail server writes down what arrived."""

VERIFIED_EVERY = 100
"""Kills between two looks at the journal."""

UNDER_WAY = (NotificationStatus.PENDING, NotificationStatus.SENDING)


class DoesNotVerify(Exception):
    """The journal was damaged. The message says where."""


@dataclass(frozen=True, slots=True)
class Toll:
    """What the kills came to; every figure but the first and the last should be 0."""

    kills: int
    acknowledged_lost: int
    effects_twice: int
    notifications_twice: int
    rungs_twice: int
    papers_broken: int
    events_stuck: int
    uncertain: int

    @property
    def holds(self) -> bool:
        return not sum(value for name, value in asdict(self).items() if name not in ("kills", "uncertain"))


def campaign(kills: int, minutes: float, seed: int, folder: Path) -> Toll:
    """Kill so many times, or for so many minutes, and count. The folder keeps every trace. Raises DoesNotVerify."""
    with socket.create_server(("127.0.0.1", 0)) as post_office:
        by_mail = Channel(url=SecretStr(f"mailto://127.0.0.1:{post_office.getsockname()[1]}"), roles=(Role.AUTHORITY,))
        settings = Settings(data_dir=folder, prefect_port=free_port(), channels=(by_mail,))
        environment.apply(settings)  # before Prefect is imported
        engine = prepare(connect(settings.database))
        engine.dispose()
        made = _strike(settings, post_office, kills, time.monotonic() + 60 * minutes, random.Random(seed))
    _verify(settings)
    return count(engine, folder, made)


def _strike(settings: Settings, post_office: socket.socket, kills: int, until: float, chance: random.Random) -> int:
    """How many kills were made."""
    log_our_own()  # before Prefect is imported, and with it the victims
    from benchmarks import victims

    folder, made = settings.data_dir, 0
    with ProcessGroup() as group:
        mail_server = victims.mail_server(post_office, folder / RECEIVED, group, folder / "mailserver.log")
        server = victims.Server(settings, group)
        relay = victims.relay(settings, folder, group)
        commander = victims.commander(settings, folder, group, chance)
        sweeper = victims.sweeper(settings, folder, group)
        mail_server.start()
        server.start()
        server.wait()
        relay.start()
        commander.start()
        sweeper.start()
        living: dict[str, Any] = {each.name: each for each in (server, relay, commander, sweeper)}
        while made < kills and time.monotonic() < until:
            time.sleep(chance.uniform(*BETWEEN))
            victim = living[chance.choices(list(SHARES), list(SHARES.values()))[0]]
            victim.end(signal.SIGKILL)
            victim.start()
            made += 1
            if made % VERIFIED_EVERY == 0:
                _verify(settings)
            if sys.stderr.isatty() or made % 50 == 0 or made == kills:
                tell(f"{made} of {kills} kills, the last of the {victim.name}")
        commander.end(signal.SIGKILL)
        sweeper.end(signal.SIGKILL)
        tell(
            f"{len(_answers(folder))} commands acknowledged, {len(_arrived(folder))} messages arrived while they struck"
        )
        server.wait()
        _until_nothing_waits(settings)
        relay.end(signal.SIGTERM)
        server.end(signal.SIGTERM)
        mail_server.end(signal.SIGKILL)
    return made


def _verify(settings: Settings) -> None:
    engine = connect(settings.database)
    verdict = verified(engine, world())
    engine.dispose()  # what is forked next must not share a connection
    if not verdict.holds:
        raise DoesNotVerify(f"The journal does not verify: {'; '.join(verdict.problems[:3])}")


def _until_nothing_waits(settings: Settings) -> None:
    engine, deadline = connect(settings.database), time.monotonic() + LAST_WAIT
    while time.monotonic() < deadline:
        with reading(engine) as connection:
            events = len(waiting(connection))
            unsent = sum(len(listed(connection, status)) for status in UNDER_WAY)
        if not events and not unsent:
            break
        tell(f"{events} events and {unsent} messages still wait")
        time.sleep(2)
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
        rungs = _rungs_twice(connection)
        papers = papers_made(connection)
    digests = sum(each.day is not None for each in ledger)
    tell(f"{len(ledger)} messages were decided, {digests} of them digests; {len(papers)} papers were made")
    decided = Counter(
        (each.cause, each.day, each.list_of, each.about, each.audience, each.recipient, each.template)
        for each in ledger
    )
    return Toll(
        kills=kills,
        acknowledged_lost=sum(
            known.get(each["command_id"]) != (each["events"], each["version"]) for each in _answers(folder)
        ),
        effects_twice=sum(times > 1 for times in Counter(_arrived(folder)).values()),
        notifications_twice=sum(times > 1 for times in decided.values()),
        rungs_twice=rungs,
        papers_broken=_papers_broken(papers, folder),
        events_stuck=len(stuck) + sum(each.status in UNDER_WAY for each in ledger),
        uncertain=sum(each.status is NotificationStatus.UNCERTAIN for each in ledger),
    )


def _rungs_twice(connection: Connection) -> int:
    """Rungs that are in the journal twice for one obligation and date, and reminders of one that went out twice."""
    journal, reminder = JournalEntry.table, Reminder.table
    climbed: Counter[tuple[object, ...]] = Counter()
    query = select(journal.c.engagement_id, journal.c.facts).where(journal.c.type == ObligationNudged.__name__)
    for engagement, facts in connection.execute(query):
        nudged = ObligationNudged.model_validate_json(facts)
        climbed.update((engagement, nudged.opened_by, nudged.kind, nudged.about, rung) for rung in nudged.rungs)
    said = (reminder.c[name] for name in (*SAID_ONCE, "copied"))
    twice = select(func.count()).select_from(reminder).group_by(*said).having(func.count() > 1)
    return sum(times > 1 for times in climbed.values()) + len(connection.execute(twice).all())


def _papers_broken(papers: Sequence[Document], folder: Path) -> int:
    made = Counter((paper.cause, paper.kind, paper.board) for paper in papers)
    folder = folder / "papers"
    files = ((paper.docx, "docx") for paper in papers), ((paper.pdf, "pdf") for paper in papers)
    broken = sum(not _is_whole(digest, suffix, folder) for form in files for digest, suffix in form)
    return broken + sum(times > 1 for times in made.values())


def _is_whole(digest: str, suffix: str, papers: Path) -> bool:
    place = kept(digest, suffix, papers)
    return place.exists() and sha256(place.read_bytes()).hexdigest() == digest


def _answers(folder: Path) -> list[dict[str, Any]]:
    """Every acknowledgement that a commander wrote down."""
    return lines(folder / "acknowledged.jsonl")


def _arrived(folder: Path) -> list[int]:
    """The numbers of the notifications that arrived, one for each time."""
    return [*(letter.notification for letter in messages(folder)), *received(folder / RECEIVED)]


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser("python -m benchmarks.kills", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--kills", type=int, default=20, help="how many; 20 unless said")
    parser.add_argument("--minutes", type=float, default=40, help="kill for no longer than that; 40 unless said")
    parser.add_argument("--seed", type=int, default=1, help="another one strikes at other moments")
    parser.add_argument("--json", action="store_true", help="answer in JSON")
    given = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="peer-support-kills-") as folder:
        try:
            toll = campaign(given.kills, given.minutes, given.seed, Path(folder))
        except DoesNotVerify as damage:
            print(damage, file=sys.stderr)
            return 1
    if given.json:
        print(json.dumps(asdict(toll)))
    else:
        print("\n".join(f"{name.replace('_', ' '):20} {value:6}" for name, value in asdict(toll).items()))
    return 0 if toll.holds else 1


if __name__ == "__main__":
    sys.exit(main())
