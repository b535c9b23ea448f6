"""``peer-support do``: give a command, as a role, from the terminal."""

import sys
from contextlib import nullcontext
from typing import TYPE_CHECKING, Annotated, Any
from uuid import UUID

from cyclopts import Parameter

from cli.answers import DONE, Json, Misuse, as_json, say
from config.nearest import did_you_mean
from config.vocabulary import Role
from engagements.telling import happened

if TYPE_CHECKING:
    from engagements.handling import Outcome
    from engagements.journal import Actor


def do(
    command: Annotated[str, Parameter(help="What to do: `peer-support commands` lists them all.")],
    /,
    *,
    as_: Annotated[
        str, Parameter("--as", help="Who gives it: a role, and a person on record where that matters: peer:ID.")
    ],
    ref: Annotated[
        str | None, Parameter(help="The engagement's reference; none for a command that begins one.")
    ] = None,
    data: Annotated[
        str, Parameter(help="The command's fields: JSON, @FILE, or - for standard input.", allow_leading_hyphen=True)
    ] = "{}",
    command_id: Annotated[UUID | None, Parameter(help="A command with the same id is applied once.")] = None,
    expect_version: Annotated[int | None, Parameter(help="Refuse if the engagement has moved on from there.")] = None,
    json: Json = False,
) -> int:
    """Give a command. What it asks for, and who may give it: peer-support commands NAME."""
    from cli.opening import workplace
    from engagements.database import reading
    from engagements.engagement import uk_date
    from engagements.handling import handle, read_command
    from engagements.standing import standing

    who, wanted = actor(as_), read_command(command, _read(data))
    place = workplace()
    outcome = handle(
        place.engine,
        place.world,
        wanted,
        who,
        place.now(),
        ref=ref,
        command_id=command_id,
        expected_version=expect_version,
    )
    if json:
        as_json(_plainly(outcome))
        return DONE
    what = ", ".join(happened(event) for event in outcome.events)
    before = "Applied before, and not again: " if outcome.replayed else ""
    with reading(place.engine) as connection:
        stands = standing(connection, place.world, outcome.ref, uk_date(place.now()))
    say(f"{before}{what} ({outcome.ref}, version {outcome.version}).", stands.sentence())
    return DONE


def actor(given: str) -> "Actor":
    """Who gives a command, from ROLE or ROLE:PERSON. Raises Misuse for a role that there is not."""
    from engagements.journal import Actor

    role, _, person = given.partition(":")
    word = role.replace("-", "_").lower()
    if word not in list(Role):
        hint = did_you_mean(word, Role) or f" There are: {', '.join(Role)}."
        raise Misuse(f"There is no role {role}.{hint}")
    return Actor(Role(word), person or None)


def _read(data: str) -> str:
    """JSON as it was given, from a file, or from standard input; a little more than is allowed, and no more."""
    from engagements.handling import LARGEST_COMMAND

    if data != "-" and not data.startswith("@"):
        return data
    try:
        with nullcontext(sys.stdin.buffer) if data == "-" else open(data[1:], "rb") as source:
            raw = source.read(LARGEST_COMMAND + 1)
        return raw.decode("utf-8-sig", "strict" if len(raw) <= LARGEST_COMMAND else "replace")
    except OSError as problem:
        raise Misuse(f"{data[1:]} cannot be read: {problem.strerror}.") from None
    except UnicodeDecodeError as problem:
        raise Misuse(f"The data is not text in UTF-8, from byte {problem.start + 1} on.") from None


def _plainly(outcome: "Outcome") -> dict[str, Any]:
    events = [
        {"type": type(event).__name__, "position": position, "facts": event.model_dump(mode="json", exclude_none=True)}
        for event, position in zip(outcome.events, outcome.positions, strict=True)
    ]
    return {"ref": outcome.ref, "version": outcome.version, "replayed": outcome.replayed, "events": events}
