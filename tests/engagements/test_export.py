"""Everything about one engagement, in one piece."""

import json
from datetime import UTC, datetime
from itertools import pairwise
from typing import Any

import pytest
from sqlalchemy import Engine

from config.vocabulary import Stage
from engagements.database import reading
from engagements.export import export
from engagements.journal import link
from engagements.refusals import UnknownEngagement
from engagements.state.journal import JournalEntry
from tests.builders import Case
from tests.cast import KENT


@pytest.fixture
def exported(sqlite: Engine) -> dict[str, Any]:
    return exported_from(sqlite)


def exported_from(engine: Engine) -> dict[str, Any]:
    """What is exported of the second of two engagements."""
    case = Case(engine)
    case.request(authority=KENT)
    case.request()
    case.at_stage(Stage.CLOSED)
    with reading(engine) as connection:
        return export(connection, str(case.ref), case.world)


def test_an_export_is_plain_json_and_the_same_from_either_database(engine: Engine) -> None:
    exported = exported_from(engine)
    assert json.loads(json.dumps(exported)) == exported
    assert exported["ref"] == exported["engagement"]["ref"] == "ESSEX-2020-1"
    assert exported["journal"][0]["at"] == "2020-01-06T10:00:00.000000Z"


def test_an_export_holds_every_table_and_every_text_of_the_engagement_and_of_no_other(
    exported: dict[str, Any],
) -> None:
    assert {"obligation", "scope", "invitation", "visit", "report", "plan", "action"} <= set(exported["tables"])
    rows = [row for table in exported["tables"].values() for row in table]
    assert {row["engagement_id"] for row in [*rows, *exported["journal"]]} == {exported["engagement"]["id"]}
    reasons = [row["reason"] for row in exported["tables"]["board_decision"] if row["reason"]]
    assert all(reason in exported["texts"] for reason in [exported["engagement"]["reason"], *reasons])


def test_the_chain_of_an_export_can_be_checked_by_whoever_receives_it(exported: dict[str, Any]) -> None:
    chain = b""
    for stated in exported["journal"]:
        entry = JournalEntry.model_construct(
            **stated
            | {
                "at": datetime.strptime(stated["at"], "%Y-%m-%dT%H:%M:%S.%fZ").replace(tzinfo=UTC),
                "command_id": bytes.fromhex(stated["command_id"]),
            }
        )
        chain = link(chain, entry)
        assert chain.hex() == stated["hash"]
    assert chain.hex() == exported["engagement"]["chain"]
    assert all(later["sequence"] == earlier["sequence"] + 1 for earlier, later in pairwise(exported["journal"]))


def test_only_what_there_is_is_exported(case: Case) -> None:
    with reading(case.engine) as connection, pytest.raises(UnknownEngagement):
        export(connection, "ESSEX-2020-1", case.world)
