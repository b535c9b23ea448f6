"""What a page about proposing peers shows: what is wanted, the teams and why; or what stands in the way."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import Connection

from config.vocabulary import Role
from engagements import political_groups
from engagements.database import reading, writing
from engagements.journal import Actor
from engagements.peers.on_record import pool
from engagements.proposing.asking import NoTeamWanted, balances, wanted_by
from engagements.proposing.proposal import Proposal
from engagements.proposing.proposing import propose
from engagements.proposing.wanted import Wanted
from engagements.refusals import UnknownEngagement
from portal.mishaps import NotThere
from portal.office import Office
from portal.visitors import Visitor

Groups = Mapping[str, Mapping[str, str]]
"""By engagement, the political groups that were read for it."""


@dataclass(frozen=True, slots=True)
class Shown:
    """``wanted``: of each engagement that looks for peers. ``not_wanted``: why another does not, in its own words.

    ``proposal``: None before the groups of ``unread`` are read. ``names``: of everybody in the pool, by identifier;
    ``services``: by slug, of those that are named.
    """

    wanted: tuple[Wanted, ...]
    not_wanted: tuple[str, ...]
    unread: tuple[str, ...]
    proposal: Proposal | None
    names: Mapping[str, str]
    services: Mapping[str, str]

    @property
    def titles(self) -> dict[str, str]:
        """What lines of enquiry are called."""
        return {line.slug: line.title for one in self.wanted for line in one.lines}


def shown(
    connection: Connection, office: Office, refs: Sequence[str], without: frozenset[str], groups: Groups | None = None
) -> Shown:
    """Propose for these engagements together. Raises NotThere for one that there is not."""
    wanted, not_wanted, unread = [], [], []
    for ref in refs:
        try:
            one = wanted_by(connection, ref, office.world, office.today, (groups or {}).get(ref))
        except NoTeamWanted as nobody:
            not_wanted.append(str(nobody))
            continue
        except UnknownEngagement:
            raise NotThere from None
        wanted.append(replace(one, without=one.without | without))
        if groups is None and balances(connection, ref, office.world):
            unread.append(ref)
    everybody = pool(connection, office.today, office.world)
    found = None
    if wanted and not unread:
        found = propose(wanted, everybody, office.world.matching, office.world.reference)
    slugs = {peer.service for peer in everybody} | {one.authority for one in wanted}
    return Shown(
        wanted=tuple(wanted),
        not_wanted=tuple(not_wanted),
        unread=tuple(unread),
        proposal=found,
        names={peer.id: peer.name for peer in everybody},
        services={slug: office.world.reference.service(slug).official_name for slug in slugs},
    )


def read_groups(office: Office, visitor: Visitor, refs: Sequence[str]) -> Groups:
    """The political groups for those engagements whose products balance them; each reading is on record.

    Raises NotAllowed where somebody else coordinates one of them, and NotThere.
    """
    by = Actor(Role.COORDINATOR, visitor.hats[Role.COORDINATOR])
    try:
        with reading(office.engine) as connection:
            needed = [ref for ref in refs if balances(connection, ref, office.world)]
        with writing(office.engine) as connection:
            return {ref: political_groups.read(connection, ref, by, office.now()) for ref in needed}
    except UnknownEngagement:
        raise NotThere from None
