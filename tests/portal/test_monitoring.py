"""What monitors and operators see: counts and times, a 503 where a person should look, and buttons to try again."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine
from starlette.testclient import TestClient

from cli.migrations.steps import newest
from engagements import heartbeats, outbox, steps
from engagements.database import reading, writing
from notifications.ledger import Notification, find
from notifications.webhooks import ledger as webhooks
from notifications.webhooks import subscriptions
from tests.builders import Case
from tests.notifications.conftest import decide
from tests.portal.visits import Visits

KEY = "a-token-of-the-monitor-of-the-tests-alone"
NO_NAMES = ("example.org", "essex", "coordinator", "ESSEX")


def from_here(visits: Visits) -> TestClient:
    """A monitor on this very machine."""
    return TestClient(visits.app, base_url=visits.office.settings.portal_url, client=("127.0.0.1", 50000))


def migrated(engine: Engine, step: str = steps.NEEDED) -> None:
    with writing(engine) as connection:
        connection.exec_driver_sql("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)")
        connection.exec_driver_sql(f"INSERT INTO alembic_version VALUES ('{step}')")


def beaten(case: Case) -> None:
    with writing(case.engine) as connection:
        heartbeats.beat(connection, "relay", case.now)


def set_aside(case: Case, settings: Visits) -> None:
    for _ in range(settings.office.settings.attempts_before_set_aside):
        with writing(case.engine) as connection:
            outbox.failed(connection, [1], "ValueError: it broke", settings.office.settings, case.now)


def test_the_step_that_the_portal_needs_is_the_newest_one() -> None:
    assert newest() == steps.NEEDED, "A step was added: say so in engagements/steps.py, which the portal compares with."


def test_the_portal_is_ready_when_its_database_is(visits: Visits) -> None:
    anyone = visits.as_anyone()
    assert anyone.get("/health").json()["status"] == "alive"
    assert anyone.get("/health/ready").status_code == 503
    migrated(visits.case.engine)
    ready = anyone.get("/health/ready")
    assert (ready.status_code, ready.json()["status"]) == (200, "ready")


@pytest.mark.parametrize("step", ["0000", "9999"])
def test_the_portal_is_not_ready_for_a_database_of_another_release(visits: Visits, step: str) -> None:
    migrated(visits.case.engine, step)
    answer = visits.as_anyone().get("/health/ready")
    assert (answer.status_code, answer.json()["status"]) == (503, "not ready")
    assert step in answer.text


def test_a_database_that_is_gone_is_told_and_no_fault(case: Case, tmp_path: Path) -> None:
    visits = Visits(case, tmp_path)
    file = Path(str(case.engine.url.database))
    case.engine.dispose()
    file.unlink()
    file.mkdir()
    try:
        for path in ("/health/ready", "/health/relay"):
            assert visits.as_anyone().get(path).json()["checks"][0]["told"] == "It cannot be reached."
        assert visits.as_anyone().get("/health").status_code == 200
    finally:
        file.rmdir()


def test_a_monitor_sees_when_nobody_follows_events_any_more(visits: Visits) -> None:
    anyone, case = visits.as_anyone(), visits.case
    assert "No relay ever worked" in anyone.get("/health/relay").text
    beaten(case)
    assert anyone.get("/health/relay").status_code == 200
    case.request()
    visits.later(minutes=1)
    assert "the first happened 1 min 0 s ago" in anyone.get("/health/relay").text
    visits.later(minutes=2)
    assert anyone.get("/health/relay").status_code == 503
    visits.later(minutes=20)
    beaten(case)
    stuck = {check["name"]: check["ok"] for check in anyone.get("/health/relay").json()["checks"]}
    assert stuck == {"relay": True, "queue": False, "set aside": True}


def test_health_is_a_page_for_people(visits: Visits) -> None:
    for path in ("/health", "/health/ready", "/health/relay"):
        page = visits.as_anyone().get(path, headers={"accept": "text/html"})
        assert "<h1" in page.text
        assert not any(name in page.text for name in NO_NAMES)


def test_metrics_count_what_is_owed_what_waits_and_what_was_asked(visits: Visits) -> None:
    case = visits.case
    case.request()
    beaten(case)
    visits.later(days=10)
    anyone = from_here(visits)
    anyone.get("/link/a-secret-that-is-nobodys")
    anyone.get("/api/v1/engagements")
    told = anyone.get("/metrics").text
    for line in (
        'peer_support_obligations_open{kind="triage_request"} 1.0',
        'peer_support_obligations_late{kind="triage_request"} 1.0',
        "peer_support_outbox_waiting 1.0",
        f"peer_support_outbox_oldest_seconds {timedelta(days=10).total_seconds()}",
        'peer_support_notifications{status="sent"} 0.0',
        'peer_support_webhooks{status="failed"} 0.0',
        'peer_support_requests_total{method="GET",route="/api/v1/engagements",status="401"} 1.0',
    ):
        assert line in told
    assert "a-secret" not in told
    assert not any(name in told for name in NO_NAMES if name != "coordinator")


def test_metrics_are_read_by_token_or_else_from_this_machine(case: Case, tmp_path: Path) -> None:
    here = from_here(Visits(case, tmp_path))
    assert here.get("/metrics").status_code == 200
    assert here.get("/metrics", headers={"x-forwarded-for": "192.0.2.1"}).status_code == 404
    assert Visits(case, tmp_path).as_anyone().get("/metrics").status_code == 404
    guarded = Visits(case, tmp_path, metrics_token=KEY).as_anyone()
    assert guarded.get("/metrics").status_code == 404
    assert guarded.get("/metrics", headers={"authorization": "Bearer another"}).status_code == 404
    assert guarded.get("/metrics", headers={"authorization": f"Bearer {KEY}"}).status_code == 200


def test_an_operator_tries_again_what_failed(visits: Visits) -> None:
    case, [message] = decide(visits.case.engine)
    visits.case = case
    operator, settings = visits.as_operator(), visits.office.settings
    assert "Nothing was set aside" in operator.get("/operators").text
    set_aside(case, visits)
    with writing(case.engine) as connection:
        connection.execute(Notification.table.update().values(status="failed", outcome="Refused."))
        one = subscriptions.subscribe(
            connection, settings, case.world, name="Register", address="https://example.org/", by="o", now=case.now
        )
        webhooks.note(connection, [1], case.now)
        connection.execute(webhooks.Webhook.table.update().values(status="failed", outcome="Answered 404."))
        subscriptions.pause(connection, one.id or 0, case.now, "Answered 410.")
    page = operator.get("/operators").text
    for words in ("ValueError: it broke", "Refused.", "Answered 404.", "Answered 410.", "/runs"):
        assert words in page
    for action in (
        "events/1/retry",
        f"messages/{message.id}/resend",
        "receivers/1/resume",
        "webhooks/1/resend",
    ):
        assert operator.fill_in("/operators", action=f"/operators/{action}").status_code == 303
    with reading(case.engine) as connection:
        assert outbox.waiting(connection)[0]["set_aside_at"] is None
        assert find(connection, message.id or 0).status == "pending"
        assert webhooks.webhook(connection, 1).status == "pending"
        assert subscriptions.subscription(connection, 1).paused_since is None


def test_a_receiver_is_sent_everything_again_that_it_did_not_take(visits: Visits) -> None:
    case = visits.case
    case.request()
    with writing(case.engine) as connection:
        subscriptions.subscribe(
            connection,
            visits.office.settings,
            case.world,
            name="Register",
            address="https://example.org/",
            by="operator",
            now=case.now,
        )
        webhooks.note(connection, [1], case.now)
        connection.execute(webhooks.Webhook.table.update().values(status="failed"))
    visits.as_operator().press("/operators", "Send Register everything again that it did not take")
    with reading(case.engine) as connection:
        assert webhooks.failures(connection) == []


def test_operators_pages_are_for_operators(visits: Visits) -> None:
    for visitor in (visits.as_coordinator(), visits.as_guest(), visits.as_anyone()):
        assert visitor.get("/operators").status_code in (303, 403, 404)
    assert visits.as_operator().post(f"/operators/events/{2**63}/retry").status_code in (403, 404)
