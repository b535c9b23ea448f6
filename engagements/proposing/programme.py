"""The choice as a whole-number programme: who takes which place and leads on which line of enquiry.

What lies with the team as a whole is a row each here: its composition, a lead for every line of enquiry, one place and
one team at a time for everybody, turns in a year, one service where the product asks for it, political balance.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from config.products import Place
from config.vocabulary import PeerKind, TeamRole
from engagements.proposing.candidates import Candidate, Lead
from engagements.proposing.hard_rules import LEAD_ON_LINES, Rule, turns_left
from engagements.proposing.preferences import HUNDREDTHS, Preferences
from engagements.proposing.solver import Programme, Term
from engagements.proposing.wanted import Wanted

A_CHANGE = 10_000 * HUNDREDTHS
"""What a rule that is set aside for somebody costs: more than any team earns, so that as few as can be are."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """Somebody on a team of the solution. ``lines``: what they lead on."""

    candidate: Candidate
    team_role: TeamRole
    leads: tuple[Lead, ...]
    points: int


@dataclass(frozen=True, slots=True)
class Teams:
    """A solution. ``points`` in hundredths."""

    chosen: tuple[Chosen, ...]
    points: int
    gap: float


@dataclass(slots=True)
class TeamProgramme:
    """The programme of some engagements' teams, to be solved once or, each solution ruled out, again and again.

    ``setting_aside``: a rule about whole teams that does not count.
    """

    wanted: Sequence[Wanted]
    candidates: Sequence[Candidate]
    preferences: Preferences
    setting_aside: Rule | None = None
    _programme: Programme = field(default_factory=Programme)
    _places: dict[tuple[int, TeamRole], int] = field(default_factory=dict)
    _leads: dict[tuple[int, str], int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for number, candidate in enumerate(self.candidates):
            self._could_join(number, candidate)
        for one in self.wanted:
            mine = [(number, each) for number, each in enumerate(self.candidates) if each.wanted is one]
            self._composition(one, [number for number, _ in mine])
            self._every_line(one, mine)
            self._services(one, mine)
            self._balance(one, mine)
        self._one_team_at_a_time()

    def solve(self) -> Teams | None:
        """The best teams; None where no teams meet every rule."""
        solution = self._programme.solve()
        if solution is None:
            return None
        chosen = [
            self._chosen(number, role, solution.values)
            for (number, role), column in self._places.items()
            if solution.values[column]
        ]
        return Teams(tuple(chosen), solution.points, solution.gap)

    def rule_out(self, teams: Teams, differ_in: int) -> bool:
        """From now on, only teams in which at least so many of those newly chosen are others. False: nobody was."""
        new = {(one.candidate.wanted.ref, one.candidate.peer.id) for one in teams.chosen if not one.candidate.standing}
        columns = [
            column
            for (number, _), column in self._places.items()
            if (self.candidates[number].wanted.ref, self.candidates[number].peer.id) in new
        ]
        self._at_most(columns, len(new) - min(differ_in, len(new)))
        return bool(new)

    def _could_join(self, number: int, candidate: Candidate) -> None:
        """One place at most, and leading only on what somebody in that place may."""
        standing = int(candidate.standing is not None)
        despite = -A_CHANGE if candidate.despite else 0
        columns = []
        for role, points in candidate.places:
            self._places[number, role] = self._programme.column(points + despite, least=standing)
            columns.append(self._places[number, role])
        self._at_most(columns, 1)
        leading = [self._places[number, role] for role, _ in candidate.places if role in LEAD_ON_LINES]
        for lead in candidate.leads:
            column = self._programme.column(lead.points, least=int(lead.held))
            self._leads[number, lead.line.slug] = column
            self._programme.row([(column, 1), *((place, -1) for place in leading)], most=0)
        if candidate.leads:
            self._at_most([self._leads[number, lead.line.slug] for lead in candidate.leads], self._lines_each)

    @property
    def _lines_each(self) -> int:
        return self.preferences.rules.lines_each

    def _composition(self, wanted: Wanted, numbers: Sequence[int]) -> None:
        cost = HUNDREDTHS * self.preferences.rules.weights.further_place
        for place in wanted.places:
            columns = [c for n in numbers if (c := self._places.get((n, place.team_role))) is not None]
            self._filled(place, columns)
            self._at_most(columns, place.most)
            if place.team_role is not TeamRole.OBSERVER and place.most > place.least:
                further = self._programme.column(-cost, most=len(columns))
                self._programme.row([*_each(columns), (further, -1)], most=place.least)

    def _filled(self, place: Place, columns: Sequence[int]) -> None:
        terms = _each(columns)
        if self.setting_aside is Rule.COMPOSITION and place.least:
            terms.append((self._programme.column(-A_CHANGE, most=place.least), 1))
        self._programme.row(terms, least=place.least)

    def _every_line(self, wanted: Wanted, mine: Sequence[tuple[int, Candidate]]) -> None:
        """Somebody leads on each line of enquiry, and nobody else but who does already."""
        for line in wanted.lines:
            columns = [c for number, _ in mine if (c := self._leads.get((number, line.slug))) is not None]
            terms = _each(columns)
            if self.setting_aside in (Rule.LINES, Rule.COMPOSITION):
                terms.append((self._programme.column(-A_CHANGE if self.setting_aside is Rule.LINES else 0), 1))
            self._programme.row(terms, least=1)
            self._at_most(columns, 1)

    def _services(self, wanted: Wanted, mine: Sequence[tuple[int, Candidate]]) -> None:
        """The more services, the better; unless all but an observer are to come from one."""
        of_service: dict[str, list[int]] = defaultdict(list)
        for number, candidate in mine:
            of_service[candidate.peer.service] += [
                self._places[number, role] for role, _ in candidate.places if role is not TeamRole.OBSERVER
            ]
        cost = HUNDREDTHS * self.preferences.rules.weights.spread
        for columns in of_service.values():
            further = self._programme.column(-cost, most=len(columns))
            self._programme.row([*_each(columns), (further, -1)], most=1)
        if wanted.one_service and self.setting_aside is not Rule.ONE_SERVICE:
            self._from_one(of_service.values())

    def _from_one(self, of_service: Iterable[Sequence[int]]) -> None:
        theirs = []
        for columns in of_service:
            stands = any(self._programme.least[column] for column in columns)
            theirs.append(self._programme.column(least=int(stands)))
            for column in columns:
                self._programme.row([(column, 1), (theirs[-1], -1)], most=0)
        self._at_most(theirs, 1)

    def _balance(self, wanted: Wanted, mine: Sequence[tuple[int, Candidate]]) -> None:
        """No group holds more of the members' places than it may, whatever group those are of who did not say."""
        if wanted.most_of_one_group is None or self.setting_aside is Rule.BALANCE:
            return
        of_group: dict[str | None, list[int]] = defaultdict(list)
        for number, candidate in mine:
            if candidate.peer.kind is PeerKind.MEMBER:
                group = wanted.groups.get(candidate.peer.id)
                of_group[group] += [
                    self._places[number, role] for role, _ in candidate.places if role is not TeamRole.OBSERVER
                ]
        unsaid = of_group.pop(None, [])
        for columns in of_group.values() or [[]]:
            self._at_most([*columns, *unsaid], wanted.most_of_one_group)

    def _one_team_at_a_time(self) -> None:
        """Of several engagements: nobody is in two places at once, or goes on more visits in a year than they may."""
        of_peer: dict[str, list[int]] = defaultdict(list)
        for number, candidate in enumerate(self.candidates):
            of_peer[candidate.peer.id].append(number)
        for numbers in (several for several in of_peer.values() if len(several) > 1):
            for index, number in enumerate(numbers):
                mine = self.candidates[number].wanted
                clashing = [other for other in numbers[index + 1 :] if mine.overlaps(self.candidates[other].wanted)]
                for other in clashing:
                    self._at_most([*self._of(number), *self._of(other)], 1)
            self._turns(numbers)

    def _turns(self, numbers: Sequence[int]) -> None:
        ground = self.preferences.ground
        by_year: dict[int, list[int]] = defaultdict(list)
        for number in numbers:
            by_year[self.candidates[number].wanted.first_day.year].append(number)
        for year, those in by_year.items():
            left = turns_left(self.candidates[those[0]].peer, year, ground)
            if len(those) > left and not any(self.candidates[number].despite for number in those):
                self._at_most([column for number in those for column in self._of(number)], left)

    def _of(self, number: int) -> list[int]:
        return [self._places[number, role] for role, _ in self.candidates[number].places]

    def _at_most(self, columns: Sequence[int], most: int) -> None:
        """No more than so many, those apart that stand already."""
        if columns:
            stand = sum(self._programme.least[column] for column in columns)
            self._programme.row(_each(columns), most=max(most, stand))

    def _chosen(self, number: int, role: TeamRole, values: Sequence[int]) -> Chosen:
        candidate = self.candidates[number]
        points = dict(candidate.places)[role]
        leads = tuple(lead for lead in candidate.leads if values[self._leads[number, lead.line.slug]])
        return Chosen(candidate, role, leads, points + sum(lead.points for lead in leads))


def _each(columns: Iterable[int]) -> list[Term]:
    return [(column, 1) for column in columns]
