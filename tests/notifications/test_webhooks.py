"""Webhooks: other systems are told of each event at least once, in each engagement's order, signed, and of no names."""

import asyncio
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from cloudevents.core.bindings.http import HTTPMessage, from_http_event
from sqlalchemy import Engine

from config.settings import Settings
from engagements.database import reading, writing
from engagements.engagement import World
from engagements.journal import entries
from engagements.refusals import Malformed
from notifications.webhooks import ledger, subscriptions
from notifications.webhooks.delivery import Attempt, deliver, give_back
from notifications.webhooks.ledger import OnItsWay, Standing
from notifications.webhooks.message import signature
from notifications.webhooks.reaching import Post
from notifications.webhooks.subscriptions import NoSuchSubscription, Subscription
from tests.builders import Case
from tests.cast import ESSEX
from tests.notifications.receiver import DROP, HANG, Receiver, receiving

WORLD = World.shipped()
SETTINGS = Settings(
    webhook_private_addresses=True, webhook_timeout_seconds=1, webhook_attempts=3, webhook_retry_seconds=(60, 600)
)
DELIVERED, FAILED, PENDING, SENDING = Standing.DELIVERED, Standing.FAILED, Standing.PENDING, Standing.SENDING


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as running:
        yield running


def subscribe(case: Case, receiver: Receiver, **which: Any) -> Subscription:
    with writing(case.engine) as connection:
        return subscriptions.subscribe(
            connection,
            SETTINGS,
            WORLD,
            **{"name": "Register", "address": receiver.url, "by": "operator", "now": case.now, **which},
        )


def note(case: Case) -> int:
    """What the relay does of every event that it follows."""
    with writing(case.engine) as connection:
        return ledger.note(connection, [entry.position or 0 for entry in entries(connection)], case.now)


def deliver_to(case: Case, number: int | None, now: datetime | None = None, worker: str = "relay") -> list[Attempt]:
    moment = now or case.now
    return asyncio.run(deliver(case.engine, Post(SETTINGS), SETTINGS, lambda: moment, worker, number or 0))


def owed(engine: Engine) -> list[dict[str, Any]]:
    with reading(engine) as connection:
        return ledger.listed(connection)[::-1]


def requested(engine: Engine, receiver: Receiver, **which: Any) -> tuple[Case, Subscription]:
    """A subscriber, and a request for support that it is owed."""
    case = Case(engine)
    subscribed = subscribe(case, receiver, **which)
    case.request()
    note(case)
    return case, subscribed


def test_a_subscriber_is_told_of_each_event_once(engine: Engine, receiver: Receiver) -> None:
    case, subscribed = requested(engine, receiver)
    case.accept()
    assert (note(case), note(case)) == (1, 0)
    assert [attempt.status for attempt in deliver_to(case, subscribed.id)] == [DELIVERED, DELIVERED]
    assert deliver_to(case, subscribed.id, case.now + timedelta(days=1)) == []
    assert receiver.types == ["SupportRequested", "RequestAccepted"]
    assert len({taken.headers["webhook-id"] for taken in receiver.taken}) == 2


def test_a_webhook_is_a_cloud_event_with_the_facts_of_the_journal(sqlite: Engine, receiver: Receiver) -> None:
    case, subscribed = requested(sqlite, receiver)
    deliver_to(case, subscribed.id)
    [taken] = receiver.taken
    event: Any = from_http_event(HTTPMessage(dict(taken.headers), taken.body))
    assert event.get_type() == "uk.peer-support.SupportRequested"
    assert event.get_source() == "urn:peer-support"
    assert event.get_subject() == case.ref
    assert event.get_time() == case.now
    assert event.get_id() == taken.headers["webhook-id"]
    with reading(sqlite) as connection:
        [entry] = entries(connection)
    assert event.get_data()["authority"] == ESSEX
    assert event.get_data()["sequence"] == entry.sequence
    assert "Protection needs a second look." not in taken.body.decode()


def test_signatures_follow_the_published_convention() -> None:
    """The example that the libraries of Standard Webhooks test themselves with."""
    secret, identity = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "msg_p5jXN8AQM9LWM0D4loKWxJek"
    signed = signature(secret, identity, "1614265330", b'{"test": 2432232314}')
    assert signed == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_for_a_day_after_rotation_both_secrets_sign(sqlite: Engine, receiver: Receiver) -> None:
    case, before = requested(sqlite, receiver)
    with writing(sqlite) as connection:
        after = subscriptions.rotate(connection, before.id or 0, case.now)
    deliver_to(case, before.id)
    with writing(sqlite) as connection:
        ledger.resend(connection, 1, "operator", case.now + timedelta(days=1))
    deliver_to(case, before.id, case.now + timedelta(days=1))
    first, second = receiver.taken
    assert first.is_signed_with(before.secret)
    assert first.is_signed_with(after.secret)
    assert not second.is_signed_with(before.secret)
    assert second.is_signed_with(after.secret)
    assert int(second.headers["webhook-timestamp"]) == int((case.now + timedelta(days=1)).timestamp())


def test_who_subscribes_to_some_events_hears_of_those_alone(sqlite: Engine, receiver: Receiver) -> None:
    case = Case(sqlite)
    for which in ({"events": ("RequestAccepted",)}, {"authority": "avon"}, {"authority": ESSEX}):
        subscribe(case, receiver, **which)
    case.request()
    subscribe(case.wait(days=1), receiver, ref=case.ref)
    case.accept()
    note(case)
    assert [(one["subscription"], one["type"]) for one in owed(sqlite)] == [
        (3, "SupportRequested"),
        (1, "RequestAccepted"),
        (3, "RequestAccepted"),
        (4, "RequestAccepted"),
    ]


@pytest.mark.parametrize("instead", [500, 503, 429, 408, HANG, DROP])
def test_what_may_go_better_later_is_tried_again_under_the_same_id(
    sqlite: Engine, receiver: Receiver, instead: int | str
) -> None:
    case, subscribed = requested(sqlite, receiver)
    receiver.instead = [instead]
    assert [attempt.status for attempt in deliver_to(case, subscribed.id)] == [PENDING]
    assert deliver_to(case, subscribed.id, case.now + timedelta(seconds=59)) == []
    again = deliver_to(case, subscribed.id, case.now + timedelta(seconds=60))
    assert [attempt.status for attempt in again] == [DELIVERED]
    first, second = receiver.taken
    assert (first.headers["webhook-id"], first.body) == (second.headers["webhook-id"], second.body)


def test_a_receiver_says_how_long_to_wait(sqlite: Engine, receiver: Receiver) -> None:
    case, subscribed = requested(sqlite, receiver)
    receiver.instead, receiver.headers = [429], {"retry-after": "3600"}
    deliver_to(case, subscribed.id)
    assert owed(sqlite)[0]["not_before"] == case.now + timedelta(hours=1)


def test_after_the_last_try_a_webhook_waits_for_a_person_who_sends_it_again(sqlite: Engine, receiver: Receiver) -> None:
    case, subscribed = requested(sqlite, receiver)
    receiver.instead = [500, 500, 500]
    for minutes in (0, 10, 20):
        [attempt] = deliver_to(case, subscribed.id, case.now + timedelta(minutes=minutes))
    assert attempt.reason == "Answered 500. Given up after 3 tries."
    with writing(sqlite) as connection:
        [failed] = ledger.failures(connection)
        assert (failed["name"], failed["type"], failed["ref"]) == ("Register", "SupportRequested", case.ref)
        ledger.resend(connection, failed["id"], "operator", case.now)
        with pytest.raises(OnItsWay):
            ledger.resend(connection, failed["id"], "operator", case.now)
    assert [attempt.status for attempt in deliver_to(case, subscribed.id)] == [DELIVERED]
    assert owed(sqlite)[0]["resent_by"] == "operator"


@pytest.mark.parametrize("status", [400, 401, 404, 422])
def test_what_a_receiver_refuses_is_not_tried_again(sqlite: Engine, receiver: Receiver, status: int) -> None:
    case, subscribed = requested(sqlite, receiver)
    receiver.instead = [status]
    assert [attempt.status for attempt in deliver_to(case, subscribed.id)] == [FAILED]
    assert deliver_to(case, subscribed.id, case.now + timedelta(days=9)) == []


def test_a_redirect_is_not_followed(sqlite: Engine, receiver: Receiver) -> None:
    case, subscribed = requested(sqlite, receiver)
    receiver.instead, receiver.headers = [307], {"location": receiver.url + "/elsewhere"}
    [attempt] = deliver_to(case, subscribed.id)
    assert attempt.status is FAILED
    assert "redirect" in attempt.reason
    assert [taken.path for taken in receiver.taken] == ["/hooks"]


def test_who_has_gone_is_paused_until_a_person_resumes(sqlite: Engine, receiver: Receiver) -> None:
    case, subscribed = requested(sqlite, receiver)
    case.accept()
    note(case)
    receiver.instead = [410]
    assert [attempt.status for attempt in deliver_to(case, subscribed.id)] == [FAILED]
    with writing(sqlite) as connection:
        [paused] = subscriptions.subscriptions(connection)
        assert (paused.paused_since, "410" in paused.paused_because) == (case.now, True)
        subscriptions.resume(connection, paused.id or 0)
    assert [attempt.status for attempt in deliver_to(case, subscribed.id)] == [DELIVERED]


def test_what_happens_while_a_subscription_is_paused_is_kept_and_when_it_ends_is_not(
    sqlite: Engine, receiver: Receiver
) -> None:
    case, subscribed = requested(sqlite, receiver)
    number = subscribed.id or 0
    with writing(sqlite) as connection:
        subscriptions.pause(connection, number, case.now)
    assert deliver_to(case, number) == []
    with writing(sqlite) as connection:
        subscriptions.end(connection, number, case.now)
        with pytest.raises(NoSuchSubscription):
            subscriptions.resume(connection, number)
    case.accept()
    assert note(case) == 0
    assert deliver_to(case, number) == []
    assert receiver.taken == []


def test_each_engagement_is_told_of_in_its_order_and_holds_up_no_other(engine: Engine, receiver: Receiver) -> None:
    case, subscribed = requested(engine, receiver)
    case.accept()
    note(case)
    other = Case(engine)
    other.request(authority="avon")
    note(other)
    receiver.instead = [500]
    deliver_to(case, subscribed.id)
    assert [(taken.event["subject"], kind) for taken, kind in zip(receiver.taken, receiver.types, strict=True)] == [
        (case.ref, "SupportRequested"),
        (other.ref, "SupportRequested"),
    ]
    deliver_to(case, subscribed.id, case.now + timedelta(minutes=1))
    assert receiver.types[2:] == ["SupportRequested", "RequestAccepted"]


def test_what_was_in_flight_goes_out_again_when_the_claim_runs_out_or_its_relay_is_back(
    engine: Engine, receiver: Receiver
) -> None:
    case, subscribed = requested(engine, receiver)
    table = ledger.Webhook.table
    claimed = {"status": SENDING, "claimed_by": "relay", "claimed_until": case.now + timedelta(minutes=1)}
    with writing(engine) as connection:
        connection.execute(table.update().values(claimed))
    assert deliver_to(case, subscribed.id, worker="another") == []
    with reading(engine) as connection:
        assert ledger.who_waits(connection, case.now) == set()
        assert ledger.who_waits(connection, case.now + timedelta(minutes=2)) == {subscribed.id}
    assert (give_back(engine, "another"), give_back(engine, "relay")) == (0, 1)
    assert [attempt.status for attempt in deliver_to(case, subscribed.id, worker="another")] == [DELIVERED]


def test_a_subscription_names_what_exists(sqlite: Engine, receiver: Receiver) -> None:
    case = Case(sqlite)
    for which, told in (
        ({"events": ("ScopeAgred",)}, "Did you mean ScopeAgreed?"),
        ({"authority": "esex"}, "Did you mean essex"),
        ({"name": " "}, "name"),
    ):
        with pytest.raises(Malformed, match=told):
            subscribe(case, receiver, **which)
