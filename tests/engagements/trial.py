"""``Trial``: a few engagements in a database of their own in memory, and how everything is tried on them."""

from collections.abc import Mapping
from copy import copy
from dataclasses import replace
from datetime import timedelta
from functools import cache
from itertools import count
from typing import Any, NamedTuple, cast
from uuid import UUID

from hypothesis import note
from sqlalchemy import Engine, select

from config.products import Catalogue
from config.vocabulary import Role, Stage, Status
from engagements.chasing import chase
from engagements.database import connect, reading, writing
from engagements.engagement import World
from engagements.handling import Outcome, handle, read_command
from engagements.journal import Actor
from engagements.loading import load_whole
from engagements.messages import Command
from engagements.people import add_person
from engagements.refusals import Refused, StaleVersion
from engagements.state.journal import JournalEntry
from engagements.state.row import Row
from engagements.sweeping import open_periods, sweep_clocks
from tests import cast as people
from tests.builders import Case
from tests.databases import prepare
from tests.desk import R, world
from tests.engagements.moves import acts, spare_peers, text
from tests.engagements.overviews import overviews_agree
from tests.engagements.promises import PROMISES, Record


def _with_second_versions() -> World:
    """The shipped products, each with a second version whose clocks are longer by five of their units."""
    shipped = world()
    products = dict(shipped.catalogue.products)
    for (slug, _), product in shipped.catalogue.products.items():
        clocks = {name: clock.model_copy(update={"amount": clock.amount + 5}) for name, clock in product.clocks.items()}
        later = {"version": 2, "effective_from": product.effective_from.replace(year=2099), "clocks": clocks}
        products[slug, 2] = product.model_copy(update=later)
    return replace(shipped, catalogue=Catalogue(products))


WORLD = _with_second_versions()


class Remembered(Case):
    """A case that reads its rows once for each version."""

    _read: tuple[tuple[str | None, int], Mapping[type[Row], Mapping[Any, Row]]] | None = None

    def rows(self, kind: type[R]) -> list[R]:
        standing = (self.ref, self.facts.version)
        if self._read is None or self._read[0] != standing:
            with reading(self.engine) as connection:
                self._read = (standing, load_whole(connection, str(self.ref), self.world).rows)
        return cast("list[R]", list(self._read[1][kind].values()))


def content_of(engine: Engine) -> bytes:
    """The whole database in memory, byte for byte."""
    connection: Any = engine.raw_connection().driver_connection
    return bytes(connection.serialize())


def with_content(content: bytes) -> Engine:
    engine = connect("sqlite://")
    connection: Any = engine.raw_connection().driver_connection
    connection.deserialize(content)
    return engine


@cache
def brought_to(stage: Stage, product: str) -> tuple[Remembered, bytes]:
    """A case at the beginning of a stage, and its database."""
    if stage is Stage.REQUEST:
        case = Remembered(connect("sqlite://"), WORLD)
        prepare(case.engine)
        with writing(case.engine) as connection:
            for peer in spare_peers():
                add_person(connection, peer)
    else:
        earlier, content = brought_to(list(Stage)[list(Stage).index(stage) - 1], product)
        case = copy(earlier)
        case.engine = with_content(content)
    case.at_stage(stage, product=product)
    return case, content_of(case.engine)


class Given(NamedTuple):
    """A command that was acknowledged."""

    case: Case
    ref: str | None
    command: Command
    actor: Actor
    identity: UUID
    outcome: Outcome


class Trial:
    def __init__(self, stage: Stage, product: str) -> None:
        prepared, content = brought_to(stage, product)
        self.engine = with_content(content)
        case = copy(prepared)
        case.engine = self.engine
        self.cases, self.given = [case], list[Given]()
        self.identities, self.checked = count(1), set[tuple[str, int]]()

    def begin_another(self, authority: str, product: str) -> None:
        another = copy(self.cases[0])
        another.authority, another.ref = authority, None
        fields = {"authority": authority, "product": product, "choices": people.CHOICES.get(product, {})}
        outcome = self.give(another, "RequestSupport", Role.AUTHORITY, {**fields, "reason": text("help")})
        assert outcome, "a request for what is offered was refused"
        another.ref = outcome.ref
        self.cases.append(another)

    def running(self) -> list[Case]:
        return [case for case in self.cases if case.facts.status in (Status.ACTIVE, Status.ON_HOLD)]

    def give(
        self, case: Case, name: str, who: Role | Actor, fields: dict[str, Any], expected_version: int | None = None
    ) -> Outcome | None:
        """Give a command. None when it was refused: then nothing was written, and somebody was told why in words."""
        actor = who if isinstance(who, Actor) else case.actor(who, fields)
        before, identity = content_of(self.engine), UUID(int=next(self.identities))
        ref = None if name == "RequestSupport" else case.ref
        options: dict[str, Any] = {"ref": ref, "command_id": identity, "expected_version": expected_version}
        said = f"{case.today} {actor} {name} {str(fields)[:300]}"
        try:
            command = read_command(name, fields)
            outcome = handle(self.engine, WORLD, command, actor, case.now, **options)
        except Refused as refused:
            refusal = refused
        else:
            note(f"{said}: {', '.join(type(event).__name__ for event in outcome.events)}")
            self._is_recorded_once(identity, outcome)
            self.given.append(Given(case, ref, command, actor, identity, outcome))
            return outcome
        note(f"{said} was refused. {refusal}")
        assert content_of(self.engine) == before, f"{name} was refused, yet something was written"
        assert str(refusal)[-1] in ".?", f"not a sentence: {refusal}"
        assert expected_version is not None or not isinstance(refusal, StaleVersion), f"{name} could not be recorded"
        return None

    def _is_recorded_once(self, identity: UUID, outcome: Outcome) -> None:
        journal = JournalEntry.table
        query = select(journal.c.position, journal.c.type).where(journal.c.command_id == identity.bytes)
        with reading(self.engine) as connection:
            recorded = connection.execute(query.order_by(journal.c.position)).all()
        assert tuple(row.position for row in recorded) == outcome.positions
        assert [row.type for row in recorded] == [type(event).__name__ for event in outcome.events]

    def sweep(self) -> None:
        now = self.cases[0].now
        list(open_periods(self.engine, WORLD, now))
        list(sweep_clocks(self.engine, WORLD, now))
        list(chase(self.engine, WORLD, now, lambda connection, nudged: None))

    def wait(self, days: int) -> None:
        for case in self.cases:
            case.now += timedelta(days)

    def check(self) -> None:
        """Whether what is promised holds of every engagement that has changed since it was last checked."""
        for case in self.cases:
            standing = (str(case.ref), case.facts.version)
            if standing in self.checked:
                continue
            with reading(self.engine) as connection:
                record = Record.of(connection, str(case.ref), WORLD)
            for promise in PROMISES:
                promise(record)
            self.checked.add(standing)
        with reading(self.engine) as connection:
            whole = [load_whole(connection, str(case.ref), WORLD) for case in self.cases]
            overviews_agree(connection, WORLD, whole, self.cases[0].today)

    def bring_to_its_end(self, case: Case) -> None:
        """Everybody does what they owe, and the coordinator puts right what stands in the way."""
        for _ in range(200):
            status = case.facts.status
            if status not in (Status.ACTIVE, Status.ON_HOLD):
                return
            if status is Status.ON_HOLD:
                assert self.give(case, "Resume", Role.COORDINATOR, {}), "what is on hold could not be resumed"
            if not any(self.give(case, *act) for due in case.obligations() for act in acts(case, due)):
                ahead = [(due.due_on - case.today).days for due in case.obligations() if due.due_on]
                self.wait(min((days for days in ahead if days > 0), default=14))
                self.sweep()
        owed = [(due.kind, due.subject) for due in case.obligations()]
        raise AssertionError(f"{case.ref} is stuck at {case.facts.stage}; owed: {owed}")
