"""``peer-support bounces``: mail that came back, read from wherever the mail server leaves it."""

from collections import Counter
from pathlib import Path

from cyclopts import App

from cli.answers import DONE, Json, Misuse, as_json, say, table
from config.calendar import in_words
from engagements.telling import plain

app = App("bounces", help="Mail that came back: whose address is no good, and what else was found.")


@app.default
@app.command(name="list")
def listed(*, json: Json = False) -> int:
    """What has been dealt with, in the order of reading."""
    from cli.opening import workplace
    from engagements.database import reading
    from engagements.engagement import uk_date
    from notifications.bounces import listed as all_listed

    with reading(workplace().engine) as connection:
        found = all_listed(connection)
    if json:
        as_json([one.__dict__ for one in found])
    elif not found:
        say("No returned mail has been read yet. Read some with: peer-support bounces read PLACE")
    else:
        table(
            ("Read", "What it is", "Notification", "Why"),
            ((in_words(uk_date(one.read_at)), plain(one.verdict), one.notification or "", one.remark) for one in found),
        )
    return DONE


@app.command
def read(place: Path, /, *, json: Json = False) -> int:
    """Deal with returned mail that was not dealt with before. Nothing is deleted.

    Parameters
    ----------
    place
        A Maildir, an mbox file, a folder of .eml files, or one file.
    """
    from cli.opening import workplace
    from notifications.bounces import read_returned
    from notifications.returned_from import NothingThere

    at = workplace()
    try:
        dealt = list(read_returned(at.engine, at.world, at.settings, place, at.now()))
    except NothingThere as problem:
        raise Misuse(str(problem)) from None
    if json:
        as_json([one._asdict() for one in dealt])
        return DONE
    table(
        ("Message", "What it is", "Notification", "Why"),
        ((one.name, plain(one.verdict), one.notification or "", one.remark) for one in dealt),
    )
    counted = Counter(plain(one.verdict) for one in dealt)
    say(", ".join(f"{count} {verdict}" for verdict, count in counted.items()) or "Nothing new has come back.")
    return DONE
