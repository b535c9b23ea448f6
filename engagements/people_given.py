"""Who may be put on record: contacts and peers as they are given, checked field by field before anything is written."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Self, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, TypeAdapter, ValidationError, model_validator

from config.addresses import mail_address
from config.malformed import problems, sentence
from config.nearest import did_you_mean, quoted
from config.reference import ReferenceData, UnknownService
from config.vocabulary import OF_THE_AUTHORITY, PEERS, PeerKind, Role
from engagements.messages import Day, Label, PeerId
from engagements.refusals import Malformed
from engagements.state.people import Contact, Peer

NOT_FOR_CONTACTS = PEERS | {Role.SYSTEM}


def _in_england(service: str) -> str:
    try:
        return ReferenceData.shipped().service(service).slug
    except UnknownService as unknown:
        raise ValueError(str(unknown)) from None


def _real_regions(regions: tuple[str, ...]) -> tuple[str, ...]:
    known = {service.region for service in ReferenceData.shipped().services()}
    for region in regions:
        if region not in known:
            hint = did_you_mean(region, known) or f" There are: {', '.join(sorted(known))}."
            raise ValueError(f"there is no region {quoted(region)}.{hint}")
    return regions


def _held_by_a_contact(role: Role) -> Role:
    if role in NOT_FOR_CONTACTS:
        raise ValueError(f"nobody is on record as {role}: a peer has kind and service instead")
    return role


Shape = TypeVar("Shape")

ServiceSlug = Annotated[str, AfterValidator(_in_england)]


class Given(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    id: PeerId
    name: Label
    email: Annotated[str, AfterValidator(mail_address)]


class GivenContact(Given):
    """``regions``: a principal adviser's; none means all. ``holds_from`` and ``holds_to``: the days of the role.

    ``turn``: in which order several holders of a role are turned to. ``deputy``: a contact who stands in when away.
    """

    role: Annotated[Role, AfterValidator(_held_by_a_contact)]
    authority: ServiceSlug | None = None
    regions: Annotated[tuple[str, ...], AfterValidator(_real_regions)] = ()
    holds_from: date | None = None
    holds_to: date | None = None
    turn: Annotated[int, Field(ge=1, le=99)] = 1
    deputy: PeerId | None = None

    @model_validator(mode="after")
    def _parts_agree(self) -> Self:
        role = self.role.replace("_", " ")
        if self.role in OF_THE_AUTHORITY and not self.authority:
            raise ValueError(f"a {role} belongs to an authority: give its slug in authority")
        if self.role not in OF_THE_AUTHORITY and self.authority:
            raise ValueError(f"a {role} belongs to the LGA: leave authority out")
        if self.regions and self.role is not Role.PRINCIPAL_ADVISER:
            raise ValueError(f"only a principal adviser has regions, and this is a {role}")
        if self.holds_from and self.holds_to and self.holds_to < self.holds_from:
            raise ValueError("holds_to comes before holds_from")
        return self

    def person(self) -> Contact:
        return Contact(**self.model_dump(exclude={"regions"}), regions=list(self.regions))


class PeerDetails(BaseModel):
    """``rank``: or office. ``regions``: where they would travel; none means anywhere. ``most_visits``: in a year."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: Label
    kind: PeerKind
    service: ServiceSlug
    rank: Label | None = None
    regions: Annotated[tuple[str, ...], AfterValidator(_real_regions)] = ()
    most_visits: Annotated[int, Field(ge=0, le=50)] | None = None
    would_observe: bool = False
    left_on: Day | None = None


class GivenPeer(PeerDetails, Given):
    """A peer who joins the pool."""

    def person(self) -> Peer:
        own = self.model_dump(include=set(GivenPeer.model_fields) - {"regions"})
        return Peer(**own, regions=list(self.regions))


def person_given(given: Mapping[str, object]) -> Contact | Peer:
    """A peer where a kind or a service is given, otherwise a contact. Raises pydantic's ValidationError."""
    fields = {name: value for name, value in given.items() if value not in (None, "", ())}
    form = GivenPeer if fields.keys() & {"kind", "service"} else GivenContact
    return form.model_validate(fields).person()


def read_person(given: Mapping[str, object]) -> Contact | Peer:
    """The same for a terminal. Raises Malformed with every problem."""
    try:
        return person_given(given)
    except ValidationError as error:
        raise in_words(error) from None


def read_as(shape: type[Shape], given: object, called: str = "") -> Shape:
    """What a terminal was given, in a shape. Raises Malformed with every problem."""
    try:
        return TypeAdapter(shape).validate_python(given)
    except ValidationError as error:
        raise in_words(error, called) from None


def in_words(error: ValidationError, called: str = "") -> Malformed:
    found = (sentence(called or field, reason).rstrip(".") for field, reason in problems(error))
    return Malformed(sentence("; ".join(found)))
