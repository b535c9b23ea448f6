"""A case: the story of an engagement as data, to be played with a simulated calendar. ``cases/`` holds ours."""

import tomllib
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator
from sqlalchemy import Connection

from config.malformed import problems
from config.vocabulary import PeerKind, Role
from documents.spreadsheets.opening import read_file
from documents.spreadsheets.peers import read_pool
from documents.spreadsheets.problems import NeedsMending, Unreadable
from engagements.engagement import World
from engagements.governance import GivenBody, GivenRoute, set_route
from engagements.journal import Actor
from engagements.messages import Command, Slug
from engagements.peers.enrolling import enter
from engagements.people import add_person
from engagements.process import command_named
from engagements.proposing import Proposal
from engagements.proposing.asking import command_for, proposal_for
from engagements.refusals import Malformed, Refused
from engagements.state.people import Contact, Peer

SHIPPED = Path(__file__).parent.parent / "cases"


class MalformedCase(Malformed):
    """The case file cannot be read: the message names the file, the place in it, and the reason."""


class Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class CaseContact(Part):
    """A contact, as a role with an example.org address."""

    id: Slug
    role: Role
    name: str
    email: Annotated[str, Field(pattern=r"^[^@\s]+@example\.org$")]
    authority: Slug | None = None
    regions: tuple[str, ...] = ()
    turn: int = 1
    deputy: Slug | None = None


class CasePeer(Part):
    """An invented peer of a real service."""

    id: Slug
    kind: PeerKind
    service: Slug
    name: str
    email: Annotated[str, Field(pattern=r"^[^@\s]+@example\.org$")]


class CaseHappening(Part):
    """What the world outside did to a contact's mail: the last message came back, or the address was put right."""

    on: date
    what: Literal["mail_returned", "address_mended"]
    contact: Slug


class CaseStep(Part):
    """A command that somebody gives on a day. ``refused``: the rule that stands against it, where one should.

    ``illustrative``: the source does not tell this step, or not its day. ``why``: what a reader should know about it.
    ``chosen``: the places of ProposeTeam are those of the best team that the pool gives on that day.
    """

    on: date
    give: str
    given_by: Annotated[str, Field(alias="as")]
    data: dict[str, Any] = {}
    illustrative: bool = False
    refused: str | None = None
    why: str | None = None
    chosen: bool = False

    @model_validator(mode="after")
    def _is_a_command(self) -> Self:
        try:
            self.command()
            self.actor()
        except Refused as refusal:
            raise ValueError(str(refusal)) from None
        return self

    def command(self) -> Command:
        kind = command_named(self.give)
        try:
            return kind.model_validate(self.data)
        except ValidationError as found:
            told = "; ".join(f"{field}: {reason}" for field, reason in problems(found))
            raise Malformed(f"{self.give}: {told}") from None

    def actor(self) -> Actor:
        role, _, person = self.given_by.partition(":")
        if role not in set(Role):
            raise Malformed(f"{role} is not a role; the roles are {', '.join(Role)}")
        return Actor(Role(role), person or None)


class Case(Part):
    """The people, and the steps in order of their days, between the first day and the last."""

    title: str
    authority: Slug
    product: Slug
    begins: date
    ends: date
    contacts: tuple[CaseContact, ...]
    peers: tuple[CasePeer, ...] = ()
    pool: Path | None = None  # a list of invented peers, beside the case's file; of the peers above it tells more
    route: tuple[GivenBody, ...] = ()
    happenings: tuple[CaseHappening, ...] = ()
    steps: Annotated[tuple[CaseStep, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _of_people_on_record(self) -> Self:
        known = {contact.id for contact in self.contacts}
        for happening in self.happenings:
            if happening.contact not in known:
                raise ValueError(f"the happening of {happening.on} is about {happening.contact}, who is no contact")
        return self

    def put_on_record(self, connection: Connection) -> None:
        """The people and the reporting route, in a database that has none of them yet."""
        for contact in self.contacts:
            person = contact.model_dump(exclude={"regions"})
            add_person(connection, Contact(**person, regions=list(contact.regions)))
        for peer in self.peers:
            add_person(connection, Peer(**peer.model_dump()))
        if self.pool:
            _enter(connection, self.pool)
        if self.route:
            set_route(connection, self.authority, GivenRoute(bodies=self.route), self.begins)

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        days = [self.begins, *(step.on for step in self.steps), self.ends]
        for before, after in pairwise(days):
            if after < before:
                raise ValueError(f"the step of {after} comes after the one of {before}: put the steps in order of days")
        return self

    @classmethod
    def load(cls, file: Path) -> "Case":
        """Read a case file. Raises MalformedCase."""
        try:
            told = tomllib.loads(file.read_text(encoding="utf-8"))
            return cls.model_validate(told | ({"pool": file.parent / told["pool"]} if "pool" in told else {}))
        except OSError as problem:
            raise MalformedCase(f"The case file {file} cannot be read: {problem.strerror}.") from None
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as problem:
            raise MalformedCase(f"{file.name} is not TOML: {problem}.") from None
        except ValidationError as found:
            field, reason = next(iter(problems(found)))
            raise MalformedCase(f"{file.name}, {field}: {reason}.") from None


def _enter(connection: Connection, file: Path) -> None:
    """Everybody in a list of peers. Raises MalformedCase."""
    try:
        enter(connection, read_pool(read_file(file), connection).entered)
    except OSError as problem:
        raise MalformedCase(f"The list of peers {file} cannot be read: {problem.strerror}.") from None
    except (NeedsMending, Unreadable) as faults:
        raise MalformedCase(f"{file.name}: {faults}") from None


def best_team(connection: Connection, world: World, ref: str, on: date) -> tuple[Command, Proposal]:
    """The command that proposes the best team there is, and what it was chosen from. Raises MalformedCase."""
    proposal = proposal_for(connection, [ref], world, on)
    command = command_for(proposal.best, ref) if proposal.best else None
    if command is None:
        raise MalformedCase(f"The pool gives no team for {ref}: {proposal.impossible or 'every place is held'}")
    return command, proposal
