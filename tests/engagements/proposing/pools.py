"""Pools of invented peers and what engagements ask of them: by hand, and by Hypothesis."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from config.matching import MatchingRules
from config.products import Catalogue, LineOfEnquiry, Place
from config.reference import ReferenceData
from config.vocabulary import InterestKind, PeerKind, TeamRole
from engagements.peers.on_record import PeerOnRecord
from engagements.peers.periods import Days, Interest
from engagements.peers.visits import Booked, Visited
from engagements.proposing import Proposal, Standing, Wanted, propose

REFERENCE = ReferenceData.shipped()
RULES = MatchingRules.shipped()
PROTECTION = "protecting the public through fire regulation"
CULTURE = "promoting the right values and culture"
FOUR_DAYS = Days(date(2020, 1, 20), date(2020, 1, 23))
A_MONTH_LATER = Days(date(2020, 2, 24), date(2020, 2, 26))


def peer(id: str, service: str = "hertfordshire", kind: PeerKind = PeerKind.OFFICER, **given: Any) -> PeerOnRecord:
    """A peer who is free, never went anywhere and declared nothing, unless it is said."""
    told: dict[str, Any] = {
        "name": id.replace("-", " ").capitalize(),
        "rank": None,
        "expertise": frozenset(),
        "regions": frozenset(),
        "away": (),
        "visited": (),
        "booked": (),
        "most_visits": None,
        "would_observe": False,
        "lapsed_training": (),
    } | given
    interests = (Interest(service, InterestKind.OWN_SERVICE), *told.pop("interests", ()))
    return PeerOnRecord(id=id, kind=kind, service=service, interests=interests, **told)


def line(question: str = PROTECTION) -> LineOfEnquiry:
    slug = question.replace(" ", "-").lower()
    return LineOfEnquiry(slug=slug, title=f"{question[0].upper()}{question[1:]}", questions=(question,))


def place(team_role: TeamRole, least: int = 1, most: int = 1, kinds: tuple[PeerKind, ...] = ()) -> Place:
    kinds = kinds or {
        TeamRole.MEMBER_PEER: (PeerKind.MEMBER,),
        TeamRole.OPERATIONAL_PEER: (PeerKind.OPERATIONAL,),
        TeamRole.OBSERVER: tuple(PeerKind),
    }.get(team_role, (PeerKind.OFFICER,))
    return Place(team_role=team_role, kinds=kinds, least=least, most=most)


LEAD_AND_OPERATIONAL = (place(TeamRole.LEAD_PEER), place(TeamRole.OPERATIONAL_PEER))


def wanted(ref: str = "ESS-1", authority: str = "essex", **given: Any) -> Wanted:
    """A lead peer and an operational peer for four days on protection, unless it is said."""
    told: dict[str, Any] = {"places": LEAD_AND_OPERATIONAL, "lines": (line(),), "phases": (FOUR_DAYS,)} | given
    return Wanted(ref, authority, **told)


def team_for(product: str, **given: Any) -> Wanted:
    """What the shipped product asks for."""
    shipped = Catalogue.shipped().latest(product, FOUR_DAYS.first)
    asked: dict[str, Any] = {
        "places": shipped.team,
        "lines": shipped.lines_of_enquiry,
        "one_service": shipped.one_service,
        "most_of_one_group": shipped.most_of_one_group,
    }
    return wanted(**(asked | given))


def proposed(*asked: Wanted, pool: Any, **rules: Any) -> Proposal:
    return propose(asked, pool, RULES.model_copy(update=rules), REFERENCE)


def places_of(proposal: Proposal) -> Mapping[str, TeamRole]:
    """By peer, the place of each choice of the best team."""
    assert proposal.best, proposal.impossible
    return {choice.peer: choice.team_role for choice in proposal.best.choices}


# By Hypothesis: few services, so that they meet

SERVICES = ("essex", "hertfordshire", "cambridgeshire", "kent", "avon", "merseyside", "cumbria")
DAYS = st.integers(0, 40).flatmap(
    lambda after: st.integers(0, 6).map(
        lambda long: Days(date(2020, 1, 10) + timedelta(after), date(2020, 1, 10) + timedelta(after + long))
    )
)
VISITED = st.builds(
    Visited,
    st.sampled_from(SERVICES),
    st.just(TeamRole.OFFICER_PEER),
    st.dates(date(2017, 1, 1), date(2020, 1, 9)),
    st.none(),
)
BOOKED = st.builds(Booked, st.just("KEN-9"), st.just("kent"), st.tuples(DAYS), st.just("accepted"))
INTERESTS = st.builds(
    Interest,
    st.sampled_from(SERVICES),
    st.sampled_from(InterestKind),
    st.none() | st.dates(date(2019, 1, 1), date(2020, 3, 1)),
    st.none() | st.dates(date(2019, 1, 1), date(2020, 3, 1)),
)


def peers(id: str) -> SearchStrategy[PeerOnRecord]:
    return st.builds(
        peer,
        st.just(id),
        st.sampled_from(SERVICES),
        st.sampled_from(PeerKind),
        expertise=st.frozensets(st.sampled_from((PROTECTION, CULTURE, "culture")), max_size=2),
        regions=st.just(frozenset()) | st.just(frozenset({"North West"})),
        away=st.tuples() | st.tuples(DAYS),
        visited=st.tuples() | st.tuples(VISITED) | st.tuples(VISITED, VISITED).map(_newest_first),
        booked=st.tuples() | st.tuples(BOOKED),
        interests=st.tuples() | st.tuples(INTERESTS),
        most_visits=st.none() | st.integers(0, 2),
        would_observe=st.booleans(),
        lapsed_training=st.just(()) | st.just(("Safeguarding",)),
    )


def _newest_first(visits: tuple[Visited, ...]) -> tuple[Visited, ...]:
    return tuple(sorted(visits, key=lambda visit: visit.ended_on, reverse=True))


def pools(most: int) -> SearchStrategy[tuple[PeerOnRecord, ...]]:
    return st.integers(0, most).flatmap(lambda size: st.tuples(*(peers(f"peer-{number}") for number in range(size))))


PLACES = st.sampled_from(
    (
        LEAD_AND_OPERATIONAL,
        (place(TeamRole.LEAD_PEER, kinds=(PeerKind.OFFICER, PeerKind.MEMBER)), place(TeamRole.MEMBER_PEER, 0, 2)),
        (place(TeamRole.LEAD_PEER), place(TeamRole.OFFICER_PEER, 0, 2), place(TeamRole.OBSERVER, 0, 1)),
        (place(TeamRole.MEMBER_PEER, 1, 2), place(TeamRole.LEAD_PEER)),
    )
)


@st.composite
def engagements(draw: Any, ref: str = "ESS-1", pool: tuple[PeerOnRecord, ...] = ()) -> Wanted:
    """An engagement, some of whose places may be held already."""
    own_focus = LineOfEnquiry(slug="own-1", title="Our control room")
    asked = wanted(
        ref,
        draw(st.sampled_from(("essex", "kent"))),
        places=draw(PLACES),
        lines=draw(st.sampled_from(((line(),), (line(), line(CULTURE)), (line(CULTURE), own_focus)))),
        phases=draw(st.sampled_from(((FOUR_DAYS,), (FOUR_DAYS, A_MONTH_LATER), (A_MONTH_LATER,)))),
        one_service=draw(st.booleans()),
        most_of_one_group=draw(st.none() | st.just(1)),
        groups={one.id: draw(st.sampled_from("AB")) for one in pool if draw(st.booleans())},
    )
    return asked


def standing(id: str, team_role: TeamRole, *lines: str, status: str = "accepted") -> Standing:
    return Standing(id, team_role, status, lines)
