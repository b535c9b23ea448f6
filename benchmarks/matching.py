"""Matching: what the best team costs, and by how much a naive search in the same pool falls short of it."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from functools import partial
from random import Random

from benchmarks.figures import Figure
from benchmarks.story import world
from benchmarks.telling import tell
from benchmarks.turns import by_turns
from config.reference import QUESTIONS
from config.vocabulary import InterestKind, PeerKind, TeamRole
from engagements.engagement import World
from engagements.peers.on_record import PeerOnRecord
from engagements.peers.periods import Days, Interest
from engagements.peers.visits import Visited
from engagements.proposing import Wanted, propose
from engagements.proposing.candidates import Candidate, candidates
from engagements.proposing.hard_rules import LEAD_ON_LINES, Ground
from engagements.proposing.preferences import HUNDREDTHS, Preferences

SIZES = {50: 1_000.0, 500: 1_000.0, 5_000: 10_000.0}
"""Peers in the pool, and the milliseconds in which the best of them are to be found."""

ROUNDS = 5
VISIT = Days(date(2026, 5, 4), date(2026, 5, 7))
PRODUCT, AUTHORITY, REF = "fire-peer-challenge", "essex", "ESS-1"


def measure(sizes: dict[int, float] = SIZES, rounds: int = ROUNDS) -> Iterator[Figure]:
    """The best team for eight areas of assessment, beside a search that takes the best for each place in turn."""
    rules = world()
    wanted = _wanted(rules)
    alone = rules.matching.model_copy(update={"alternatives": 0, "near_misses": 0})
    preferences = Preferences(alone, Ground(rules.reference, alone.visits_a_year, frozenset({REF})))
    for size, goal in sizes.items():
        tell(f"matching: {size:,} peers")
        pool = invented(size, rules)
        proposal = propose([wanted], pool, alone, rules.reference)
        best = proposal.best.points if proposal.best else 0.0
        naive = _naive(wanted, pool, preferences) / HUNDREDTHS
        search = partial(propose, [wanted], pool, alone, rules.reference)
        ours, theirs = by_turns([search] * rounds, [partial(_naive, wanted, pool, preferences)] * rounds, turn=1)
        name = f"the best team of {size:,} peers"
        yield Figure(f"{name}, CPU", ours.cpu, "ms", goal, theirs.cpu, note=NOTE)
        yield Figure(f"{name}, latency", ours.latency, "ms", goal, theirs.latency)
        short = (best - naive) / best * 100 if best else None
        yield Figure(f"{name}, short of the proven best", proposal.gap * 100, "%", 0.0, short, exactly=True)


NOTE = (
    "Matching: the reference is a search in the same pool that takes, place by place, whoever adds the most points; "
    "its own figure is how far its team falls short of the best."
)


def _wanted(rules: World) -> Wanted:
    product = rules.catalogue.latest(PRODUCT, VISIT.first)
    lines = tuple(line for line in product.lines_of_enquiry if not line.slug.startswith("leadership-"))
    return Wanted(REF, AUTHORITY, product.team, lines, (VISIT,))


def invented(size: int, rules: World) -> tuple[PeerOnRecord, ...]:
    """A pool of invented peers, the same for the same size: a fifth are away, half have been on a visit."""
    random = Random(size)
    services = [service.slug for service in rules.reference.services(VISIT.first)]
    return tuple(_peer(f"peer-{number:05}", random, services) for number in range(size))


def _peer(id: str, random: Random, services: Sequence[str]) -> PeerOnRecord:
    service = random.choice(services)
    went = VISIT.first - timedelta(days=random.randint(20, 900))
    visited = (Visited(random.choice(services), TeamRole.OFFICER_PEER, went, None),)
    return PeerOnRecord(
        id=id,
        kind=random.choices(list(PeerKind), (5, 2, 4))[0],
        service=service,
        name=id,
        rank=None,
        expertise=frozenset(random.sample(sorted(QUESTIONS), random.randint(0, 3))),
        regions=frozenset(),
        away=(VISIT,) if random.random() < 0.2 else (),
        visited=visited if random.random() < 0.5 else (),
        booked=(),
        interests=(Interest(service, InterestKind.OWN_SERVICE),),
        most_visits=None,
        would_observe=random.random() < 0.1,
        lapsed_training=(),
    )


def _naive(wanted: Wanted, pool: Sequence[PeerOnRecord], preferences: Preferences) -> int:
    """The points of a team found place by place, further places as long as a line of enquiry has nobody; 0 for none."""
    left, unled = list(candidates([wanted], pool, preferences)), {line.slug for line in wanted.lines}
    weights, services = preferences.rules.weights, [wanted.authority]
    points = 0
    for further in (False, True):
        for place in wanted.places:
            for _ in range(place.most - place.least if further else place.least):
                open_to = [each for each in left if place.team_role in dict(each.places)]
                if not open_to or (further and not unled):
                    break
                best = max(open_to, key=lambda each: _adds(each, place.team_role, unled, preferences)[0])
                added, led = _adds(best, place.team_role, unled, preferences)
                taken_off = weights.spread * (best.peer.service in services) + weights.further_place * further
                points += added - HUNDREDTHS * taken_off
                services.append(best.peer.service)
                left.remove(best)
                unled -= led
            else:
                continue
            if not further:
                return 0
    return 0 if unled else points


def _adds(each: Candidate, role: TeamRole, unled: set[str], preferences: Preferences) -> tuple[int, set[str]]:
    leads = [lead for lead in each.leads if lead.line.slug in unled] if role in LEAD_ON_LINES else []
    best = sorted(leads, key=lambda lead: lead.points, reverse=True)[: preferences.rules.lines_each]
    return dict(each.places)[role] + sum(lead.points for lead in best), {lead.line.slug for lead in best}
