"""The outbox: each engagement's events are followed in order, by one worker at a time, and none holds the others up."""

from collections.abc import Callable
from datetime import timedelta
from threading import Barrier, Thread
from typing import Any, TypeVar

import pytest
from sqlalchemy import Connection, Engine, select

from config.settings import Settings
from config.vocabulary import Role
from engagements import outbox
from engagements.database import reading, writing
from engagements.handling import handle, read_command
from engagements.outbox import Claim, NotInTheOutbox
from engagements.state.journal import JournalEntry, OutboxEntry
from tests.builders import Case
from tests.cast import COORDINATOR, ESSEX, KENT
from tests.desk import MONDAY, at_ten

T = TypeVar("T")
LEASE = timedelta(seconds=60)
NOW = at_ten(MONDAY)
SETTINGS = Settings(retry_seconds=(5, 30), attempts_before_set_aside=3)


class Outbox:
    """The outbox of a database. Each call is a transaction of its own; ``now`` moves only when told to."""

    def __init__(self, engine: Engine) -> None:
        self.engine, self.now = engine, NOW

    def do(self, work: Callable[..., T], *arguments: Any) -> T:
        with writing(self.engine) as connection:
            return work(connection, *arguments)

    def claim(self, worker: str = "relay") -> Claim | None:
        return self.do(outbox.claim, worker, self.now, LEASE)

    def claimed(self, worker: str = "relay") -> tuple[int, ...]:
        """The positions of the next claim; none where there is nothing to claim."""
        claim = self.claim(worker)
        return claim.positions if claim else ()

    def done(self, positions: tuple[int, ...]) -> int:
        return self.do(outbox.done, positions)

    def fail(self, positions: tuple[int, ...], reason: str = "no template") -> None:
        self.do(outbox.failed, positions, reason, SETTINGS, self.now)

    def pass_seconds(self, seconds: int) -> None:
        self.now += timedelta(seconds=seconds)

    def waiting(self) -> list[dict[str, Any]]:
        with reading(self.engine) as connection:
            return outbox.waiting(connection)


@pytest.fixture
def essex(engine: Engine) -> Case:
    """Three events of Essex: positions 1 to 3."""
    case = Case(engine)
    case.request(authority=ESSEX)
    for number in (2, 3):
        case.give("AddNote", Role.COORDINATOR, text=f"Note {number}.")
    return case


@pytest.fixture
def kent(essex: Case) -> Case:
    """Two events of Kent after them: positions 4 and 5."""
    case = Case(essex.engine)
    case.request(authority=KENT)
    case.give("AddNote", Role.COORDINATOR, text="Note 5.")
    return case


@pytest.fixture
def box(kent: Case) -> Outbox:
    return Outbox(kent.engine)


def test_events_of_an_engagement_are_claimed_in_their_order_and_other_engagements_need_not_wait(box: Outbox) -> None:
    assert [box.claimed(), box.claimed(), box.claimed()] == [(1,), (4,), ()]
    assert box.done((4,)) == 1
    assert box.claimed() == (5,)
    box.done((1,))
    assert [box.claimed(), box.claimed()] == [(2,), ()]


def test_a_lease_that_ran_out_is_taken_over(box: Outbox) -> None:
    assert box.claimed("first") == (1,)
    box.pass_seconds(60)
    assert box.claimed("second") == (4,)  # the lease holds to its last second
    box.pass_seconds(1)
    assert box.claimed("second") == (1,)
    assert (box.done((1,)), box.done((1,))) == (1, 0)  # whoever comes late learns that it was done


def test_what_a_relay_had_claimed_it_takes_up_again_when_it_starts_anew(box: Outbox) -> None:
    box.claimed("relay"), box.claimed("another")
    assert box.do(outbox.given_back, "relay") == 1
    claim = box.claim("relay")
    assert claim == Claim(positions=(1,), batch=None, attempts=0)


def test_a_failing_event_is_tried_again_after_longer_and_longer_and_then_set_aside(box: Outbox) -> None:
    for seconds, attempts in ((5, 0), (30, 1)):
        assert box.claim() == Claim(positions=(1,), batch=None, attempts=attempts)
        box.fail((1,))
        box.pass_seconds(seconds - 1)
        assert box.claimed() != (1,)
        box.do(outbox.given_back, "relay")
        box.pass_seconds(1)
    assert box.claimed() == (1,)
    box.fail((1,), "no template, for the third time")
    box.pass_seconds(3600)
    assert box.claimed() == (2,)  # set aside, it holds back nobody
    [first, *_] = box.waiting()
    assert (first["position"], first["attempts"], first["ref"]) == (1, 3, "ESSEX-2020-1")
    assert (first["type"], first["last_error"]) == ("SupportRequested", "no template, for the third time")
    assert first["set_aside_at"] is not None
    with reading(box.engine) as connection:
        assert outbox.how_many(connection) == 4


def test_while_an_event_waits_to_be_tried_again_only_its_own_engagement_waits(box: Outbox) -> None:
    box.claimed()
    box.fail((1,))
    assert [box.claimed(), box.claimed()] == [(4,), ()]


def test_an_event_that_was_set_aside_is_tried_again_by_hand(box: Outbox) -> None:
    for _ in range(3):
        box.fail((1,))
    box.do(outbox.retry, 1)
    assert box.claim() == Claim(positions=(1,), batch=None, attempts=0)


def test_an_event_that_was_followed_can_be_followed_again(box: Outbox) -> None:
    box.done((1, 2, 3))
    box.do(outbox.put_back, 2)
    assert box.claimed() == (2,)
    box.do(outbox.put_back, 2)  # it waits already: it is tried again at once
    assert box.claimed() == (2,)


@pytest.mark.parametrize(("act", "position"), [(outbox.retry, 1), (outbox.retry, 99), (outbox.put_back, 99)])
def test_what_is_not_there_is_refused(box: Outbox, act: Callable[[Connection, int], None], position: int) -> None:
    box.done((1,))
    with pytest.raises(NotInTheOutbox, match=str(position)):
        box.do(act, position)


def test_a_batch_is_claimed_whole_and_comes_apart_when_it_fails(essex: Case, kent: Case, box: Outbox) -> None:
    box.done((1, 2, 3, 4, 5))
    for case in (essex, essex, kent):
        swept(case)
    assert box.claim() == Claim(positions=(6, 7, 8), batch="a morning's", attempts=0)
    box.fail((6, 7, 8))
    box.pass_seconds(5)
    assert [box.claim(), box.claim()] == [
        Claim(positions=(6,), batch=None, attempts=1),
        Claim(positions=(8,), batch=None, attempts=1),
    ]
    box.done((6, 8))
    assert box.claimed() == (7,)


def test_an_event_of_a_batch_waits_for_what_came_before_it(essex: Case, kent: Case, box: Outbox) -> None:
    box.done((4, 5))
    swept(essex)
    swept(kent)
    assert [box.claimed(), box.claimed()] == [(1,), (7,)]
    box.done((1, 2, 3))
    assert box.claimed() == (6,)


def test_an_event_is_followed_with_its_engagement_as_it_stands(box: Outbox) -> None:
    with reading(box.engine) as connection:
        first, second = outbox.followed(connection, (5, 1))
        assert (first.position, first.sequence, first.engagement.ref) == (1, 1, "ESSEX-2020-1")
        assert (first.engagement.version, type(first.event).__name__) == (3, "SupportRequested")
        assert (second.position, second.engagement.ref) == (5, "KENT-2020-1")
        assert outbox.anything(connection, NOW)


def test_several_workers_at_once_never_hold_one_event_and_keep_each_engagements_order(engine: Engine) -> None:
    cases = [Case(engine) for _ in range(4)]
    for case in cases:
        case.request()
        for number in range(4):
            case.give("AddNote", Role.COORDINATOR, text=f"Note {number}.")
    followed: list[int] = []
    together, failures = Barrier(3), list[BaseException]()

    def work(worker: str) -> None:
        try:
            together.wait(timeout=30)
            box = Outbox(engine)
            while still_waiting(engine):
                positions = box.claimed(worker)
                followed.extend(positions)  # before it is done: what two held at once would be here twice
                assert box.done(positions) == len(positions)
        except BaseException as failure:
            failures.append(failure)

    workers = [Thread(target=work, args=(f"worker {number}",)) for number in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert failures == []
    journal = JournalEntry.table
    with reading(engine) as connection:
        rows = connection.execute(select(journal.c.position, journal.c.engagement_id))
        of = {row.position: row.engagement_id for row in rows}
    assert sorted(followed) == sorted(of)
    for engagement in set(of.values()):
        its_own = [position for position in followed if of[position] == engagement]
        assert its_own == sorted(its_own)


def still_waiting(engine: Engine) -> bool:
    with reading(engine) as connection:
        return connection.execute(select(OutboxEntry.table.c.position).limit(1)).first() is not None


def swept(case: Case) -> None:
    """One more event, of those that a sweep makes in bulk."""
    note = read_command("AddNote", {"text": "Swept."})
    handle(case.engine, case.world, note, COORDINATOR, case.now, ref=case.ref, batch="a morning's")
