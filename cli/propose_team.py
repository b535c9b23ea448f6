"""``peer-support propose-team``: the best team, the near misses, and why; or what stands in the way."""

from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from cli.answers import DONE, FOUND_WANTING, Json, Misuse, as_json, heading, say, table
from cli.do import actor
from engagements.telling import plain

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from engagements.journal import Actor
    from engagements.proposing.proposal import Choice, NearMiss, Proposal, Team
    from workflows.workplace import Workplace


def propose_team(
    *refs: Annotated[str, Parameter(help="The engagement's reference; several are proposed for together.")],
    without: Annotated[
        tuple[str, ...], Parameter(help="A peer who is not to be proposed; may be given again.", negative="")
    ] = (),
    as_: Annotated[
        str | None,
        Parameter("--as", help="The coordinator who builds the team: coordinator:ID. Needed with --give."),
    ] = None,
    give: Annotated[bool, Parameter(help="Propose the team in earnest: nobody is invited yet.")] = False,
    team: Annotated[int, Parameter(help="With --give: which of the teams, 1 is the best.")] = 1,
    json: Json = False,
) -> int:
    """The best team for an engagement from the peer pool, and why each peer; or what stands in the way.

    Where the product asks for political balance, the groups of member peers are read for the coordinator who is named,
    and each reading is on record; without a coordinator, members could be of any group.
    """
    from cli.opening import workplace
    from engagements.engagement import uk_date
    from engagements.proposing.asking import proposal_for

    if not refs:
        raise Misuse("Name the engagement to propose a team for.")
    who = actor(as_) if as_ else None
    if give and who is None:
        raise Misuse("Say which coordinator proposes the team: --as coordinator:ID.")
    place = workplace()
    with _opened(place, who) as connection:
        groups = _groups(place, connection, refs, who)
        on = uk_date(place.now())
        found = proposal_for(connection, refs, place.world, on, without=frozenset(without), groups=groups)
    if found.impossible is None and not 1 <= team <= len(found.teams):
        raise Misuse(f"--team {team}: there are {len(found.teams)}.")
    given = list(_give(place, found.teams[team - 1], refs, who)) if give and who and found.teams else []
    if json:
        as_json(asdict(found) | {"given": given})
    else:
        _say(found)
        say(*(f"Proposed for {ref}. Invite them with: peer-support do InvitePeer --ref {ref}" for ref in given))
    return DONE if found.teams else FOUND_WANTING


def _opened(place: "Workplace", who: "Actor | None") -> "AbstractContextManager[Connection]":
    """A reading of political groups is written down: where nobody is named, nothing is."""
    from engagements.database import reading, writing

    return writing(place.engine) if who else reading(place.engine)


def _groups(place: "Workplace", connection: "Connection", refs: tuple[str, ...], who: "Actor | None") -> dict[str, str]:
    from engagements import political_groups
    from engagements.proposing.asking import balances

    groups: dict[str, str] = {}
    for ref in dict.fromkeys(refs) if who else ():
        if who and balances(connection, ref, place.world):
            groups |= political_groups.read(connection, ref, who, place.now())
    return groups


def _give(place: "Workplace", team: "Team", refs: tuple[str, ...], who: "Actor") -> Iterator[str]:
    from engagements.handling import handle
    from engagements.proposing.asking import command_for

    for ref in dict.fromkeys(refs):
        if command := command_for(team, ref):
            handle(place.engine, place.world, command, who, place.now(), ref=ref)
            yield ref


def _say(found: "Proposal") -> None:
    if found.impossible:
        say(f"No team is possible. {found.impossible.sentence}")
        say(found.impossible.change or "No single change of one kind would help.")
        return
    for number, team in enumerate(found.teams, 1):
        behind = found.teams[0].points - team.points
        heading("The best team" if number == 1 else f"Another team, {behind:.4g} points behind")
        table(("For", "Place", "Peer", "Because"), map(_row, team.choices))
    if found.near_misses:
        heading("Near misses")
        table(("For", "Place", "Peer", "Why, and why not"), map(_row, found.near_misses))


def _row(one: "Choice | NearMiss") -> tuple[str, ...]:
    return one.ref, plain(one.team_role), f"{one.name} ({one.peer})", one.because
