"""``peer-support peers away`` and its like: when peers are not free."""

from datetime import date
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from cli.answers import DONE, FoundWanting, Json, Misuse, as_json, say
from cli.people_away import Person
from cli.spreadsheet_files import mending


def away(id: Person, first: date, last: date | None = None, /, *, json: Json = False) -> int:
    """A peer is not free from one day to another, both included.

    Parameters
    ----------
    first
        The first day, as 2027-06-01.
    last
        The last day; unset, the first alone.
    """
    from cli.opening import workplace
    from engagements.database import writing
    from engagements.peers.availability import away as not_free
    from engagements.peers.keeping import the_peer
    from engagements.peers.periods import Days

    days = Days(first, last or first)
    with writing(workplace().engine) as connection:
        not_free(connection, the_peer(connection, id).id, days)
    as_json({"peer": id, "away": days}) if json else say(f"{id} is away on {days}.")
    return DONE


def free(id: Person, first: date, last: date | None = None, /, *, json: Json = False) -> int:
    """A peer is free after all, from one day to another, both included.

    Parameters
    ----------
    first
        The first day, as 2027-06-01.
    last
        The last day; unset, the first alone.
    """
    from cli.opening import workplace
    from engagements.database import writing
    from engagements.peers.availability import free as there
    from engagements.peers.keeping import the_peer
    from engagements.peers.periods import Days

    days = Days(first, last or first)
    with writing(workplace().engine) as connection:
        there(connection, the_peer(connection, id).id, days)
    as_json({"peer": id, "free": days}) if json else say(f"{id} is free on {days}.")
    return DONE


def calendar(
    id: Person,
    file: Path,
    /,
    *,
    dry_run: Annotated[bool, Parameter(help="Say on which days they would be away, and change nothing.")] = False,
    json: Json = False,
) -> int:
    """Take the days on which a peer is not free from their calendar, in the place of what it said before.

    Only days are kept: not what an entry is called, where it is, or who else comes. Days that somebody typed stay.

    Parameters
    ----------
    file
        The calendar, as .ics.
    """
    from cli.opening import workplace
    from documents.calendar_read import read_calendar
    from documents.spreadsheets.problems import NeedsMending, Unreadable
    from engagements.database import writing
    from engagements.engagement import uk_date
    from engagements.peers.availability import from_calendar
    from engagements.peers.keeping import the_peer

    place = workplace()
    try:
        read = read_calendar(file.read_bytes(), file.name, uk_date(place.now()), place.settings.busy_hours)
    except OSError as problem:
        raise Misuse(f"{file} cannot be read: {problem.strerror}.") from None
    except NeedsMending as faults:
        return mending(faults, json=json)
    except Unreadable as refusal:
        raise FoundWanting(str(refusal)) from None
    with writing(place.engine) as connection:
        the_peer(connection, id)
        if not dry_run:
            from_calendar(connection, id, read.days)
    if json:
        as_json({"peer": id, "dry_run": dry_run, "away": read.days, "passed_over": read.passed_over})
        return DONE
    say(
        f"{'Would be' if dry_run else 'Is'} away on {len(read.days)} occasions; {read.passed_over} entries take no day."
    )
    say(*(f"  {days}" for days in read.days))
    return DONE
