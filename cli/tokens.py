"""``peer-support tokens``: by which other systems call the HTTP API."""

from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import App, Parameter

from cli.answers import DONE, Json, as_json, say, table
from config.calendar import in_words

if TYPE_CHECKING:
    from portal.api.tokens import Token

app = App("tokens", help="By which other systems call the HTTP API: making, listing and revoking them.")

By = Annotated[str, Parameter(help="Who decides it: a role, or the identifier of a contact.")]


@app.default
@app.command(name="list")
def listed(*, json: Json = False) -> int:
    """Every token that was made, the newest first; of each only how it begins."""
    from cli.opening import workplace
    from engagements.database import reading
    from engagements.engagement import uk_date
    from portal.api.tokens import listed as all_of

    place = workplace()
    today = uk_date(place.now())
    with reading(place.engine) as connection:
        found = all_of(connection)
    if json:
        as_json([_plainly(token) | {"stands": token.stands(today)} for token in found])
    elif not found:
        say("No token was made yet. Make one with: peer-support tokens make NAME --as CONTACT")
    else:
        table(
            ("Number", "For", "Begins with", "Acts as", "Sees", "Last day", "Last used", "Stands"),
            (
                (
                    token.id,
                    token.name,
                    f"{token.begins_with}…",
                    ", ".join(token.hats.values()),
                    token.authority or "every authority",
                    in_words(token.expires_on),
                    in_words(token.used_on) if token.used_on else "never",
                    token.stands(today),
                )
                for token in found
            ),
        )
    return DONE


@app.command
def make(
    name: str,
    /,
    *,
    acts_as: Annotated[
        tuple[str, ...], Parameter(name="--as", help="As whom it acts: a coordinator or principal adviser on record.")
    ],
    days: Annotated[int, Parameter(help="For how many days it works, at most 365.")] = 90,
    authority: Annotated[str | None, Parameter(help="Whose engagements alone it may see and change.")] = None,
    by: By = "operator",
    json: Json = False,
) -> int:
    """Make a token. It is told this once: the database keeps only its hash.

    Parameters
    ----------
    name
        Which system uses it, and for what.
    """
    from cli.opening import workplace
    from engagements.database import writing
    from engagements.people import on_record
    from engagements.refusals import UnknownPerson
    from engagements.state.people import Contact
    from portal.api import tokens

    place = workplace()
    with writing(place.engine) as connection:
        hats = {}
        for person in acts_as:
            known = on_record(connection, person)
            if not isinstance(known, Contact):
                raise UnknownPerson(f"{person} is a peer; a token acts as a coordinator or a principal adviser.")
            hats[known.role] = known.id
        token, made = tokens.make(
            connection, place.world, place.now(), name=name, hats=hats, by=by, days=days, authority=authority
        )
    if json:
        as_json(_plainly(made) | {"token": token})
    else:
        say(f"Token {made.id}, which works until {in_words(made.expires_on)}. It is shown only this once:", "", token)
    return DONE


@app.command
def revoke(number: int, /, *, by: By = "operator", json: Json = False) -> int:
    """Have a token work no longer, at once.

    Parameters
    ----------
    number
        Its number, as the list gives it.
    """
    from cli.opening import workplace
    from engagements.database import writing
    from portal.api import tokens

    place = workplace()
    with writing(place.engine) as connection:
        revoked = tokens.revoke(connection, number, by, place.now())
    as_json(_plainly(revoked)) if json else say(f"Token {number} ({revoked.name}) works no longer.")
    return DONE


def _plainly(token: "Token") -> dict[str, Any]:
    return {name: value for name, value in token.__dict__.items() if name != "hashed"}
