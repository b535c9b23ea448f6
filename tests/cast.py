"""The one fixed cast of the tests: two authorities and their contacts, the LGA, a peer pool, and an outsider.

People are roles with example.org addresses. Grades are those of Round 1: Hertfordshire was graded good on protection,
although its whole pillar required improvement; Kent the other way round.
"""

from sqlalchemy import Connection

from config.vocabulary import OF_THE_AUTHORITY, PeerKind, Role, TeamRole
from engagements.journal import Actor
from engagements.people import add_person
from engagements.state.people import Contact, Peer

ESSEX, KENT = "essex", "kent"

COORDINATOR = Actor(Role.COORDINATOR, "coordinator")
OTHER_COORDINATOR = Actor(Role.COORDINATOR, "other-coordinator")
ADVISER = Actor(Role.PRINCIPAL_ADVISER, "adviser-east")
ADVISER_SOUTH_EAST = Actor(Role.PRINCIPAL_ADVISER, "adviser-south-east")
OUTSIDER = Actor(Role.AUTHORITY, "avon-authority")
"""A contact of an authority that has no engagement: refused everywhere."""

LEAD, OFFICER, OPERATIONAL, OTHER_OPERATIONAL, MEMBER = (
    f"hertfordshire-{post}" for post in ("lead", "officer", "operational", "other-operational", "member")
)
KENT_LEAD, KENT_OFFICER, KENT_OPERATIONAL = "kent-lead", "kent-officer", "kent-operational"
FROM_ESSEX = "essex-officer"
INTERESTED = "avon-interested"
"""Has an interest in Essex, still to be declared: see ``Case.give("DeclareInterest", ...)``."""

TEAMS: dict[str, tuple[tuple[str, TeamRole], ...]] = {
    "service-to-service-peer-review": ((LEAD, TeamRole.LEAD_PEER), (OPERATIONAL, TeamRole.OPERATIONAL_PEER)),
    "inspection-peer-support": ((LEAD, TeamRole.LEAD_PEER), (OPERATIONAL, TeamRole.OPERATIONAL_PEER)),
    "targeted-peer-support": ((LEAD, TeamRole.LEAD_PEER), (OPERATIONAL, TeamRole.OPERATIONAL_PEER)),
    "fire-peer-challenge": (
        (LEAD, TeamRole.LEAD_PEER),
        (MEMBER, TeamRole.MEMBER_PEER),
        (OFFICER, TeamRole.OFFICER_PEER),
        (OPERATIONAL, TeamRole.OPERATIONAL_PEER),
    ),
    "leadership-and-governance-peer-challenge": ((LEAD, TeamRole.LEAD_PEER), (MEMBER, TeamRole.MEMBER_PEER)),
    "equality-framework-peer-challenge": ((KENT_LEAD, TeamRole.LEAD_PEER), (KENT_OFFICER, TeamRole.OFFICER_PEER)),
}
"""A team for each product that its rules accept for Essex, with the line of enquiry below."""

LINES = {
    "fire-peer-challenge": "protection",
    "leadership-and-governance-peer-challenge": "local-priorities-and-outcomes",
    "equality-framework-peer-challenge": "leadership-partnership-and-organisational-commitment",
}
PROTECTION = "protecting-the-public-through-fire-regulation"

CHOICES = {"inspection-peer-support": {"timing": "after", "breadth": "narrow"}}


def contact_of(authority: str, role: Role) -> Actor:
    """The authority's contact in a role: ``essex-clerk``."""
    return Actor(role, f"{authority}-{role.replace('_', '-')}")


def assemble(connection: Connection) -> None:
    """Put the whole cast on record."""
    for authority in (ESSEX, KENT):
        for role in sorted(OF_THE_AUTHORITY):
            _contact(connection, contact_of(authority, role), authority=authority)
    _contact(connection, OUTSIDER, authority="avon")
    _contact(connection, COORDINATOR)
    _contact(connection, OTHER_COORDINATOR)
    _contact(connection, ADVISER, regions=["East of England"])
    _contact(connection, ADVISER_SOUTH_EAST, regions=["South East"])
    for peer in (LEAD, OFFICER, KENT_LEAD, KENT_OFFICER, FROM_ESSEX, INTERESTED):
        _peer(connection, peer, PeerKind.OFFICER)
    for peer in (OPERATIONAL, OTHER_OPERATIONAL, KENT_OPERATIONAL):
        _peer(connection, peer, PeerKind.OPERATIONAL)
    _peer(connection, MEMBER, PeerKind.MEMBER)


def _contact(
    connection: Connection, actor: Actor, authority: str | None = None, regions: list[str] | None = None
) -> None:
    post = str(actor.id)
    contact = Contact(
        id=post,
        role=actor.role,
        name=post.replace("-", " ").capitalize(),
        email=f"{post}@example.org",
        authority=authority,
        regions=regions or [],
    )
    add_person(connection, contact)


def _peer(connection: Connection, peer: str, kind: PeerKind) -> None:
    service, _, post = peer.partition("-")
    name = f"{post.replace('-', ' ').capitalize()} peer of {service.capitalize()}"
    add_person(connection, Peer(id=peer, kind=kind, service=service, name=name, email=f"{peer}@example.org"))
