"""An engagement as its rules see it: plain values, no session, no clock. Changes to it are values too."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any, NamedTuple, TypeVar, cast
from zoneinfo import ZoneInfo

from config.calendar import ENGLAND, WorkingDays, in_words
from config.exceptions import Thresholds
from config.ladders import Ladders
from config.matching import MatchingRules
from config.products import Catalogue, Product
from config.reference import ReferenceData
from config.timetabling import TimetableRules
from config.vocabulary import Stage
from engagements.messages import Opened
from engagements.obligations import FIRST_OWED, Owed, opened
from engagements.refusals import BrokenRule
from engagements.state.engagement import EngagementFacts, Obligation
from engagements.state.people import Peer
from engagements.state.row import OfEngagement, Row

R = TypeVar("R", bound=Row)
UK = ZoneInfo("Europe/London")


def uk_date(moment: datetime) -> date:
    """The day that it is in England at that moment."""
    return moment.astimezone(UK).date()


def moment_in_words(moment: datetime) -> str:
    """10:30 on 20 March 2020, by the clocks of England."""
    return f"{moment.astimezone(UK):%H:%M} on {in_words(uk_date(moment))}"


class Moment(NamedTuple):
    """When an event was recorded: its sequence in the engagement's journal, its time, and whose command it was."""

    sequence: int
    at: datetime
    by: str

    @property
    def on(self) -> date:
        return uk_date(self.at)


class Insert(NamedTuple):
    """A new row."""

    row: Row


class Amend(NamedTuple):
    """Other values for a row that stands."""

    kind: type[Row]
    identity: tuple[Any, ...]
    values: dict[str, Any]


Change = Insert | Amend
Changes = Iterable[Change]


@dataclass(frozen=True, slots=True)
class World:
    """What every rule may consult, all of it configuration."""

    calendar: WorkingDays
    catalogue: Catalogue
    reference: ReferenceData
    ladders: Ladders
    thresholds: Thresholds
    matching: MatchingRules
    timetabling: TimetableRules

    @classmethod
    def shipped(cls) -> "World":
        """England's calendar, and what comes with the system."""
        return cls(
            ENGLAND,
            Catalogue.shipped(),
            ReferenceData.shipped(),
            Ladders.shipped(),
            Thresholds.shipped(),
            MatchingRules.shipped(),
            TimetableRules.shipped(),
        )


class NotOnRecord(BrokenRule):
    """The command names something that this engagement does not have."""


class NotLoaded(LookupError):
    """A rule looked at rows that its step does not declare in ``reads``: a mistake in ``engagements.process``."""


@dataclass(frozen=True, slots=True)
class Engagement:
    """One engagement. ``rows`` holds, by kind, the rows that the step declared that it reads."""

    facts: EngagementFacts
    world: World
    rows: Mapping[type[Row], Mapping[tuple[Any, ...], Row]] = field(default_factory=dict)

    @property
    def id(self) -> int:
        return self.facts.id

    @property
    def product(self) -> Product:
        """The version of the product that it is pinned to."""
        return self.world.catalogue.get(self.facts.product, self.facts.product_version)

    def all(self, kind: type[R]) -> tuple[R, ...]:
        if kind not in self.rows:
            raise NotLoaded(f"{kind.__name__} was not loaded; name it in the step's reads in engagements/process.py.")
        return cast("tuple[R, ...]", tuple(self.rows[kind].values()))

    def find(self, kind: type[R], *identity: Any) -> R | None:
        """The row of that identity, or None."""
        if kind not in self.rows:
            self.all(kind)
        return cast("R | None", self.rows[kind].get(identity))

    def one(self, kind: type[R], *identity: Any, called: str) -> R:
        """The row of that identity; refused in words where there is none."""
        row = self.find(kind, *identity)
        if row is None:
            raise NotOnRecord(f"{self.facts.ref} has no {called}.")
        return row

    def peer(self, peer: str) -> Peer:
        return self.one(Peer, peer, called=f"peer {peer} to choose: the peer pool does not hold that identifier")

    # Obligations

    def open_obligations(self, *kinds: Owed) -> tuple[Obligation, ...]:
        return tuple(o for o in self.all(Obligation) if o.is_open and (not kinds or o.kind in kinds))

    def owe(self, kind: Owed, counted_from: date, subject: str = "") -> Opened:
        """An obligation for an event to open, its date by the product's clock."""
        return opened(kind, self.product, counted_from, self.world.calendar, subject)

    def moves_on(self, now: datetime, *also: Opened, counted_from: date | None = None) -> dict[str, Any]:
        """The ``enters`` and ``opens`` of an event that completes the stage: what is owed first in the next one."""
        return self.enter(self.product.next_stage(self.facts.stage), now, *also, counted_from=counted_from)

    def enter(self, stage: Stage, now: datetime, *also: Opened, counted_from: date | None = None) -> dict[str, Any]:
        if stage is Stage.CLOSED:
            return {"enters": stage, "opens": also}
        first = self.owe(FIRST_OWED[stage], counted_from or uk_date(now))
        return {"enters": stage, "opens": (first, *also)}

    # Changes

    def becomes(self, **values: Any) -> Amend:
        """A change to the engagement's own row."""
        return Amend(EngagementFacts, (), values)

    def after(self, changes: Changes) -> "Engagement":
        """The engagement as the changes leave it; this one stays. Rows not loaded are passed over."""
        facts, rows = self.facts, dict(self.rows)
        for change in changes:
            kind = type(change.row) if isinstance(change, Insert) else change.kind
            if kind is EngagementFacts:
                if isinstance(change, Amend):
                    facts = facts.amended(change.values)
                else:
                    facts = cast("EngagementFacts", change.row)
            elif kind in rows:
                identity = change.row.identity if isinstance(change, Insert) else change.identity
                row = change.row if isinstance(change, Insert) else rows[kind][identity].amended(change.values)
                rows[kind] = {**rows[kind], identity: row}
        return replace(self, facts=facts, rows=rows)


def amend(row: OfEngagement, **values: Any) -> Amend:
    """Other values for a row of the engagement."""
    return Amend(type(row), row.identity, values)


def end(obligation: Obligation, how: str, when: Moment) -> Amend:
    """The end of an obligation: discharged, expired, or closed with its engagement."""
    return amend(obligation, ended=how, ended_at=when.at)
