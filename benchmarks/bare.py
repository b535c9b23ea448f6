"""The reference for a transition: a bare SQLModel session that reads and writes the very rows that ``handle`` does.

It looks nothing up for idempotency, checks no version and no right, decides nothing and hashes nothing: what to write
was worked out beforehand, so it is a generous reference. Since it leaves the same rows, ``verify`` holds over them too.
"""

from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from sqlalchemy import Connection, Engine
from sqlmodel import Session, select

from benchmarks.story import Step
from engagements.engagement import Amend, Insert, Moment, World
from engagements.evolve import evolve
from engagements.journal import link
from engagements.loading import load
from engagements.process import step_for
from engagements.recording import Given, entry_for
from engagements.state.engagement import EngagementFacts, Obligation
from engagements.state.journal import FreeTextEntry, JournalEntry, OutboxEntry
from engagements.state.row import OfEngagement, Row
from engagements.texts import set_apart

Values = dict[str, Any]


@dataclass(frozen=True, slots=True)
class BareTransition:
    """What a transition reads and writes, worked out. ``facts``: what becomes of the engagement's own row."""

    ref: str
    reads: tuple[type[Row], ...]
    facts: Values
    amends: tuple[Amend, ...]
    inserts: tuple[tuple[type[Row], Values], ...]
    entry: Values

    def write(self, engine: Engine) -> None:
        """One unit of work on a fresh session, and its commit."""
        with Session(engine) as session:
            own: Any = EngagementFacts.mapped
            engagement = session.exec(select(own).where(own.ref == self.ref)).one()
            rows = {kind: self._read(session, kind, engagement.id) for kind in self.reads}
            for name, value in self.facts.items():
                setattr(engagement, name, value)
            for amend in self.amends:
                for name, value in amend.values.items():
                    setattr(rows[amend.kind][amend.identity], name, value)
            session.add_all(kind.mapped(**values) for kind, values in self.inserts)
            entry: Any = JournalEntry.mapped(**self.entry)
            session.add(entry)
            session.flush()
            session.add(OutboxEntry.mapped(position=entry.position, engagement_id=engagement.id))
            session.commit()

    def _read(self, session: Session, kind: type[Row], engagement_id: int) -> dict[tuple[Any, ...], Any]:
        table: Any = kind.mapped
        query = select(table).where(table.engagement_id == engagement_id)
        if kind is Obligation:
            query = query.where(table.ended.is_(None))
        return {row.identity: row for row in session.exec(query)}


def work_out(connection: Connection, world: World, ref: str, step: Step) -> BareTransition:
    """What ``handle`` would read and write for a step of the story that records one event."""
    command, command_id = step.command, uuid4().bytes
    row = step_for(type(command))
    before = load(connection, ref, row, command, world)
    apart = set_apart(command, command_id)
    [event] = row.decide(before, apart.command, step.now)
    sequence = before.facts.version + 1
    evolved, changes = evolve(before, event, Moment(sequence, step.now, str(step.actor)))
    entry = entry_for(before.id, sequence, event, Given(step.actor, step.now, command_id, command_id[:8]))
    entry.hash = link(before.facts.chain, entry)
    facts = evolved.facts.__dict__ | {"version": sequence, "chain": entry.hash}
    texts = [
        (FreeTextEntry, {"ref": text, "engagement_id": before.id, "body": body}) for text, body in apart.texts.items()
    ]
    inserted = [(type(change.row), dict(change.row.__dict__)) for change in changes if isinstance(change, Insert)]
    return BareTransition(
        ref=ref,
        reads=(Obligation, *(kind for kind in row.reads if issubclass(kind, OfEngagement))),
        facts={name: value for name, value in facts.items() if value != before.facts.__dict__[name]},
        amends=tuple(c for c in changes if isinstance(c, Amend) and c.kind is not EngagementFacts),
        inserts=(*inserted, *texts),
        entry={name: value for name, value in entry.__dict__.items() if name != "position"},
    )
