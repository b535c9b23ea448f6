"""Which papers are wanted, and how the engagement stood that they tell of."""

from dataclasses import dataclass
from datetime import datetime

from documents.kinds import Kind
from engagements.engagement import Engagement


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which papers: of a kind, on an engagement, as it stood after an event, or at ``made_at`` where none is named.

    ``period``: unless said, the last that had ended. ``paper``: the number of what people drafted for the boards.
    ``board``: the slug of the one board to write for; unless said, each of the route. ``peer``: whom a letter is to.
    """

    kind: Kind
    ref: str
    made_at: datetime
    sequence: int | None = None
    period: str | None = None
    paper: int | None = None
    board: str | None = None
    peer: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """How an engagement stood after an entry of its journal, and what was said when it closed."""

    now: Engagement
    position: int | None
    sequence: int
    closing: str | None  # a TextRef
