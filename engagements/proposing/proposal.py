"""What a proposal is: teams and why, near misses and why not, or what stands in the way."""

from dataclasses import dataclass

from config.vocabulary import TeamRole


@dataclass(frozen=True, slots=True)
class Choice:
    """A peer in a place. ``lines``: the lines of enquiry that they lead on. ``because``: one sentence.

    ``status``: invited or accepted where the peer holds the place already; None is a choice of this proposal.
    ``points``: what the peer's own preferences came to, their lines included; the team's may be less.
    """

    ref: str
    peer: str
    name: str
    service: str
    team_role: TeamRole
    lines: tuple[str, ...]
    because: str
    points: float
    status: str | None = None


@dataclass(frozen=True, slots=True)
class Team:
    """Every place of every engagement asked for, and what the choice came to. More points are better."""

    choices: tuple[Choice, ...]
    points: float

    def of(self, ref: str) -> tuple[Choice, ...]:
        return tuple(choice for choice in self.choices if choice.ref == ref)

    @property
    def new(self) -> tuple[Choice, ...]:
        """Those who do not hold their place yet."""
        return tuple(choice for choice in self.choices if choice.status is None)


@dataclass(frozen=True, slots=True)
class NearMiss:
    """A peer whom one rule alone keeps from a place that would suit them at least as well as who was chosen.

    ``because``: what speaks for them, and the rule, in a sentence.
    """

    ref: str
    peer: str
    name: str
    service: str
    team_role: TeamRole
    rule: str
    because: str


@dataclass(frozen=True, slots=True)
class Impossible:
    """No team is possible. ``rule``: which one stands in the way; ``sentence``: how.

    ``change``: the single change that would help, or the fewest together; None where none of one kind would.
    """

    rule: str
    sentence: str
    change: str | None


@dataclass(frozen=True, slots=True)
class Proposal:
    """The best team and its alternatives, or none and what stands in the way. ``gap``: of the best team's points to
    the most that any could have; 0 is proven to be the best.
    """

    teams: tuple[Team, ...]
    near_misses: tuple[NearMiss, ...] = ()
    impossible: Impossible | None = None
    gap: float = 0.0

    @property
    def best(self) -> Team | None:
        return self.teams[0] if self.teams else None


@dataclass(frozen=True, slots=True)
class NextBest:
    """Who would take the place of a peer who left. ``changes``: what becomes different with them, a sentence each."""

    leaving: str
    team_role: TeamRole
    choice: Choice | None
    changes: tuple[str, ...] = ()
    impossible: Impossible | None = None
