"""What the people pages ask: forms with the fields of what may be put on record, and of what may change."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import AfterValidator, StringConstraints
from sqlalchemy import Connection

from config.addresses import mail_address
from config.reference import ReferenceData
from config.vocabulary import PeerKind, Role
from engagements import people
from engagements.messages import Day, Message
from engagements.people_given import NOT_FOR_CONTACTS
from engagements.state.people import Contact, Peer
from engagements.telling import plain
from notifications.wording import ROLES
from portal.forms.choice import Option
from portal.forms.fields import FormField

NAME = FormField("name", "text", "Name", "As messages greet them.", longest=80)
ADDRESS = FormField("email", "text", "Email address", "Where messages go.")
IDENTIFIER = FormField(
    "id", "text", "Short name", "The journal knows them by it, such as essex-clerk: lower case, no spaces.", longest=80
)


def contact_fields(reference: ReferenceData) -> tuple[FormField, ...]:
    roles = [Option(role.value, ROLES[role].capitalize()) for role in Role if role not in NOT_FOR_CONTACTS]
    return (
        NAME,
        ADDRESS,
        FormField("role", "one_of", "Role", options=tuple(roles)),
        FormField(
            "authority", "one_of", "Authority", "Only for an authority's people.", False, options=services(reference)
        ),
        FormField(
            "regions",
            "some_of",
            "Regions",
            "Only for a principal adviser. None chosen means all.",
            needed=False,
            options=tuple(Option(region, region) for region in regions(reference)),
        ),
        IDENTIFIER,
    )


def peer_fields(reference: ReferenceData) -> tuple[FormField, ...]:
    kinds = tuple(Option(kind.value, plain(kind).capitalize()) for kind in PeerKind)
    return (
        NAME,
        ADDRESS,
        FormField("kind", "one_of", "What they are at home", options=kinds),
        FormField("service", "one_of", "Service", options=services(reference)),
        IDENTIFIER,
    )


def absence_fields(colleagues: Sequence[Contact]) -> tuple[FormField, ...]:
    deputies = tuple(Option(one.id, f"{one.name}, {ROLES[one.role]}") for one in colleagues)
    return (
        FormField("first", "date", "First day away"),
        FormField("last", "date", "Last day away", "Leave empty where it is not known.", needed=False),
        FormField(
            "deputy",
            "one_of",
            "Deputy",
            "Their mail goes there; to the next in the role where nobody is named.",
            needed=False,
            options=deputies,
        ),
    )


class NewAddress(Message):
    email: Annotated[str, StringConstraints(strip_whitespace=True), AfterValidator(mail_address)]


class Absence(Message):
    first: Day
    last: Day | None = None
    deputy: str | None = None


class Leaving(Message):
    last: Day


class Nothing(Message):
    """The change says it all."""


@dataclass(frozen=True, slots=True)
class Change:
    """What may change about somebody: what is asked, and what it comes to. ``fits``: given whether mail comes back."""

    title: str
    fields: Callable[[Sequence[Contact]], tuple[FormField, ...]]
    shape: type[Message]
    make: Callable[[Connection, str, Any], object]
    fits: Callable[[Contact | Peer, bool], bool] = lambda person, failed: isinstance(person, Contact)


def _is_away(person: Contact | Peer, failed: bool) -> bool:
    return isinstance(person, Contact) and bool(person.absent_from or person.absent_to)


CHANGES: dict[str, Change] = {
    "address": Change(
        "Change the address",
        lambda colleagues: (ADDRESS,),
        NewAddress,
        lambda connection, person, given: people.change_address(connection, person, given.email),
        lambda person, failed: True,
    ),
    "absence": Change(
        "Record an absence",
        absence_fields,
        Absence,
        lambda connection, person, given: people.absent(connection, person, given.first, given.last, given.deputy),
    ),
    "back": Change(
        "Record that they are back",
        lambda colleagues: (),
        Nothing,
        lambda connection, person, given: people.back(connection, person),
        _is_away,
    ),
    "leaving": Change(
        "Record that they leave the role",
        lambda colleagues: (FormField("last", "date", "Last day in the role"),),
        Leaving,
        lambda connection, person, given: people.leaves(connection, person, given.last),
    ),
    "mended": Change(
        "Record that their address works again",
        lambda colleagues: (),
        Nothing,
        lambda connection, person, given: people.mend(connection, person),
        lambda person, failed: failed,
    ),
}
"""By the last part of their page's address."""


def services(reference: ReferenceData) -> tuple[Option, ...]:
    found = sorted(reference.services(), key=lambda service: service.official_name)
    return tuple(Option(service.slug, service.official_name) for service in found)


def regions(reference: ReferenceData) -> Iterable[str]:
    return sorted({service.region for service in reference.services()})
