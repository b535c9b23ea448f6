"""``peer-support people absent`` and its like: who is away, who stands in, and whose mail comes back."""

from datetime import date
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from cli.answers import DONE, Json, as_json, say
from config.calendar import in_words

if TYPE_CHECKING:
    from engagements.state.people import Contact, Peer, Unreachable

Person = Annotated[str, Parameter(help="Their identifier, as `peer-support people` lists it.")]


def absent(
    id: Person,
    /,
    *,
    first: Annotated[date, Parameter(name="--from", help="The first day away.")],
    last: Annotated[date | None, Parameter(name="--to", help="The last day away; unset, until they are back.")] = None,
    deputy: Annotated[str | None, Parameter(help="The contact to whom their mail goes; unset, the one before.")] = None,
    json: Json = False,
) -> int:
    """A contact is away: their mail goes to their deputy, or to the next who holds their role."""
    from cli.opening import workplace
    from engagements.database import writing
    from engagements.people import absent as away

    with writing(workplace().engine) as connection:
        contact = away(connection, id, first, last, deputy)
    until = f" to {in_words(last)}" if last else ", until they are back"
    instead = (
        f"their mail goes to {contact.deputy}" if contact.deputy else "their mail goes to whoever holds the role next"
    )
    as_json(contact.__dict__) if json else say(f"{id} is away from {in_words(first)}{until}; {instead}.")
    return DONE


def back(id: Person, /, *, json: Json = False) -> int:
    """A contact is there again, whatever was said of their absence."""
    from cli.opening import workplace
    from engagements.database import writing
    from engagements.people import back as there_again

    with writing(workplace().engine) as connection:
        contact = there_again(connection, id)
    as_json(contact.__dict__) if json else say(f"{id} is there; their mail goes to them.")
    return DONE


def change_address(
    id: Person, email: Annotated[str, Parameter(help="Where messages go.")], /, *, json: Json = False
) -> int:
    """Send somebody's mail to another address from now on."""
    from cli.answers import FoundWanting
    from cli.opening import workplace
    from config.addresses import mail_address
    from engagements.database import writing
    from engagements.people import change_address as changed

    try:
        mail_address(email)
    except ValueError as problem:
        raise FoundWanting(f"{email!r}: {problem}.") from None
    with writing(workplace().engine) as connection:
        person = changed(connection, id, email)
    as_json(person.__dict__) if json else say(f"Mail for {id} goes to {email}.")
    return DONE


def mend(id: Person, /, *, json: Json = False) -> int:
    """Somebody's address works again: write to it as before."""
    from cli.opening import workplace
    from engagements.database import writing
    from engagements.people import mend as mended

    with writing(workplace().engine) as connection:
        person = mended(connection, id)
    as_json(person.__dict__) if json else say(f"Mail goes to {id} at {person.email} again.")
    return DONE


def standing(one: "Contact | Peer", failed: "Unreachable | None", today: date) -> str:
    """What a list says of somebody's absence, deputy, and mail that came back."""
    from engagements.state.people import Contact

    said = [_absence(one, today)] if isinstance(one, Contact) else []
    if failed:
        said.append(f"cannot be reached since {in_words(failed.since)}: {failed.reason}")
    return "; ".join(filter(None, said))


def _absence(contact: "Contact", today: date) -> str:
    deputy = f"deputy {contact.deputy}" if contact.deputy else ""
    first, last = contact.absent_from, contact.absent_to
    if not first or (last and last < today):
        return deputy
    away = "away" if first <= today else f"away from {in_words(first)}"
    until = f" until {in_words(last)}" if last else ""
    return ", ".join(filter(None, (away + until, deputy)))
