"""The journal is a chain: whatever is changed in it behind its back, ``verify`` finds it and names the place.

That the database itself refuses such changes is tested with the migrations; that it names nobody, with the texts.
"""

import hashlib
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, delete, insert, select, update

from config.vocabulary import Role, Stage
from engagements.database import reading, writing
from engagements.journal import Actor, entries, instant, link
from engagements.state.journal import JournalEntry, OutboxEntry
from tests.builders import Case
from tests.cast import KENT

JOURNAL = JournalEntry.table
Tampering = Callable[[Connection, Case], None]


def two_engagements(engine: Engine) -> Case:
    """Essex, whose scope has been proposed, beside a request of Kent's."""
    case = Case(engine)
    case.request(authority=KENT)
    case.request()
    case.accept()
    case.propose_scope()
    return case


@pytest.fixture
def case(sqlite: Engine) -> Case:
    return two_engagements(sqlite)


@pytest.fixture
def case_on_each(engine: Engine) -> Case:
    """On both databases in turn."""
    return two_engagements(engine)


def rewritten(entry: int, **values: Any) -> Tampering:
    def tamper(connection: Connection, case: Case) -> None:
        where = (JOURNAL.c.engagement_id == case.facts.id, JOURNAL.c.sequence == entry)
        connection.execute(update(JOURNAL).where(*where).values(values))

    return tamper


def swapped(connection: Connection, case: Case) -> None:
    for entry, becomes in ((2, -1), (3, 2), (-1, 3)):
        rewritten(entry, sequence=becomes)(connection, case)


def removed(*sequences: int) -> Tampering:
    def tamper(connection: Connection, case: Case) -> None:
        rows = select(JOURNAL.c.position).where(
            JOURNAL.c.engagement_id == case.facts.id, JOURNAL.c.sequence.in_(sequences)
        )
        positions = list(connection.execute(rows).scalars())
        connection.execute(delete(OutboxEntry.table).where(OutboxEntry.table.c.position.in_(positions)))
        connection.execute(delete(JOURNAL).where(JOURNAL.c.position.in_(positions)))

    return tamper


def inserted(connection: Connection, case: Case) -> None:
    """An entry after the last, hashed as it should be."""
    last = list(entries(connection, case.facts.id))[-1]
    made_up = JournalEntry.model_construct(
        engagement_id=last.engagement_id,
        sequence=last.sequence + 1,
        type="ScopingMeetingHeld",
        at=last.at,
        actor="coordinator",
        command_id=b"made up",
        command_digest=b"",
        facts='{"held_on":"2020-01-07","summary":"none"}',
        hash=b"",
    )
    made_up.hash = link(last.hash, made_up)
    connection.execute(insert(JOURNAL), {name: value for name, value in made_up.__dict__.items() if name != "position"})


def hashed_anew(connection: Connection, case: Case) -> None:
    """Somebody changes who gave the second command, and knows how the chain is made."""
    rewritten(2, actor="principal_adviser:nobody")(connection, case)
    chain = b""
    for entry in list(entries(connection, case.facts.id)):
        chain = link(chain, entry)
        rewritten(entry.sequence, hash=chain)(connection, case)


THE_HASH = "the hash does not fit: this entry, or one before it, was changed"


@pytest.mark.parametrize(
    ("tamper", "place", "reason"),
    [
        (rewritten(1, facts="{}"), "engagement 2, entry 1 (SupportRequested)", THE_HASH),
        (rewritten(2, actor="principal_adviser:nobody"), "ESSEX-2020-1, entry 2 (RequestAccepted)", THE_HASH),
        (rewritten(2, at=datetime(2020, 1, 9, tzinfo=UTC)), "ESSEX-2020-1, entry 2 (RequestAccepted)", THE_HASH),
        (rewritten(2, type="RequestDeclined"), "ESSEX-2020-1, entry 2 (RequestDeclined)", THE_HASH),
        (rewritten(3, command_id=b"another"), "ESSEX-2020-1, entry 3 (ScopeProposed)", THE_HASH),
        (rewritten(3, hash=bytes(32)), "ESSEX-2020-1, entry 3 (ScopeProposed)", THE_HASH),
        (swapped, "ESSEX-2020-1, entry 2 (ScopeProposed)", THE_HASH),
        (removed(1), "engagement 2, entry 2 (RequestAccepted)", "the journal goes on with 2 where 1 should follow"),
        (removed(2), "ESSEX-2020-1, entry 3 (ScopeProposed)", "the journal goes on with 3 where 2 should follow"),
        (removed(3), "table engagement, row (2,)", "version is 3, the journal gives 2"),
        (removed(1, 2, 3), "table engagement, row (2,)", "the table has it, the journal does not"),
        (inserted, "table engagement, row (2,)", "version is 3, the journal gives 4"),
        (hashed_anew, "table engagement, row (2,)", "chain is"),
    ],
)
def test_a_journal_that_was_tampered_with_is_found_with_the_place(
    case: Case, tamper: Tampering, place: str, reason: str
) -> None:
    assert case.verify().problems == []
    with writing(case.engine) as connection:
        tamper(connection, case)
    problems = case.verify().problems
    assert problems[0].startswith(f"{place}: {reason}")
    assert not [problem for problem in problems if "KENT" in problem or "(1," in problem], "Kent's journal is sound"


def test_an_entry_is_hashed_over_the_one_before_it_and_all_that_it_states(case_on_each: Case) -> None:
    with reading(case_on_each.engine) as connection:
        first, second, _ = entries(connection, case_on_each.facts.id)
    stated = [
        "2",
        "2",
        "RequestAccepted",
        "2020-01-08T10:00:00.000000Z",
        "principal_adviser:adviser-east",
        second.command_id.hex(),
        second.facts,
    ]
    assert second.hash == hashlib.sha256(first.hash + "\x1f".join(stated).encode()).digest()


def test_the_last_hash_is_on_the_engagement_too(case_on_each: Case) -> None:
    """So that an entry cut off at the end is missed."""
    with reading(case_on_each.engine) as connection:
        *_, last = entries(connection, case_on_each.facts.id)
    assert (last.sequence, last.hash) == (case_on_each.facts.version, case_on_each.facts.chain)


def test_the_journal_of_each_engagement_comes_in_its_order(case_on_each: Case) -> None:
    with reading(case_on_each.engine) as connection:
        order = [(entry.engagement_id, entry.sequence) for entry in entries(connection)]
    assert order == [(1, 1), (2, 1), (2, 2), (2, 3)]


def test_an_event_that_this_release_does_not_know_is_named(case_on_each: Case) -> None:
    with writing(case_on_each.engine) as connection:
        rewritten(3, type="ScopeDreamt")(connection, case_on_each)
        _, second, third = entries(connection, case_on_each.facts.id)
        rewritten(3, hash=link(second.hash, third))(connection, case_on_each)
    [problem] = case_on_each.verify().problems[:1]
    assert "The journal holds the event ScopeDreamt, which this release does not know." in problem


def test_a_moment_is_written_in_one_way_wherever_it_was_told() -> None:
    summer = datetime(2020, 7, 1, 9, 30, tzinfo=UTC)
    assert instant(summer) == "2020-07-01T09:30:00.000000Z"
    assert instant(summer.astimezone()) == instant(summer)
    assert instant(summer + timedelta(microseconds=1)) == "2020-07-01T09:30:00.000001Z"


def test_an_actor_is_a_role_and_whoever_is_known_in_it() -> None:
    assert str(Actor(Role.CLERK, "essex-clerk")) == "clerk:essex-clerk"
    assert str(Actor(Role.SYSTEM)) == "system"


def test_a_command_that_causes_several_events_causes_them_in_order(engine: Engine) -> None:
    case = Case(engine).at_stage(Stage.TEAM_ASSIGNMENT)
    case.give("InvitePeer", Role.COORDINATOR, peer="hertfordshire-lead", team_role="lead_peer")
    lapse = {"opened_by": case.facts.version, "kind": "answer_invitation", "subject": "hertfordshire-lead"}
    outcome = case.give("RecordLapse", Role.SYSTEM, lapse, days=6)
    assert [type(event).__name__ for event in outcome.events] == ["ObligationLapsed", "InvitationLapsed"]
    assert outcome.positions[0] < outcome.positions[1]
    assert case.verify().problems == []
