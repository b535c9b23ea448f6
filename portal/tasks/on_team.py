"""A peer on the team of a visit: what they came to, and as what."""

from dataclasses import dataclass

from sqlalchemy import Connection

from config.products import Product
from config.vocabulary import Role, Stage, TeamRole
from engagements.directory import Directory, Person
from engagements.loading import facts_of, rows_of
from engagements.state.engagement import EngagementFacts
from engagements.state.team import Invitation
from portal.mishaps import NotThere
from portal.office import Office
from portal.visitors import Visitor

UNTIL_THE_REPORT = (Stage.TEAM_ASSIGNMENT, Stage.CHALLENGE_VISIT, Stage.RECOMMENDATIONS)
"""From the team's first paper to the final report."""


@dataclass(frozen=True, slots=True)
class OnTeam:
    """``leads``: whether they lead the team. ``open``: whether the report is still to come."""

    facts: EngagementFacts
    product: Product
    authority: str
    peer: str
    leads: bool
    coordinator: Person | None

    @property
    def ref(self) -> str:
        return self.facts.ref

    @property
    def open(self) -> bool:
        return self.facts.stage in UNTIL_THE_REPORT


def on_team(connection: Connection, office: Office, visitor: Visitor, ref: str) -> OnTeam:
    """Raises NotThere for whoever has not accepted a place on the team, or gave it up."""
    facts = facts_of(connection, ref)
    place = accepted_place(connection, facts, visitor.person)
    if place is None:
        raise NotThere
    directory = Directory.read(connection, office.world.reference, [facts])
    return OnTeam(
        facts=facts,
        product=office.world.catalogue.get(facts.product, facts.product_version),
        authority=office.world.reference.service(facts.authority).official_name,
        peer=visitor.person,
        leads=place.team_role is TeamRole.LEAD_PEER,
        coordinator=directory.reached(facts, Role.COORDINATOR, office.today),
    )


def accepted_place(connection: Connection, facts: EngagementFacts, peer: str) -> Invitation | None:
    """The place that a peer accepted and still has."""
    places = rows_of(connection, facts, Invitation)
    return next((place for place in places if place.peer == peer and place.status == "accepted"), None)
