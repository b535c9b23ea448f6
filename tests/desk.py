"""``Desk``: where an engagement is dealt with. It gives commands as the cast does, and looks at what became of them."""

from datetime import date, datetime, time
from typing import Any, Self, TypeVar, cast
from uuid import UUID

import pytest
from sqlalchemy import Engine, inspect

from config.vocabulary import Role
from engagements import queries
from engagements.database import reading
from engagements.engagement import UK, World, uk_date
from engagements.events import Event
from engagements.handling import Outcome, handle, read_command
from engagements.journal import SWEEP, Actor
from engagements.loading import facts_of, load_whole
from engagements.rebuilding import Verdict, verified
from engagements.refusals import Refused
from engagements.state.engagement import EngagementFacts
from engagements.state.row import Row
from tests import cast as people

R = TypeVar("R", bound=Row)

MONDAY = date(2020, 1, 6)
"""When a case begins, unless the test says otherwise."""


def world() -> World:
    """England's calendar, and the products and reference data that come with the system."""
    return World.shipped()


def at_ten(day: date) -> datetime:
    """Ten in the morning in England."""
    return datetime.combine(day, time(10), UK)


def everything(engine: Engine) -> dict[str, list[str]]:
    """Every row of every table, to compare before with after."""
    with reading(engine) as connection:
        tables = (f'"{name}"' for name in inspect(connection).get_table_names())
        return {table: sorted(map(repr, connection.exec_driver_sql(f"SELECT * FROM {table}"))) for table in tables}


class Desk:
    """An engagement and its surroundings. ``now`` moves only when a command says ``days`` or ``on``."""

    def __init__(self, engine: Engine, surroundings: World | None = None, begins: date = MONDAY) -> None:
        self.engine, self.world, self.now = engine, surroundings or world(), at_ten(begins)
        self.authority = people.ESSEX
        self.ref: str | None = None

    # Giving commands

    def give(
        self,
        name: str,
        who: Role | Actor,
        data: dict[str, Any] | None = None,
        /,
        *,
        days: int = 0,
        on: date | None = None,
        ref: str | None = None,
        command_id: UUID | None = None,
        expected_version: int | None = None,
        **fields: Any,
    ) -> Outcome:
        """Give a command, ``days`` working days later or ``on`` a day. A role alone is the cast's person in it."""
        self.wait(days=days, on=on)
        fields = {**(data or {}), **fields}
        outcome = handle(
            self.engine,
            self.world,
            read_command(name, fields),
            who if isinstance(who, Actor) else self.actor(who, fields),
            self.now,
            ref=ref or (None if name == "RequestSupport" else self.ref),
            command_id=command_id,
            expected_version=expected_version,
        )
        if name == "RequestSupport":
            self.ref = outcome.ref
        return outcome

    def refused(self, name: str, who: Role | Actor, data: dict[str, Any] | None = None, /, **options: Any) -> Refused:
        """Give a command that must be refused; nothing may have been written. The refusal."""
        before = everything(self.engine)
        with pytest.raises(Refused) as refusal:
            self.give(name, who, data, **options)
        assert everything(self.engine) == before, f"{name} was refused, yet something was written."
        words = str(refusal.value)
        assert words.isprintable(), f"{refusal.value.rule} is not fit to show: {words!r}"
        assert len(words) < 2000, f"{refusal.value.rule} is too long to read: {len(words)} characters"
        return refusal.value

    def wait(self, *, days: int = 0, on: date | None = None) -> Self:
        """Let working days pass, or the time until a day."""
        self.now = at_ten(on or self.world.calendar.after(self.today, days)) if days or on else self.now
        return self

    def actor(self, role: Role, fields: dict[str, Any]) -> Actor:
        """The cast's person in a role; for peers the one whom the command names."""
        match role:
            case Role.COORDINATOR:
                return people.COORDINATOR
            case Role.PRINCIPAL_ADVISER:
                return people.ADVISER
            case Role.SYSTEM:
                return SWEEP
            case Role.PEER:
                return Actor(role, fields.get("peer", people.LEAD))
            case Role.LEAD_PEER:
                return Actor(role, people.TEAMS[self.facts.product][0][0])
            case _:
                return people.contact_of(self.authority, role)

    # Looking

    @property
    def today(self) -> date:
        return uk_date(self.now)

    @property
    def facts(self) -> EngagementFacts:
        with reading(self.engine) as connection:
            return facts_of(connection, str(self.ref))

    def rows(self, kind: type[R]) -> list[R]:
        """The engagement's rows of a kind."""
        with reading(self.engine) as connection:
            whole = load_whole(connection, str(self.ref), self.world)
        return cast("list[R]", list(whole.rows[kind].values()))

    def events(self) -> list[Event]:
        with reading(self.engine) as connection:
            return [happened.event for happened in queries.timeline(connection, str(self.ref))]

    def obligations(self, owed_by: Role | None = None) -> list[queries.Due]:
        """What is owed on this engagement, the latest first."""
        with reading(self.engine) as connection:
            return queries.due(connection, self.today, owed_by, self.ref)

    def due(self, kind: str, subject: str = "") -> date | None:
        """The due date of the one open obligation of a kind and subject; it fails where there is none, or another."""
        [found] = [due for due in self.obligations() if (due.kind, due.subject) == (kind, subject)]
        return found.due_on

    def verify(self) -> Verdict:
        return verified(self.engine, self.world)
