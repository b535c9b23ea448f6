"""One command, one transaction: applied once, in turn, and all of it or nothing."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from threading import Event as Signal
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import Engine, event, func, select

from config.vocabulary import Role, Stage
from engagements.database import connect, reading, writing
from engagements.handling import apply, handle, read_command
from engagements.refusals import CommandIdReused, Malformed, StaleVersion, UnknownEngagement
from engagements.stages.actions import ActionNotOpen
from engagements.state.engagement import EngagementFacts, Note
from engagements.state.journal import JournalEntry, OutboxEntry
from tests.builders import Case, CaseAt
from tests.cast import ADVISER, COORDINATOR, KENT
from tests.desk import everything

ONE = UUID(int=1)


@pytest.fixture
def begun(engine: Engine) -> Case:
    """An engagement at scoping, on both databases."""
    return Case(engine).at_stage(Stage.SCOPING)


def entries(engine: Engine) -> int:
    with reading(engine) as connection:
        return connection.execute(select(func.count()).select_from(JournalEntry.table)).scalar_one()


@contextmanager
def noticing(engine: Engine, what: str, notice: Callable[..., None]) -> Iterator[None]:
    event.listen(engine, what, notice)
    yield
    event.remove(engine, what, notice)


def test_the_same_command_given_twice_is_applied_once_and_answers_the_same(begun: Case) -> None:
    first = begun.give("AddNote", COORDINATOR, text="The chair rang.", command_id=ONE)
    before = everything(begun.engine)
    again = begun.give("AddNote", COORDINATOR, text="The chair rang.", command_id=ONE)
    assert everything(begun.engine) == before
    assert (again.ref, again.version, again.events, again.positions) == (
        first.ref,
        first.version,
        first.events,
        first.positions,
    )
    assert (first.replayed, again.replayed) == (False, True)


def test_a_command_answers_the_same_after_the_engagement_moved_on(case_at: CaseAt) -> None:
    case = case_at(Stage.REQUEST)
    accepted = case.give("AcceptRequest", ADVISER, command_id=ONE)
    case.at_stage(Stage.CLOSED)
    again = case.give("AcceptRequest", ADVISER, command_id=ONE)
    assert (again.version, again.events) == (accepted.version, accepted.events)


def test_a_request_given_twice_begins_one_engagement(engine: Engine) -> None:
    case = Case(engine)
    asked = {"authority": "essex", "product": "targeted-peer-support", "reason": "Prevention."}
    refs = {case.give("RequestSupport", Role.AUTHORITY, asked, command_id=ONE).ref for _ in range(2)}
    assert refs == {"ESSEX-2020-1"}
    with reading(engine) as connection:
        assert connection.execute(select(func.count()).select_from(EngagementFacts.table)).scalar_one() == 1


def test_a_command_id_identifies_one_command(begun: Case) -> None:
    begun.give("AddNote", COORDINATOR, text="The chair rang.", command_id=ONE)
    here = begun.ref
    for name, fields in (("AddNote", {"text": "The clerk rang."}), ("PutOnHold", {"reason": "The chair rang."})):
        assert isinstance(begun.refused(name, COORDINATOR, fields, command_id=ONE), CommandIdReused)
    begun.request(authority=KENT)
    elsewhere = begun.refused("AddNote", COORDINATOR, text="The chair rang.", command_id=ONE)
    assert isinstance(elsewhere, CommandIdReused)
    assert str(elsewhere).endswith("Use a new id for each command.")
    assert begun.ref != here


def test_the_id_of_a_refused_command_may_be_used_again(begun: Case) -> None:
    begun.refused("AgreeScope", Role.AUTHORITY, command_id=ONE)
    begun.propose_scope()
    begun.give("AgreeScope", Role.AUTHORITY, command_id=ONE)


def test_a_command_decided_on_an_old_version_is_refused(begun: Case) -> None:
    seen = begun.facts.version
    begun.give("AddNote", COORDINATOR, text="The chair rang.", expected_version=seen)
    refusal = begun.refused("AddNote", ADVISER, text="The clerk rang.", expected_version=seen)
    assert isinstance(refusal, StaleVersion)
    assert str(refusal) == ("ESSEX-2020-1 has changed since you looked: from version 2 to 3. Look again first.")


def test_a_command_is_for_an_engagement_that_there_is(begun: Case) -> None:
    for ref in ("ESSEX-2020-2", "essex-2020-1", "\x00", "\ud800", "E" * 1_000_000):
        refusal = begun.refused("AddNote", COORDINATOR, text="The chair rang.", ref=ref)
        assert isinstance(refusal, UnknownEngagement)
    begun.ref = None
    assert isinstance(begun.refused("AddNote", COORDINATOR, text="The chair rang."), UnknownEngagement)


def test_a_request_takes_no_reference(case: Case) -> None:
    asked = {"authority": "essex", "product": "targeted-peer-support", "reason": "Prevention."}
    refusal = case.refused("RequestSupport", Role.AUTHORITY, asked, ref="ESSEX-2020-1")
    assert isinstance(refusal, Malformed)


def test_a_command_costs_exactly_one_durable_commit(begun: Case) -> None:
    commits: list[Any] = []
    with noticing(begun.engine, "commit", lambda connection: commits.append(connection)):
        begun.give("HoldScopingMeeting", COORDINATOR, held_on=begun.today, summary="Protection.")
    assert len(commits) == 1


def test_every_event_waits_in_the_outbox_from_the_moment_that_it_is_recorded(begun: Case) -> None:
    with reading(begun.engine) as connection:
        recorded = connection.execute(select(JournalEntry.table.c.position)).scalars().all()
        waits = connection.execute(select(OutboxEntry.table.c.position)).scalars().all()
    assert sorted(waits) == sorted(recorded)


def test_of_two_commands_at_once_one_wins_and_the_other_decides_on_what_it_left(engine: Engine) -> None:
    case = Case(engine).at_stage(Stage.QUARTERLY_REPORTING)
    transfer = {"action": "A1", "owner": "Head of Digital", "reason": "Tied to digital.", "check_back_on": "2022-03-31"}
    rest: dict[str, Any] = {"actor": case.actor(Role.AUTHORITY, {}), "now": case.now, "ref": case.ref}

    def note() -> Any:
        return handle(engine, case.world, read_command("AddNote", {"text": "The chair rang."}), **rest)

    def transferred() -> Any:
        return handle(engine, case.world, read_command("TransferToBau", transfer), **rest)

    asked = Signal()

    def its_turn(_connection: Any, _cursor: Any = None, statement: str = "BEGIN", *_: Any) -> None:
        """Another connection asks for what the first one holds: SQLite's one writer, or the engagement's row."""
        if statement.startswith("BEGIN") or statement.endswith("FOR UPDATE"):
            asked.set()

    asks = "begin" if engine.dialect.name == "sqlite" else "before_cursor_execute"
    with ThreadPoolExecutor() as others:
        with writing(engine) as first:
            won = apply(first, case.world, read_command("TransferToBau", transfer), **rest, command_id=uuid4().bytes)
            with noticing(engine, asks, its_turn):
                losing, following = others.submit(transferred), others.submit(note)
                assert asked.wait(30)
        with pytest.raises(ActionNotOpen, match="Action A1 is transferred"):
            losing.result(30)
    assert following.result().version == won.version + 1
    assert case.verify().problems == []


def test_the_same_command_given_at_once_is_applied_once(begun: Case) -> None:
    before = entries(begun.engine)
    note = {"text": "The chair rang."}
    with ThreadPoolExecutor(6) as threads:
        outcomes = list(
            threads.map(lambda given: begun.give("AddNote", COORDINATOR, given, command_id=ONE), [note] * 6)
        )
    assert entries(begun.engine) == before + 1
    assert {(outcome.version, outcome.positions) for outcome in outcomes} == {
        (outcomes[0].version, outcomes[0].positions)
    }
    assert [outcome.replayed for outcome in outcomes].count(False) == 1


def test_requests_made_at_once_each_get_a_reference_of_their_own(engine: Engine) -> None:
    with ThreadPoolExecutor(4) as threads:
        refs = list(threads.map(lambda _: Case(engine).request().ref, range(4)))
    assert sorted(refs) == [f"ESSEX-2020-{number}" for number in (1, 2, 3, 4)]


def _notes(url: str, ref: str, how_many: int) -> int:
    """Run in a process of its own: how many notes were acknowledged."""
    case, acknowledged = Case(connect(url)), 0
    case.ref = ref
    for number in range(how_many):
        try:
            case.give("AddNote", COORDINATOR, text=f"Note {number}")
            acknowledged += 1
        except StaleVersion:  # others were quicker five times: told, and nothing was written
            continue
    case.engine.dispose()
    return acknowledged


def test_the_journal_holds_exactly_what_was_acknowledged_to_processes_at_once(begun: Case) -> None:
    before, url = entries(begun.engine), begun.engine.url.render_as_string(hide_password=False)
    begun.engine.dispose()
    with get_context("fork").Pool(3) as processes:
        acknowledged = sum(processes.starmap(_notes, [(url, begun.ref, 10)] * 3))
    assert entries(begun.engine) == before + acknowledged
    assert len(begun.rows(Note)) == acknowledged >= 10
    assert begun.verify().problems == []
