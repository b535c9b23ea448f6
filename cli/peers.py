"""``peer-support peers``: the pool of those who may be asked, and what is known of them."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import App, Parameter

from cli import peers_away, peers_kept
from cli.answers import DONE, FoundWanting, Json, Misuse, as_json, heading, say, table
from cli.people_away import Person
from cli.spreadsheet_files import given, mending, noticed, saved
from config.calendar import in_words
from config.vocabulary import PeerKind
from engagements.telling import plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from documents.spreadsheets.peers import PoolRead
    from engagements.peers.on_record import PeerOnRecord

app = App("peers", help="The peer pool: who may be asked, what they know, when they are free, where they have been.")
app.command(peers_away.away)
app.command(peers_away.free)
app.command(peers_away.calendar)
app.command(peers_kept.expert)
app.command(peers_kept.trained)
app.command(peers_kept.interest)
app.command(peers_kept.leave)

DryRun = Annotated[bool, Parameter(help="Say what would change, and change nothing.")]


@app.default
@app.command(name="list")
def listed(
    *,
    kind: Annotated[PeerKind | None, Parameter(help="Only those who are this at home.")] = None,
    service: Annotated[str, Parameter(help="Only those of this service.")] = "",
    expert_in: Annotated[str, Parameter(help="Only those who are expert in this question or theme.")] = "",
    free_from: Annotated[date | None, Parameter(help="Only those who are free from this day …")] = None,
    free_to: Annotated[date | None, Parameter(help="… to this one; unset, on that day.")] = None,
    json: Json = False,
) -> int:
    """Everybody in the pool today, or those who fit."""
    from engagements.peers.looking import Sought
    from engagements.peers.periods import Days

    if free_to and not free_from:
        raise Misuse("--free-to needs --free-from.")
    free = Days(free_from, free_to or free_from) if free_from else None
    sought = Sought(kind=kind, service=service, subject=_subject(expert_in) if expert_in else "", free=free)
    found = [peer for peer in _pool() if sought.fits(peer)]
    if json:
        as_json(found)
    elif not found:
        say("Nobody in the pool fits. `peer-support peers add` puts somebody into it, `peers import` a list.")
    else:
        table(
            ("Identifier", "Name", "Kind", "Of", "Expert in", "Last visit", "Booked"),
            (
                (one.id, one.name, plain(one.kind), one.service, len(one.expertise), _last(one), len(one.booked))
                for one in found
            ),
        )
    return DONE


@app.command
def show(id: Person, /, *, json: Json = False) -> int:
    """Everything that bears on choosing a peer. Their political group is not among it."""
    from config.themes import subjects

    found = next((peer for peer in _pool() if peer.id == id), None)
    if found is None:
        raise FoundWanting(f"{id} is not in the pool today. `peer-support peers` lists who is.")
    if json:
        as_json(found)
        return DONE
    rank = f", {found.rank}" if found.rank else ""
    say(f"{found.name}: {plain(found.kind)}{rank}, of {found.service}.")
    say(f"Would travel to {', '.join(sorted(found.regions)) or 'any region'}.")
    most = "the usual number of" if found.most_visits is None else f"at most {found.most_visits}"
    say(f"Goes on {most} visits a year{'; wants a first visit as an observer' if found.would_observe else ''}.")
    _section("Expert in", [subjects().get(one, one) for one in sorted(found.expertise)])
    _section("Away", [str(one) if one.last != date.max else f"from {in_words(one.first)} on" for one in found.away])
    _section("Booked", [f"{one.ref}, {one.status}: {'; '.join(map(str, one.phases))}" for one in found.booked])
    _section("Visited", [f"{one.service}, {plain(one.team_role)}, {in_words(one.ended_on)}" for one in found.visited])
    _section("Interests", [_interest(one.service, plain(one.kind), one.until) for one in found.interests])
    _section("Training that lapsed", found.lapsed_training)
    return DONE


@app.command
def add(
    id: Annotated[str, Parameter(help="A short name for them, such as kent-lead: the journal knows them by it.")],
    /,
    *,
    name: Annotated[str, Parameter(help="Their name, as messages greet them.")],
    email: Annotated[str, Parameter(help="Where messages go.")],
    kind: Annotated[str, Parameter(help=f"What they are at home: {', '.join(PeerKind)}.")],
    service: Annotated[str, Parameter(help="The service that they come from.")],
    rank: Annotated[str | None, Parameter(help="Their rank or office.")] = None,
    regions: Annotated[tuple[str, ...], Parameter(help="Where they would travel; none means anywhere.")] = (),
    most_visits: Annotated[int | None, Parameter(help="How often they would go in a year.")] = None,
    would_observe: Annotated[bool, Parameter(help="They want a first visit as an observer.")] = False,
    json: Json = False,
) -> int:
    """Put a peer into the pool. What they know, and when they are away, has commands of its own."""
    from cli.opening import workplace
    from engagements.database import writing
    from engagements.people import add_person
    from engagements.people_given import read_person

    said: dict[str, object] = {"id": id, "name": name, "email": email, "kind": kind, "service": service, "rank": rank}
    said |= {"regions": regions, "most_visits": most_visits, "would_observe": would_observe}
    person, place = read_person(said), workplace()
    with writing(place.engine) as connection:
        add_person(connection, person)
    as_json(person.__dict__) if json else say(f"{person.name} is in the pool as {person.id}.")
    return DONE


@app.command(name="import")
def import_(file: Path, /, *, dry_run: DryRun = False, json: Json = False) -> int:
    """Put everybody in a list into the pool, and change what it says differently: all of it, or nothing.

    A column that the list does not have stays as it is; an empty cell empties. Its columns: peers export.

    Parameters
    ----------
    file
        The list: .csv, .xlsx, .xls or .ods.
    """
    from cli.opening import workplace
    from documents.spreadsheets.peers import read_pool
    from documents.spreadsheets.problems import NeedsMending, Unreadable
    from engagements.database import reading, writing
    from engagements.peers.enrolling import enter

    opened, place = given(file), workplace()
    try:
        with (reading if dry_run else writing)(place.engine) as connection:
            read = read_pool(opened, connection)
            if not dry_run:
                enter(connection, read.entered)
    except NeedsMending as faults:
        return mending(faults, json=json)
    except Unreadable as refusal:
        raise FoundWanting(str(refusal)) from None
    if json:
        changed = {one.peer: one.changed for one in read.changed}
        as_json({"dry_run": dry_run, "added": [one.peer for one in read.new], "changed": changed})
        return DONE
    noticed(read.notices)
    say(*_differences(read, dry_run=dry_run))
    return DONE


@app.command
def export(*, to: Annotated[Path, Parameter(help="The file to write: .csv or .xlsx.")], json: Json = False) -> int:
    """Write the pool as a list, in the columns that import reads. Interests and political groups are not in it."""
    from cli.opening import workplace
    from documents.spreadsheets.peers import written_pool
    from engagements.database import reading

    with reading(workplace().engine) as connection:
        sheets = written_pool(connection)
    saved(sheets, to)
    number = len(sheets[0].rows)
    as_json({"peers": number, "file": str(to)}) if json else say(f"Wrote {number} peers to {to}.")
    return DONE


def _pool() -> "tuple[PeerOnRecord, ...]":
    from cli.opening import workplace
    from engagements.database import reading
    from engagements.engagement import uk_date
    from engagements.peers.on_record import pool

    place = workplace()
    with reading(place.engine) as connection:
        return pool(connection, uk_date(place.now()), place.world)


def _subject(word: str) -> str:
    from config.themes import UnknownSubject, subject_named

    try:
        return subject_named(word)
    except UnknownSubject as unknown:
        raise FoundWanting(str(unknown)) from None


def _last(peer: "PeerOnRecord") -> str:
    return in_words(peer.visited[0].ended_on) if peer.visited else "never"


def _interest(service: str, kind: str, until: date | None) -> str:
    return f"{service}: {kind}{f', until {in_words(until)}' if until else ''}"


def _section(title: str, lines: "Sequence[str]") -> None:
    if lines:
        heading(title)
        say(*(f"  {line}" for line in lines))


def _differences(read: "PoolRead", *, dry_run: bool) -> list[str]:
    would = "Would add" if dry_run else "Added"
    told = [
        f"{would} {len(read.new)}, {'change' if dry_run else 'changed'} {len(read.changed)}; the rest is as it was."
    ]
    told += [f"  {one.peer}: new" for one in read.new]
    told += [f"  {one.peer}: {', '.join(map(plain, one.changed))}" for one in read.changed]
    return [*told, "Nothing was written."] if dry_run else told
