"""``peer-support outbox``: events that wait to be followed, and those that were set aside for a person."""

from typing import Annotated, Any

from cyclopts import App, Parameter

from cli.answers import DONE, Json, as_json, say, table

app = App("outbox", help="Events that wait to be followed, and those that were set aside for a person.")


@app.default
@app.command(name="list")
def listed(
    *,
    set_aside: Annotated[bool, Parameter(help="Only those that were set aside after failing too often.")] = False,
    json: Json = False,
) -> int:
    """What waits, in order. An event leaves the outbox once it has been followed."""
    from cli.opening import workplace
    from engagements.database import reading
    from engagements.outbox import waiting

    place = workplace()
    with reading(place.engine) as connection:
        entries = [entry for entry in waiting(connection) if entry["set_aside_at"] or not set_aside]
    if json:
        as_json(entries)
    elif not entries:
        say("Nothing was set aside." if set_aside else "Nothing waits: every event has been followed.")
    else:
        table(
            ("Position", "Engagement", "What happened", "Stands", "Tries", "Last error"),
            (
                (
                    entry["position"],
                    entry["ref"],
                    _in_words(entry["type"]),
                    _stands(entry),
                    entry["attempts"],
                    entry["last_error"],
                )
                for entry in entries
            ),
        )
        if any(entry["set_aside_at"] for entry in entries):
            say("\nOnce the cause is mended, try again what was set aside with: peer-support outbox retry POSITION")
    return DONE


@app.command
def retry(position: int, /, *, json: Json = False) -> int:
    """Have an event followed at once, with all its tries before it. What it told people is not told twice.

    Parameters
    ----------
    position
        Its position, as the outbox lists it.
    """
    from cli.opening import workplace
    from engagements.database import writing
    from engagements.outbox import retry as again

    place = workplace()
    with writing(place.engine) as connection:
        again(connection, position)
    as_json({"position": position}) if json else say(f"Event {position} is followed next.")
    return DONE


def _in_words(event: str) -> str:
    """Support requested, for SupportRequested; one that only a newer release knows stays as it is written."""
    import engagements.process  # noqa: F401 - declares every event
    from engagements.events import Event
    from engagements.words import called

    return called(Event.EVENTS[event]).capitalize() if event in Event.EVENTS else event


def _stands(entry: dict[str, Any]) -> str:
    if entry["set_aside_at"]:
        return "set aside"
    if entry["claimed_by"]:
        return "being followed"
    return "to be tried again" if entry["attempts"] else "waiting"
