"""Webhooks in the relay: written with what else follows from an event, sent beside the mail, and never lost."""

import asyncio
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from config.settings import Settings
from engagements import heartbeats
from engagements.database import connect, reading, writing
from notifications.webhooks import ledger, subscriptions
from notifications.webhooks.delivery import deliver, give_back
from notifications.webhooks.reaching import Post
from tests.builders import Case
from tests.notifications.receiver import HANG, Receiver, receiving
from tests.workflows.relays import drained, relay_for, run

CHECKOUT = Path(__file__).parents[2]
LOOPBACK: dict[str, Any] = {"webhook_private_addresses": True, "webhook_timeout_seconds": 2}


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as running:
        yield running


def subscribe(case: Case, receiver: Receiver, **which: Any) -> int:
    with writing(case.engine) as connection:
        made = subscriptions.subscribe(
            connection,
            Settings(**LOOPBACK),
            case.world,
            **{"name": "Register", "address": receiver.url, "by": "operator", "now": case.now, **which},
        )
    return made.id or 0


@pytest.mark.usefixtures("one_loop")
def test_the_relay_tells_subscribers_of_what_it_followed(case: Case, receiver: Receiver, tmp_path: Path) -> None:
    subscribe(case, receiver)
    case.request()
    relay = drained(relay_for(case, tmp_path, **LOOPBACK))
    assert receiver.types == ["SupportRequested"]
    case.accept()
    drained(relay)
    drained(relay)
    assert receiver.types == ["SupportRequested", "RequestAccepted"]


@pytest.mark.usefixtures("one_loop")
def test_a_receiver_that_hangs_holds_up_no_other(case: Case, receiver: Receiver, tmp_path: Path) -> None:
    with receiving() as slow:
        slow.instead = [HANG]
        subscribe(case, slow)
        subscribe(case, receiver)
        case.request()
        drained(relay_for(case, tmp_path, **LOOPBACK))
    assert receiver.types == ["SupportRequested"]
    with reading(case.engine) as connection:
        assert [one["status"] for one in ledger.listed(connection)] == ["delivered", "pending"]


@pytest.mark.usefixtures("one_loop")
def test_a_relay_that_runs_says_so_and_sends(case: Case, receiver: Receiver, tmp_path: Path) -> None:
    subscribe(case, receiver)
    case.request()
    relay = relay_for(case, tmp_path, **LOOPBACK)

    async def until_it_has_sent() -> None:
        running = asyncio.create_task(relay.run())
        while not receiver.taken:
            await asyncio.sleep(0.05)
        relay.stop()
        await running

    run(asyncio.wait_for(until_it_has_sent(), 60))
    with reading(case.engine) as connection:
        assert heartbeats.last(connection) == case.now
        assert [one["status"] for one in ledger.listed(connection)] == ["delivered"]


def test_a_relay_says_that_it_works(case: Case) -> None:
    with writing(case.engine) as connection:
        assert heartbeats.last(connection) is None
        for name, minutes in (("relay-1", 0), ("relay-2", 1), ("relay-1", 2)):
            heartbeats.beat(connection, name, case.now + timedelta(minutes=minutes))
        assert heartbeats.last(connection) == case.now + timedelta(minutes=2)


def test_what_was_on_its_way_when_its_relay_was_killed_arrives_under_the_same_id(
    case: Case, receiver: Receiver
) -> None:
    number = subscribe(case, receiver)
    case.request()
    with writing(case.engine) as connection:
        ledger.note(connection, [1], case.now)
    receiver.instead = [HANG]
    arguments = [sys.executable, "-m", "tests.workflows.test_webhooks", str(case.engine.url), case.now.isoformat()]
    with subprocess.Popen([*arguments, str(number)], cwd=CHECKOUT) as relay:
        assert receiver.arrived.wait(timeout=60)
        relay.send_signal(signal.SIGKILL)
    with reading(case.engine) as connection:
        assert ledger.webhook(connection, 1).status == "sending"
    assert give_back(case.engine, "relay") == 1
    send(case.engine, case.now, number)
    first, second = receiver.taken
    assert (first.headers["webhook-id"], first.body) == (second.headers["webhook-id"], second.body)
    with reading(case.engine) as connection:
        assert ledger.webhook(connection, 1).status == "delivered"


def send(engine: Any, now: datetime, number: int) -> None:
    settings = Settings(webhook_private_addresses=True, webhook_timeout_seconds=60)
    asyncio.run(deliver(engine, Post(settings), settings, lambda: now, "relay", number))


if __name__ == "__main__":
    database, now, number = sys.argv[1:]
    send(connect(database), datetime.fromisoformat(now), int(number))
