"""``peer-support verify`` and ``export``: what the journal proves, and everything that is known of an engagement."""

import sys

from cli.answers import DONE, FOUND_WANTING, Json, as_json, say


def verify(*, json: Json = False) -> int:
    """Check every chain of the journal, rebuild every table from it, and compare.

    Ends with 1 and the places that differ where something was changed behind the journal's back.
    """
    from cli.opening import workplace
    from engagements.rebuilding import verified

    place = workplace()
    verdict = verified(place.engine, place.world)
    counted = f"{_counted(verdict.engagements, 'engagement')} and {_counted(verdict.events, 'event')}"
    if json:
        as_json(
            {"holds": verdict.holds} | {name: getattr(verdict, name) for name in ("engagements", "events", "problems")}
        )
    elif verdict.holds:
        say(f"Verified {counted}: every chain holds, and the journal rebuilds every table as it stands.")
    else:
        say(*verdict.problems)
    if not verdict.holds:
        print(
            f"Journal and tables differ in {_counted(len(verdict.problems), 'place')}, of {counted}.", file=sys.stderr
        )
    return DONE if verdict.holds else FOUND_WANTING


def _counted(number: int, what: str) -> str:
    return f"{number:,} {what}" if number == 1 else f"{number:,} {what}s"


def export(ref: str, /, *, json: Json = False) -> int:
    """Everything about one engagement as JSON: its tables, its journal with the hashes, the texts that people typed.

    Parameters
    ----------
    ref
        The engagement's reference.
    json
        It is always JSON.
    """
    from cli.opening import workplace
    from engagements.database import reading
    from engagements.export import export as exported

    place = workplace()
    with reading(place.engine) as connection:
        as_json(exported(connection, ref, place.world))
    return DONE
