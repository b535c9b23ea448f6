"""What follows an event: people are told, operators can see it, and nothing happens twice."""

from pathlib import Path

import pytest
from sqlalchemy import Engine

from config.vocabulary import Role, Stage
from engagements import outbox as waiting
from engagements.database import writing
from notifications import drafting
from notifications.ledger import NotificationStatus
from notifications.mailbox import messages as mailbox
from tests.builders import Case
from tests.workflows.relays import artifacts, drained, messages, outbox, prefect_event_about, relay_for, runs_tagged

pytestmark = pytest.mark.usefixtures("one_loop")


@pytest.fixture
def asked(case: Case) -> Case:
    case.request()
    return case


def test_a_request_is_told_to_the_adviser_and_the_authority(asked: Case, tmp_path: Path) -> None:
    drained(relay_for(asked, tmp_path))
    told = {(message.audience, message.template): message for message in messages(asked.engine)}
    assert set(told) == {(Role.PRINCIPAL_ADVISER, "support-requested"), (Role.AUTHORITY, "request-received")}
    assert {message.status for message in told.values()} == {NotificationStatus.SENT}
    assert len(list(mailbox(tmp_path))) == 2
    assert outbox(asked.engine) == []


def test_an_operator_reads_the_run_in_words(asked: Case, tmp_path: Path) -> None:
    drained(relay_for(asked, tmp_path, name="legible"))
    followed, delivered = runs_tagged("relay:legible")
    assert followed.name == f"Essex County Fire and Rescue Service: support requested ({asked.ref})"
    assert {str(asked.ref), "authority:essex", "stage:request"} < set(followed.tags)
    assert followed.state_name == delivered.state_name == "Completed"
    assert delivered.name == f"deliver 2 messages ({asked.ref})"


def test_each_engagement_has_an_artifact_with_its_timeline(asked: Case, tmp_path: Path) -> None:
    asked.ref = asked.request("fire-peer-challenge", "kent").ref
    drained(relay_for(asked, tmp_path))
    latest = artifacts(f"engagement-{str(asked.ref).lower()}")[-1]
    assert "| triage request | principal adviser |" in str(latest.data)
    assert "| support requested |" in str(latest.data)


def test_each_event_is_told_to_prefect_beside_its_run(asked: Case, tmp_path: Path) -> None:
    asked.ref = asked.request("fire-peer-challenge", "kent").ref
    drained(relay_for(asked, tmp_path, name="beside"))
    runs = {f"prefect.flow-run.{run.id}" for run in runs_tagged("relay:beside")}
    told = prefect_event_about(f"peer-support.engagement.{asked.ref}", runs)
    assert told.event == "peer-support.support-requested"


def test_an_event_that_is_followed_again_tells_nobody_twice(asked: Case, tmp_path: Path) -> None:
    relay = drained(relay_for(asked, tmp_path))
    with writing(asked.engine) as connection:
        waiting.put_back(connection, 1)
    drained(relay)
    assert len(messages(asked.engine)) == len(list(mailbox(tmp_path))) == 2
    assert outbox(asked.engine) == []


def test_a_flow_that_fails_is_tried_again_then_set_aside_and_holds_nobody_up(
    asked: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    poisoned = str(asked.ref)
    _the_disk_fails_for(poisoned, monkeypatch)
    sound = asked.request("fire-peer-challenge", "kent").ref
    relay = relay_for(asked, tmp_path, attempts_before_set_aside=2)
    drained(relay)
    assert {message.engagement_id for message in messages(asked.engine)} == {2}, f"{sound} was held up."
    [event] = outbox(asked.engine)
    assert (event["ref"], event["attempts"], event["set_aside_at"]) == (poisoned, 1, None)
    assert event["last_error"] == "OSError: The disk says no."

    asked.wait(days=1)
    drained(relay)
    [event] = outbox(asked.engine)
    assert event["set_aside_at"] == asked.now

    monkeypatch.undo()
    with writing(asked.engine) as connection:
        waiting.retry(connection, event["position"])
    drained(relay)
    assert outbox(asked.engine) == []
    assert {message.engagement_id for message in messages(asked.engine)} == {1, 2}


def _the_disk_fails_for(ref: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from workflows import following

    def fails(connection: object, happened: waiting.Followed, *rest: object) -> object:
        if happened.engagement.ref == ref:
            raise OSError("The disk says no.")
        return drafting.draft(connection, happened, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(following, "draft", fails)


def test_later_events_of_an_engagement_go_on_once_one_is_set_aside(
    asked: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as poison:
        _the_disk_fails_for(str(asked.ref), poison)
        relay = drained(relay_for(asked, tmp_path, attempts_before_set_aside=1))
    asked.accept()
    drained(relay)
    assert [event["type"] for event in outbox(asked.engine)] == ["SupportRequested"]
    assert {message.template for message in messages(asked.engine)} == {"request-accepted"}


def test_every_stage_tells_its_story_on_both_databases(
    engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = Case(engine)
    case.at_stage(Stage.QUARTERLY_REPORTING)
    drained(relay_for(case, tmp_path))
    assert outbox(engine) == []
    told = {message.template for message in messages(engine)}
    assert {"scope-agreed", "peer-invited", "feedback-presented", "report-finalised", "plan-approved"} < told
    assert all(message.status is NotificationStatus.SENT for message in messages(engine))
