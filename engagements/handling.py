"""``handle``: one command, decided and recorded in one transaction with exactly one durable commit."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID, uuid4

from pydantic import ValidationError
from sqlalchemy import Connection, Engine, Select, bindparam, func, select
from sqlalchemy.exc import IntegrityError

from config.calendar import DateOutOfRange
from config.malformed import problems, sentence
from config.vocabulary import Status
from engagements.authorising import authorise
from engagements.database import writing
from engagements.engagement import Engagement, World, uk_date
from engagements.events import Event
from engagements.journal import Actor
from engagements.ladders import put_on_ladders
from engagements.loading import load
from engagements.messages import Command
from engagements.process import command_named, recalled, step_for
from engagements.recording import Given, QuickerElsewhere, record
from engagements.refusals import CommandIdReused, Malformed, NotAtThisStage, StaleVersion, UnknownEngagement
from engagements.state.engagement import EngagementFacts
from engagements.state.journal import JournalEntry
from engagements.state.row import DERIVED
from engagements.step import Step
from engagements.texts import set_apart

LARGEST_COMMAND = 512 * 1024
"""Bytes of JSON in one command: a plan of 500 actions fits."""

MOST_PROBLEMS = 5
"""How many of a command's problems one refusal names."""

TRIES = 5
"""How often a command is decided anew when another one on the same engagement was quicker."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a command came to. ``replayed``: the same command had been applied before, and this is its answer again."""

    ref: str
    version: int
    events: tuple[Event, ...]
    positions: tuple[int, ...]
    replayed: bool = False


def read_command(name: str, data: dict[str, Any] | str) -> Command:
    """A command from its name and its fields, as a dict or as JSON text. Raises UnknownCommand and Malformed."""
    kind = command_named(name)
    try:
        if isinstance(data, str):
            if len(data.encode(errors="surrogatepass")) > LARGEST_COMMAND:
                raise Malformed(f"{name}: the data is larger than {LARGEST_COMMAND // 1024} KB. Send less at once.")
            return kind.model_validate_json(data)
        return kind.model_validate(data)
    except ValidationError as found:
        told = [f"{field or 'the data'}: {reason}" for field, reason in problems(found)]
        more = [f"and {len(told) - MOST_PROBLEMS} more"] if len(told) > MOST_PROBLEMS else []
        raise Malformed(sentence(name, "; ".join(told[:MOST_PROBLEMS] + more))) from None


def handle(
    engine: Engine,
    world: World,
    command: Command,
    actor: Actor,
    now: datetime,
    *,
    ref: str | None = None,
    command_id: UUID | None = None,
    expected_version: int | None = None,
    batch: str | None = None,
) -> Outcome:
    """Decide a command and record what happened. Raises Refused, and then nothing was written.

    ``command_id``: the same id is applied once, and answers the same again. ``expected_version``: the version that the
    person looked at; refused where it has moved on. ``batch``: the sweep that gave this command among many.
    """
    identity = (command_id or uuid4()).bytes
    options: dict[str, Any] = {"ref": ref, "command_id": identity, "expected": expected_version, "batch": batch}
    for tries_left in reversed(range(TRIES)):
        try:
            with writing(engine) as connection:
                return apply(connection, world, command, actor, now, **options)
        except QuickerElsewhere:
            continue
        except IntegrityError:  # two that began, or came under one command id, at the same moment
            if not tries_left:
                raise
    raise StaleVersion(f"{ref or 'The engagement'} is being changed by others at this moment. Try again.")


def apply(
    connection: Connection,
    world: World,
    command: Command,
    actor: Actor,
    now: datetime,
    *,
    ref: str | None,
    command_id: bytes,
    expected: int | None = None,
    batch: str | None = None,
) -> Outcome:
    """``handle`` inside a transaction that the caller commits: a sweep applies many commands in one."""
    step = step_for(type(command))
    stated = f"{ref}|{type(command).__name__}|{command.model_dump_json()}"
    digest = hashlib.sha256(stated.encode(errors="surrogatepass")).digest()[:8]
    if replay := _answered_before(connection, command_id, digest):
        return replay
    engagement = _to_decide_on(connection, world, step, command, ref, now)
    authorise(connection, step, command, actor, engagement, uk_date(now))
    _fits(step, engagement, expected)
    apart = set_apart(command, command_id)
    try:
        events = put_on_ladders(step.decide(engagement, apart.command, now), engagement, now)
    except DateOutOfRange as out_of_range:
        raise Malformed(str(out_of_range)) from None
    given = Given(actor, now, command_id, digest, batch)
    after, positions = record(connection, engagement, events, apart.texts, given)
    return Outcome(after.facts.ref, after.facts.version, tuple(events), positions)


def _answered_before(connection: Connection, command_id: bytes, digest: bytes) -> Outcome | None:
    found = connection.execute(_recorded_for(), {"command_id": command_id}).all()
    if not found:
        return None
    if found[0].command_digest != digest:
        raise CommandIdReused("This command id was used before, for another command. Use a new id for each command.")
    return Outcome(
        ref=found[0].ref,
        version=found[-1].sequence,
        events=tuple(recalled(row.type, row.facts) for row in found),
        positions=tuple(row.position for row in found),
        replayed=True,
    )


@cache
def _recorded_for() -> Select[Any]:
    journal, engagement = JournalEntry.table, EngagementFacts.table
    columns = (journal.c.position, journal.c.sequence, journal.c.type, journal.c.facts, journal.c.command_digest)
    return (
        select(*columns, engagement.c.ref)
        .join(engagement, engagement.c.id == journal.c.engagement_id)
        .where(journal.c.command_id == bindparam("command_id"))
        .order_by(journal.c.sequence)
    )


def _to_decide_on(
    connection: Connection, world: World, step: Step, command: Command, ref: str | None, now: datetime
) -> Engagement:
    if not step.begins:
        if ref is None:
            raise UnknownEngagement(f"Say which engagement {type(command).__name__} is for, by its reference.")
        return load(connection, ref, step, command, world)
    if ref is not None:
        raise Malformed(f"{type(command).__name__} begins an engagement; it takes no reference.")
    table, authority = EngagementFacts.table, getattr(command, "authority", "")
    stem = f"{authority.upper()}-{uk_date(now).year}-"
    before = connection.execute(select(func.count()).where(table.c.ref.startswith(stem, autoescape=True))).scalar_one()
    last = connection.execute(select(func.coalesce(func.max(table.c.id), 0))).scalar_one()
    facts = EngagementFacts(id=last + 1, ref=f"{stem}{before + 1}")
    return Engagement(facts, world, {kind: {} for kind in DERIVED})


def _fits(step: Step, engagement: Engagement, expected: int | None) -> None:
    facts, name = engagement.facts, step.command.__name__
    if expected is not None and expected != facts.version:
        raise StaleVersion(
            f"{facts.ref} has changed since you looked: from version {expected} to {facts.version}. Look again first."
        )
    if step.begins:
        return
    if facts.status not in step.status:
        state = facts.status.replace("_", " ")
        hint = " Resume it first." if facts.status is Status.ON_HOLD else ""
        raise NotAtThisStage(f"{facts.ref} is {state}; {name} cannot be given now.{hint}")
    if facts.stage not in step.at:
        stages = " or ".join(stage.replace("_", " ") for stage in step.at)
        raise NotAtThisStage(
            f"{facts.ref} is at the stage {facts.stage.replace('_', ' ')}; {name} belongs to {stages}."
        )
