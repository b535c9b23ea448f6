"""``peer-support rehearse``: who will be asked for what on which day, whether or not people answer in time."""

from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from cli.answers import DONE, FoundWanting, Json, Misuse, as_json, heading, say, table
from cli.rehearsal_words import by_month, ending, weighed
from config.calendar import in_words

if TYPE_CHECKING:
    from engagements.rehearsal.diary import Calendar
    from engagements.rehearsal.manner import Manner
    from engagements.rehearsal.rehearsing import Rehearsal

LONGEST = 120
"""Months that a rehearsal may look ahead: five times the longest engagement."""


def rehearse(
    *,
    case: Annotated[Path | None, Parameter(help="Begin with the people and the request of this case file.")] = None,
    ref: Annotated[str | None, Parameter(help="Begin with this engagement as it stands; it is not changed.")] = None,
    months: Annotated[int, Parameter(help="How far to look ahead; it ends earlier with the engagement.")] = 24,
    late: Annotated[str | None, Parameter(help="The share of answers that come late: 0.25, or 25%.")] = None,
    nobody: Annotated[bool, Parameter(help="Nobody answers anything.")] = False,
    everybody: Annotated[bool, Parameter(help="Everybody answers in time, as they do unless said.")] = False,
    begins: Annotated[date | None, Parameter(name="--from", help="The first day. Today, or the case's own.")] = None,
    seed: Annotated[int, Parameter(help="Another number, other days on which people answer.")] = 0,
    json: Json = False,
) -> int:
    """The calendar of everything that will be asked of whom, by the same code that asks for it in earnest.

    On a throw-away database: nothing is written, nobody is told. Without a case or a reference, a review begins today.
    """
    from engagements.rehearsal.manner import Manner
    from engagements.rehearsal.summary import summary_of

    if case and ref:
        raise Misuse("Rehearse a case or an engagement, not both: give --case or --ref.")
    if (late is not None) + nobody + everybody > 1:
        raise Misuse("Say one of --nobody, --everybody and --late.")
    if not 1 <= months <= LONGEST:
        raise Misuse(f"--months: choose from 1 to {LONGEST}.")
    manner = Manner(None if nobody else _share(late or "0"), seed)
    rehearsal, calendar, first = _of_engagement(ref, begins, manner) if ref else _of_case(case, begins, manner)
    last = _months_after(first, months)
    for _ in rehearsal.days(first, last):
        pass  # what each day brought is in the calendar
    summary = summary_of(calendar.lines)
    if json:
        as_json({"from": first, "to": last, "lines": [asdict(line) for line in calendar.lines], **asdict(summary)})
        return DONE
    if not calendar.lines:
        say(f"Nobody would be asked for anything from {in_words(first)} to {in_words(last)}.")
        return DONE
    for month, rows in by_month(calendar.lines):
        heading(month)
        table(("Day", "", "Who", "What"), rows)
    heading("In all")
    table(("Who", "Asked", "Answered", "Nudged", "Copied"), weighed(summary))
    say(*ending(summary, rehearsal.still_open, last))
    return DONE


def _of_engagement(ref: str, begins: date | None, manner: "Manner") -> "tuple[Rehearsal, Calendar, date]":
    """An engagement of this installation, from a day that lies behind nothing that has happened to it."""
    from cli.opening import workplace
    from engagements.database import reading
    from engagements.engagement import uk_date
    from engagements.loading import facts_of, still_owed
    from engagements.queries import timeline
    from engagements.rehearsal.beginning import peers_to_be_found, with_copy_of
    from engagements.rehearsal.diary import Calendar
    from engagements.rehearsal.rehearsing import ENDED, Rehearsal

    place = workplace()
    first = begins or uk_date(place.now())
    with reading(place.engine) as connection:
        facts = facts_of(connection, ref)
        latest = uk_date(timeline(connection, ref)[-1].at)
        if facts.status in ENDED and not still_owed(connection, facts.id):
            raise FoundWanting(f"{ref} is {facts.status}: nobody owes anything on it.")
        if first < latest:
            raise FoundWanting(f"{ref} has come to {in_words(latest)}: choose that day or a later one for --from.")
        engine = with_copy_of(connection, ref)
    pool = peers_to_be_found(engine, place.world, facts.authority)
    calendar = Calendar(place.world)
    return Rehearsal(engine, place.world, manner, calendar, pool), calendar, first


def _of_case(file: Path | None, begins: date | None, manner: "Manner") -> "tuple[Rehearsal, Calendar, date]":
    """The people of a case and the request that it begins with; without a file, our own case's as from today."""
    from cli.opening import today
    from engagements.database import writing
    from engagements.engagement import World
    from engagements.rehearsal.answering import Reply
    from engagements.rehearsal.beginning import peers_to_be_found, throw_away
    from engagements.rehearsal.diary import Calendar
    from engagements.rehearsal.rehearsing import Rehearsal
    from engagements.state.people import Peer
    from workflows.case import SHIPPED, Case

    case = Case.load(file or SHIPPED / "essex-protection-2021.toml")
    first = begins or (case.begins if file else today())
    request = next((step for step in case.steps if step.give == "RequestSupport"), None)
    if request is None:
        raise FoundWanting(f"{case.title} never requests support, so that there is nothing to rehearse.")
    world, engine = World.shipped(), throw_away()
    with writing(engine) as connection:
        case.put_on_record(connection)
    own = [Peer(**peer.model_dump()) for peer in case.peers if peer.service != case.authority]
    pool = [*own, *peers_to_be_found(engine, world, case.authority)]
    calendar = Calendar(world)
    rehearsal = Rehearsal(engine, world, manner, calendar, pool)
    rehearsal.begin(Reply(request.command(), request.actor().role), first)
    return rehearsal, calendar, first


def _share(given: str) -> float:
    """A share of 0 to 1: 0.25, 25% and 25 are the same."""
    try:
        number = float(given.removesuffix("%"))
    except ValueError:
        raise Misuse(f"--late {given}: give a share, such as 0.25 or 25%.") from None
    share = number / 100 if given.endswith("%") or number > 1 else number
    if not 0 <= share <= 1:
        raise Misuse(f"--late {given}: give a share from 0 to 1, or from 0% to 100%.")
    return share


def _months_after(day: date, months: int) -> date:
    from config.calendar import ENGLAND
    from config.products import Clock

    return Clock(amount=months, unit="months", source="asked for").after(day, ENGLAND)
