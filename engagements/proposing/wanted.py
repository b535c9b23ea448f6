"""What is wanted: the team of one engagement, as the choice of its peers sees it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from config.products import LineOfEnquiry, Place
from config.vocabulary import TeamRole
from engagements.peers.periods import Days

SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Standing:
    """A peer who keeps their place: ``status`` is invited or accepted."""

    peer: str
    team_role: TeamRole
    status: str
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Wanted:
    """A team for one engagement.

    ``authority``: the service to be visited. ``phases``: the days of the visit, earliest first. ``standing``: peers who
    keep their places. ``without``: peers who are not asked (again). ``one_service``: all but observers come from the
    same one. ``most_of_one_group``: how many member peers may be of one political group; None is any. ``groups``: by
    member peer, a token that tells groups apart and says nothing else; a member without one could be of any group.
    """

    ref: str
    authority: str
    places: tuple[Place, ...]
    lines: tuple[LineOfEnquiry, ...]
    phases: tuple[Days, ...]
    standing: tuple[Standing, ...] = ()
    without: frozenset[str] = frozenset()
    one_service: bool = False
    most_of_one_group: int | None = None
    groups: Mapping[str, str] = field(default_factory=dict)

    @property
    def first_day(self) -> date:
        return self.phases[0].first

    @property
    def last_day(self) -> date:
        return self.phases[-1].last

    @property
    def days(self) -> int:
        """Of all phases together; a weekend between them is nobody's."""
        return sum(day.weekday() < SATURDAY for phase in self.phases for day in phase)

    @property
    def questions(self) -> frozenset[str]:
        """Every question of the inspection that the scope asks about."""
        return frozenset(question for line in self.lines for question in line.questions)

    def overlaps(self, other: "Wanted") -> bool:
        """Whether nobody could go on both visits."""
        return any(mine.overlaps(theirs) for mine in self.phases for theirs in other.phases)
