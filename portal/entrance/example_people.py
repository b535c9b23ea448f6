"""Example people: roles with addresses at example.org, enough to try a whole engagement."""

from collections.abc import Iterator

from config.reference import ReferenceData
from config.vocabulary import OF_THE_AUTHORITY, PeerKind, Role
from engagements.state.people import Contact, Peer
from notifications.wording import ROLES

AUTHORITIES = ("essex", "kent", "avon", "hertfordshire")
POOL = ("hertfordshire", "kent", "avon", "essex")
"""Hertfordshire was graded good on protection in Round 1, Kent on other questions: matching has something to choose."""

WITHOUT_A_CONTACT = (Role.GOVERNANCE_BODY, Role.PAYER)
"""Reached through the clerk and through the authority's contact."""

PLACES = {
    "lead": PeerKind.OFFICER,
    "officer": PeerKind.OFFICER,
    "operational": PeerKind.OPERATIONAL,
    "second-operational": PeerKind.OPERATIONAL,
    "member": PeerKind.MEMBER,
}


def example_people(reference: ReferenceData) -> list[Contact | Peer]:
    """Of the LGA, of several authorities, and a pool of peers."""
    return [*_of_the_lga(reference), *_of_authorities(), *_pool()]


def _of_the_lga(reference: ReferenceData) -> Iterator[Contact]:
    for number, name in enumerate(("Coordinator", "Second coordinator"), 1):
        slug = name.lower().replace(" ", "-")
        yield Contact(id=slug, role=Role.COORDINATOR, name=name, email=f"{slug}@example.org", turn=number)
    for region in sorted({reference.service(authority).region for authority in AUTHORITIES}):
        slug = f"adviser-{region.lower().replace(' ', '-')}"
        yield Contact(
            id=slug,
            role=Role.PRINCIPAL_ADVISER,
            name=f"Principal adviser for {region}",
            email=f"{slug}@example.org",
            regions=[region],
        )


def _of_authorities() -> Iterator[Contact]:
    for authority in AUTHORITIES:
        for role in sorted(OF_THE_AUTHORITY - set(WITHOUT_A_CONTACT)):
            slug = f"{authority}-{role.replace('_', '-')}"
            post = "contact" if role is Role.AUTHORITY else ROLES[role]
            name = f"{post.capitalize()} of {authority.capitalize()}"
            yield Contact(id=slug, role=role, name=name, email=f"{slug}@example.org", authority=authority)


def _pool() -> Iterator[Peer]:
    for service in POOL:
        for place, kind in PLACES.items():
            slug = f"{service}-{place}-peer"
            name = f"{place.replace('-', ' ').capitalize()} peer of {service.capitalize()}"
            yield Peer(id=slug, kind=kind, service=service, name=name, email=f"{slug}@example.org")
