"""Delivery: each message goes out once, what failed is tried again or shown to a person, and nothing is guessed."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from functools import partial

import pytest
from sqlalchemy import Engine

from engagements.database import reading, writing
from engagements.engagement import World
from notifications import ledger
from notifications.delivery import STOPPED, Attempt, deliver, settle_uncertain
from notifications.ledger import Notification, NotificationStatus
from notifications.letter import IDENTITY
from notifications.outcome import Outcome
from notifications.sending import Sender
from tests.notifications.conftest import SettingsWith, decide
from tests.notifications.mailserver import DROP, HANG, MailServer

FAILED, PENDING, SENDING, SENT, UNCERTAIN = (
    NotificationStatus(status) for status in ("failed", "pending", "sending", "sent", "uncertain")
)


def deliver_at(engine: Engine, sender: Sender, now: datetime, limit: int = 50) -> list[Attempt]:
    return deliver(engine, World.shipped(), sender, lambda: now, "relay", limit)


def in_ledger(engine: Engine) -> list[Notification]:
    with reading(engine) as connection:
        return ledger.listed(connection)


def test_what_was_decided_is_delivered_once(
    engine: Engine, settings_with: SettingsWith, mail_server: MailServer
) -> None:
    case, decided = decide(engine, copies=3)
    sender = Sender(settings_with(mail_server.url))
    attempts = deliver_at(engine, sender, case.now)
    assert [(attempt.notification, attempt.status) for attempt in attempts] == [(m.id, SENT) for m in decided]
    assert deliver_at(engine, sender, case.now + timedelta(days=1)) == []
    assert [mail["To"] for mail in mail_server.received] == [message.address for message in decided]
    assert {(m.status, m.attempts, m.settled_at, m.outcome) for m in in_ledger(engine)} == {(SENT, 1, case.now, "")}


def test_a_message_waits_until_its_time(sqlite: Engine, settings_with: SettingsWith) -> None:
    case, _ = decide(sqlite)
    assert deliver_at(sqlite, Sender(settings_with()), case.now - timedelta(seconds=1)) == []


def test_no_more_are_sent_at_once_than_asked(sqlite: Engine, settings_with: SettingsWith) -> None:
    case, decided = decide(sqlite, copies=3)
    attempts = deliver_at(sqlite, Sender(settings_with()), case.now, limit=2)
    assert [attempt.notification for attempt in attempts] == [message.id for message in decided[:2]]


def test_an_attempt_is_told_to_logs_without_names_or_addresses(sqlite: Engine, settings_with: SettingsWith) -> None:
    case, [message] = decide(sqlite)
    [attempt] = deliver_at(sqlite, Sender(settings_with()), case.now)
    assert attempt.in_words == f"Notification {message.id} (request received, for the authority's contact): sent."


def test_a_refused_recipient_is_not_tried_again_and_waits_for_a_person(
    sqlite: Engine, settings_with: SettingsWith, mail_server: MailServer
) -> None:
    case, decided = decide(sqlite, copies=2)
    mail_server.instead["RCPT"] = ["550 5.1.1 No such mailbox"]
    sender = Sender(settings_with(mail_server.url))
    assert [attempt.status for attempt in deliver_at(sqlite, sender, case.now)] == [FAILED, SENT]
    later = deliver_at(sqlite, sender, case.now + timedelta(days=1))
    assert decided[0].id not in {attempt.notification for attempt in later}
    with reading(sqlite) as connection:
        [failed] = ledger.for_attention(connection)
    assert (failed.id, failed.settled_at) == (decided[0].id, case.now)
    assert failed.outcome == "The mail server refused essex-authority@example.org: 550 5.1.1 No such mailbox"


def test_a_greylisted_message_is_delivered_when_its_time_has_come(
    sqlite: Engine, settings_with: SettingsWith, mail_server: MailServer
) -> None:
    case, _ = decide(sqlite)
    mail_server.instead["RCPT"] = ["451 4.7.1 Greylisted"]
    sender = Sender(settings_with(mail_server.url, delivery_retry_seconds=[60, 300]))
    [attempt] = deliver_at(sqlite, sender, case.now)
    assert attempt.status is PENDING
    [waiting] = in_ledger(sqlite)
    assert (waiting.not_before, waiting.claimed_by) == (case.now + timedelta(seconds=60), None)
    assert "451 4.7.1 Greylisted" in waiting.outcome
    assert deliver_at(sqlite, sender, case.now + timedelta(seconds=59)) == []
    assert [attempt.status for attempt in deliver_at(sqlite, sender, case.now + timedelta(seconds=60))] == [SENT]
    assert len(mail_server.received) == 1


def test_the_waits_grow_and_end_in_a_failure_that_says_why(
    sqlite: Engine, settings_with: SettingsWith, mail_server: MailServer
) -> None:
    case, _ = decide(sqlite)
    mail_server.instead["MAIL"] = [DROP] * 9
    sender = Sender(settings_with(mail_server.url, delivery_attempts=4, delivery_retry_seconds=[60, 300]))
    now, waits = case.now, []
    while deliver_at(sqlite, sender, now)[0].status is PENDING:
        [message] = in_ledger(sqlite)
        waits.append((message.not_before - now).total_seconds())
        now = message.not_before
    assert waits == [60, 300, 300]
    [message] = in_ledger(sqlite)
    assert (message.status, message.attempts) == (FAILED, 4)
    assert message.outcome.startswith("The mail server 127.0.0.1 stopped answering")
    assert message.outcome.endswith("Given up after 4 tries.")


@pytest.mark.parametrize("trouble", [HANG, DROP])
def test_a_message_that_was_never_acknowledged_is_not_sent_again_by_itself(
    sqlite: Engine, settings_with: SettingsWith, mail_server: MailServer, trouble: str
) -> None:
    case, [message] = decide(sqlite)
    mail_server.instead["END"] = [trouble]
    sender = Sender(settings_with(mail_server.url))
    assert [attempt.status for attempt in deliver_at(sqlite, sender, case.now)] == [UNCERTAIN]
    assert deliver_at(sqlite, sender, case.now + timedelta(days=9)) == []
    with writing(sqlite) as connection:
        assert [found.id for found in ledger.for_attention(connection)] == [message.id]
        ledger.resend(connection, message.id or 0, "coordinator:coordinator", case.now)
    assert [attempt.status for attempt in deliver_at(sqlite, sender, case.now)] == [SENT]


def test_what_goes_out_again_is_told_apart_by_mail_programs(
    sqlite: Engine, settings_with: SettingsWith, mail_server: MailServer
) -> None:
    case, [message] = decide(sqlite)
    sender = Sender(settings_with(mail_server.url))
    deliver_at(sqlite, sender, case.now)
    with writing(sqlite) as connection:
        ledger.resend(connection, message.id or 0, "coordinator:coordinator", case.now)
    deliver_at(sqlite, sender, case.now + timedelta(minutes=1))
    first, second = mail_server.received
    assert first[IDENTITY] == second[IDENTITY] == str(message.id)
    assert first["Message-ID"] != second["Message-ID"]


def test_deliverers_side_by_side_send_each_message_once(
    engine: Engine, settings_with: SettingsWith, mail_server: MailServer
) -> None:
    case, decided = decide(engine, copies=20)
    sender = Sender(settings_with(f"{mail_server.url}?cto=20"))
    with ThreadPoolExecutor(3) as pool:
        delivering = partial(deliver, engine, case.world, sender, lambda: case.now)
        workers = [pool.submit(delivering, f"relay-{number}", 50) for number in range(3)]
        attempts = [attempt for worker in workers for attempt in worker.result()]
    assert Counter(mail[IDENTITY] for mail in mail_server.received) == {str(message.id): 1 for message in decided}
    assert sorted(attempt.notification for attempt in attempts) == [message.id for message in decided]


def test_a_fault_of_ours_holds_up_no_other_message(
    sqlite: Engine, settings_with: SettingsWith, mail_server: MailServer
) -> None:
    case, [first, second] = decide(sqlite, copies=2)
    with writing(sqlite) as connection:
        broken = {"subject": "Two\nlines, which no template makes"}
        connection.execute(ledger.Notification.table.update().where(ledger.Notification.table.c.id == first.id), broken)
    attempts = deliver_at(sqlite, Sender(settings_with(mail_server.url)), case.now)
    assert [(a.notification, a.status) for a in attempts] == [(first.id, UNCERTAIN), (second.id, SENT)]
    assert "a fault (ValueError in policy.py, line " in in_ledger(sqlite)[0].outcome


def claimed_by_another(engine: Engine, until: datetime) -> None:
    with writing(engine) as connection:
        claim = {"status": SENDING, "claimed_by": "another", "claimed_until": until}
        connection.execute(ledger.Notification.table.update(), claim)


def test_a_claim_holds_until_it_runs_out_and_then_a_person_decides(engine: Engine, settings_with: SettingsWith) -> None:
    case, _ = decide(engine)
    claimed_by_another(engine, until=case.now + timedelta(seconds=60))
    sender = Sender(settings_with())
    assert deliver_at(engine, sender, case.now + timedelta(seconds=60)) == []
    assert [message.status for message in in_ledger(engine)] == [SENDING]
    assert deliver_at(engine, sender, case.now + timedelta(seconds=61)) == []
    assert [(message.status, message.outcome) for message in in_ledger(engine)] == [(UNCERTAIN, STOPPED)]


def test_a_worker_that_starts_again_hands_over_its_own_at_once(engine: Engine) -> None:
    case, _ = decide(engine)
    claimed_by_another(engine, until=case.now + timedelta(seconds=60))
    assert settle_uncertain(engine, "relay", case.now) == 0
    assert settle_uncertain(engine, "another", case.now) == 1
    assert settle_uncertain(engine, "another", case.now) == 0


def test_who_comes_back_after_its_claim_ran_out_says_what_came_of_it(
    sqlite: Engine, settings_with: SettingsWith
) -> None:
    case, _ = decide(sqlite)
    times = iter([case.now, case.now, case.now, case.now, case.now + timedelta(minutes=5)])

    class Slow(Sender):
        def send(self, notification: Notification, at: datetime) -> Outcome:
            settle_uncertain(sqlite, "somebody else", case.now + timedelta(minutes=4))
            assert [message.status for message in in_ledger(sqlite)] == [UNCERTAIN]
            return super().send(notification, at)

    attempts = deliver(sqlite, World.shipped(), Slow(settings_with()), lambda: next(times), "relay", 50)
    assert [attempt.status for attempt in attempts] == [SENT]
    assert [message.status for message in in_ledger(sqlite)] == [SENT]
