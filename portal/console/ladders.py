"""What is owed on an engagement, and how it is chased: the rungs that were climbed, and the next one with its day."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from sqlalchemy import Connection, select

from config.ladders import Ladders, Rung
from config.vocabulary import Role
from engagements.directory import Directory
from engagements.engagement import uk_date
from engagements.loading import plain, still_owed
from engagements.obligations import DUTIES, Owed
from engagements.process import recalled
from engagements.stages.relief import ObligationNudged
from engagements.state.engagement import EngagementFacts, Obligation
from engagements.state.journal import JournalEntry
from engagements.telling import plain as worded
from notifications.asks import to_do
from portal.office import Office

Identity = tuple[int, str, str]


class Climbed(NamedTuple):
    """A rung, in words, and the day on which it was climbed or will be."""

    on: date
    rung: str


@dataclass(frozen=True, slots=True)
class Chased:
    """Something owed. ``holders``: the names of those who owe it; ``late``: calendar days past its date."""

    kind: Owed
    subject: str
    title: str
    owed_by: Role
    holders: tuple[str, ...]
    opened_on: date
    due_on: date | None
    late: int | None
    days_left: int | None
    climbed: tuple[Climbed, ...]
    coming: Climbed | None
    listed_on: date | None


def chased(connection: Connection, office: Office, facts: EngagementFacts) -> list[Chased]:
    """Everything that is owed, the latest first; what waits on hold comes last."""
    directory = Directory.read(connection, office.world.reference, [facts])
    nudges = _nudges(connection, office.world.ladders, facts.id)
    found = [_chased(one, office, facts, directory, nudges) for one in still_owed(connection, facts.id)]
    return sorted(found, key=lambda one: (one.due_on or date.max, one.kind, one.subject))


def _chased(
    owed: Obligation,
    office: Office,
    facts: EngagementFacts,
    directory: Directory,
    nudges: Mapping[Identity, list[Climbed]],
) -> Chased:
    kind, today = Owed(owed.kind), office.today
    peer = owed.subject if kind is Owed.ANSWER_INVITATION else ""
    coming = _rung(office.world.ladders, kind, owed.rung) if owed.rung and owed.nudge_on else None
    title = to_do(kind, owed.subject)
    return Chased(
        kind=kind,
        subject=owed.subject,
        title=title[:1].upper() + title[1:],
        owed_by=owed.owed_by,
        holders=tuple(one.name for one in directory.holders(facts, owed.owed_by, today, peer)),
        opened_on=owed.opened_on,
        due_on=owed.due_on,
        late=(today - owed.due_on).days if owed.due_on else None,
        days_left=owed.days_left,
        climbed=tuple(nudges.get((owed.opened_by, owed.kind, owed.subject), ())),
        coming=Climbed(owed.nudge_on, coming) if coming and owed.nudge_on else None,
        listed_on=owed.listed_on,
    )


def _nudges(connection: Connection, ladders: Ladders, engagement_id: int) -> Mapping[Identity, list[Climbed]]:
    journal = JournalEntry.table
    query = (
        select(journal)
        .where(journal.c.engagement_id == engagement_id, journal.c.type == ObligationNudged.__name__)
        .order_by(journal.c.sequence)
    )
    found: dict[Identity, list[Climbed]] = defaultdict(list)
    for entry in plain(connection.execute(query), JournalEntry):
        event = recalled(entry.type, entry.facts)
        if isinstance(event, ObligationNudged):
            rungs = (_rung(ladders, Owed(event.kind), key) for key in event.rungs)
            climbed = found[event.opened_by, event.kind, event.about]
            climbed += [Climbed(uk_date(entry.at), rung) for rung in rungs]
    return found


def _rung(ladders: Ladders, kind: Owed, key: str) -> str:
    """Reminder to the owner; the key itself where the ladder has lost the rung."""
    rungs = {rung.key: rung for rung in ladders[DUTIES[kind].ladder].rungs}
    return _worded(rungs[key]) if key in rungs else key


def _worded(rung: Rung) -> str:
    told = " and ".join(worded(one) for one in rung.audience)
    copied = f", with a copy to the {' and the '.join(worded(one) for one in rung.copied)}" if rung.copied else ""
    return f"{worded(rung.template).capitalize()} to the {told}{copied}"
