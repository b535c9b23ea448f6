"""Proposing a team, or several together: the best, others, and why. The coordinator decides what becomes of it."""

from collections.abc import Sequence
from urllib.parse import urlencode

from fastapi import Request
from starlette.responses import Response

from config.vocabulary import Stage
from engagements.database import reading
from engagements.loading import facts_of
from engagements.overview.pipeline import Filters, pipeline
from engagements.overview.staff import staff
from engagements.overview.whose import Part
from engagements.queries import last_decided
from engagements.refusals import NotAllowed
from engagements.stages.team_assignment import InvitePeer, ProposeTeam
from portal.console.proposals import Groups, read_groups, shown
from portal.doors import Pages, TheVisitor
from portal.giving import Problem
from portal.giving_together import Draft, give_together
from portal.office import Office, TheOffice
from portal.posted import Posted
from portal.showing import GoBack, Show, Showing
from portal.visitors import Door

pages = Pages()

MOST_OFFERED = Part(0, 100)
"""Engagements of a stage that one can choose among."""

TEAM_BUILDERS = frozenset({Door.COORDINATOR})


@pages.get("/engagements/{ref}/propose-team", to=TEAM_BUILDERS)
def propose(ref: str, request: Request, office: TheOffice, show: Show) -> Response:
    return _team(show, office, ref, request)


@pages.post("/engagements/{ref}/propose-team", to=TEAM_BUILDERS)
def propose_balanced(
    ref: str, request: Request, posted: Posted, office: TheOffice, visitor: TheVisitor, show: Show
) -> Response:
    """The same, once the political groups are read, which is on record."""
    try:
        return _team(show, office, ref, request, read_groups(office, visitor, [ref]))
    except NotAllowed as refusal:
        return _team(show, office, ref, request, problems=[Problem("", str(refusal))])


@pages.post("/engagements/{ref}/propose-team/give", to=TEAM_BUILDERS)
def give(
    ref: str, request: Request, posted: Posted, office: TheOffice, visitor: TheVisitor, show: Show, back: GoBack
) -> Response:
    """Propose the team that was chosen, and invite its peers where that was pressed: all of it, or nothing."""
    places, invites = posted.data.get("places"), posted["act"] == "invite"
    drafts = [Draft(ProposeTeam, {"places": places})]
    if invites and isinstance(places, list):
        drafts += [Draft(InvitePeer, place) for place in places if isinstance(place, dict)]
    given = give_together(office, visitor, drafts, posted, ref)
    if given.outcome:
        notice = "The team is proposed, and its peers are invited." if invites else "The team is proposed."
        return back(f"/engagements/{ref}/team", notice=notice)
    return _team(show, office, ref, request, problems=[Problem("", problem.text) for problem in given.problems])


@pages.get("/propose-teams", to=TEAM_BUILDERS)
def propose_several(request: Request, office: TheOffice, show: Show) -> Response:
    return _several(show, office, request)


@pages.post("/propose-teams", to=TEAM_BUILDERS)
def propose_several_balanced(
    request: Request, posted: Posted, office: TheOffice, visitor: TheVisitor, show: Show
) -> Response:
    try:
        return _several(show, office, request, read_groups(office, visitor, _refs(request)))
    except NotAllowed as refusal:
        return _several(show, office, request, problems=[Problem("", str(refusal))])


def _team(
    show: Showing,
    office: Office,
    ref: str,
    request: Request,
    groups: Groups | None = None,
    problems: Sequence[Problem] = (),
) -> Response:
    without = request.query_params.getlist("without")
    with reading(office.engine) as connection:
        found = shown(connection, office, [ref], frozenset(without), groups)
        facts = facts_of(connection, ref)
        return show(
            "console/engagement/propose-team.html",
            422 if problems else 200,
            ref=ref,
            service=office.world.reference.service(facts.authority).official_name,
            seen=last_decided(connection, facts.id),
            shown=found,
            without=[one for one in without if one in found.names],
            leaving_out=lambda peers: with_peers(ref, peers),
            leave_out=lambda peer: with_peers(ref, [*without, peer]),
            problems=problems,
        )


def with_peers(ref: str, without: Sequence[str]) -> str:
    """The page without some peers."""
    query = urlencode([("without", peer) for peer in without])
    return f"/engagements/{ref}/propose-team" + (f"?{query}" if query else "")


def _several(
    show: Showing, office: Office, request: Request, groups: Groups | None = None, problems: Sequence[Problem] = ()
) -> Response:
    refs = _refs(request)
    with reading(office.engine) as connection:
        there = staff(connection, office.world.reference, office.today)
        offered = [
            line
            for stage in (Stage.TEAM_ASSIGNMENT, Stage.CHALLENGE_VISIT)
            for line in pipeline(connection, office.world, there, Filters(stage=stage), part=MOST_OFFERED).lines
        ]
        found = shown(connection, office, refs, frozenset(), groups)
        seen = {one.ref: last_decided(connection, facts_of(connection, one.ref).id) for one in found.wanted}
    return show(
        "console/propose-teams.html",
        422 if problems else 200,
        offered=offered,
        refs=refs,
        shown=found,
        seen=seen,
        here=f"/propose-teams?{urlencode([('ref', ref) for ref in refs])}",
        problems=problems,
    )


def _refs(request: Request) -> list[str]:
    return list(dict.fromkeys(request.query_params.getlist("ref")))
