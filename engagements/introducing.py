"""Introducing somebody: an authority's people name a colleague who is not on record yet, to hand something to them."""

from itertools import count
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, StringConstraints, ValidationError
from sqlalchemy import Connection, select

from config.addresses import mail_address
from config.malformed import problems, sentence
from config.vocabulary import OF_THE_AUTHORITY, Role
from engagements.loading import plain
from engagements.messages import Label
from engagements.people import add_person, taken
from engagements.refusals import Malformed
from engagements.state.people import Contact

FIRST_TURN, LAST_TURN = 2, 99


class Introduced(BaseModel):
    """A name and an address, as somebody typed them."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: Label
    email: Annotated[str, StringConstraints(strip_whitespace=True), AfterValidator(mail_address)]


def introduce(connection: Connection, authority: str, role: Role, name: str, email: str) -> Contact:
    """The contact of the authority with that address; put on record in the role, after its other holders, where new.

    Nobody learns whether another authority knows the address. Raises Malformed for what is no name or no address.
    """
    if role not in OF_THE_AUTHORITY:
        raise Malformed(f"Nobody of an authority is on record as {role.replace('_', ' ')}.")
    try:
        given = Introduced(name=name, email=email)
    except ValidationError as error:
        found = (sentence(field, reason).rstrip(".") for field, reason in problems(error))
        raise Malformed(sentence("; ".join(found))) from None
    table = Contact.table
    ours = plain(connection.execute(select(table).where(table.c.authority == authority).order_by(table.c.id)), Contact)
    for contact in ours:
        if contact.email.casefold() == given.email.casefold():
            return contact
    stem = f"{authority}-{role.replace('_', '-')}"
    new = Contact(
        id=next(free for number in count(2) if not taken(connection, free := f"{stem}-{number}")),
        role=role,
        name=given.name,
        email=given.email,
        authority=authority,
        turn=min(max((one.turn + 1 for one in ours if one.role is role), default=FIRST_TURN), LAST_TURN),
    )
    add_person(connection, new)
    return new
