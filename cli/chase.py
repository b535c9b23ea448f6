"""``peer-support chase``: who would be nudged on a day, by what rung and why; and what another ladder would change."""

from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import Parameter

from cli.answers import DONE, FoundWanting, Json, Misuse, as_json, say, table
from config.calendar import in_words
from engagements.telling import lateness, owing, plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection

    from config.ladders import Ladder, Rung
    from engagements.chasing import Climb, Nudged
    from engagements.what_if import Compared
    from notifications.reminders import Told
    from workflows.workplace import Workplace


def chase(
    *,
    on: Annotated[
        date | None, Parameter(help="The day: one that was missed, or for a dry run any; today if empty.")
    ] = None,
    dry_run: Annotated[bool, Parameter(help="Only say who would be nudged, by what rung, and why.")] = False,
    ladder: Annotated[
        Path | None, Parameter(help="With --dry-run: a ladder's file, side by side with today's ladder of that name.")
    ] = None,
    days: Annotated[int, Parameter(help="With --ladder: how many days to compare, from that day on.")] = 28,
    json: Json = False,
) -> int:
    """Remind whoever owes something, and then whoever is above them. It runs by itself each working morning."""
    from cli.opening import workplace
    from engagements.engagement import uk_date

    place = workplace()
    day = on or uk_date(place.now())
    if ladder and not dry_run:
        raise Misuse("A ladder from a file is only tried: give --dry-run with --ladder.")
    if ladder:
        return _compare(place, ladder, day, day + timedelta(days=days), json=json)
    if dry_run:
        return _foresee(place, day, json=json)
    return _chase(place, on, json=json)


def _foresee(place: "Workplace", day: date, *, json: bool) -> int:
    from engagements.chasing import planned
    from engagements.database import reading
    from engagements.directory import Directory

    with reading(place.engine) as connection:
        climbs = planned(connection, place.world, day)
        directory = Directory.read(connection, place.world.reference, [climb.engagement for climb in climbs])
    works = place.world.calendar.is_working_day(day)
    rows = [(climb, rung, _told(climb, rung, day, directory)) for climb in climbs for rung in climb.rungs]
    if json:
        as_json({"on": day, "working_day": works, "nudges": [_plainly(day, *row) for row in rows]})
        return DONE
    if not rows:
        say(f"Nobody would be nudged on {in_words(day)}.")
        return DONE
    table(
        ("Engagement", "What", "Due", "", "Rung", "Who is told"),
        (
            (
                climb.engagement.ref,
                owing(climb.obligation.kind, climb.obligation.subject),
                in_words(climb.obligation.due_on) if climb.obligation.due_on else "",
                _lateness(climb, day),
                f"{rung.key} {plain(rung.template)}",
                ", ".join(map(_person, told)) or "the oversight committee's report",
            )
            for climb, rung, told in rows
        ),
    )
    if not works:
        following = in_words(place.world.calendar.after(day, 0))
        say(f"\n{in_words(day)} is no working day in England: all of this would be said on {following}.")
    return DONE


def _told(climb: "Climb", rung: "Rung", day: date, directory: Any) -> list["Told"]:
    from notifications.reminders import those_told

    return list(those_told(climb.engagement, climb.obligation, rung, day, directory))


def _person(told: "Told") -> str:
    role = plain(told.meant_for)
    who = f"{role} ({told.person.id})" if told.person.id else f"{role} (nobody on record)"
    return f"{who}, a copy" if told.copied else who


def _lateness(climb: "Climb", day: date) -> str:
    due_on = climb.obligation.due_on
    return lateness((day - due_on).days if due_on else None)


def _plainly(day: date, climb: "Climb", rung: "Rung", told: list["Told"]) -> dict[str, Any]:
    obligation = climb.obligation
    return {
        "ref": climb.engagement.ref,
        "authority": climb.engagement.authority,
        "kind": obligation.kind,
        "subject": obligation.subject,
        "due_on": obligation.due_on,
        "rung": rung.key,
        "template": rung.template,
        "told": [{"role": one.meant_for, "person": one.person.id, "copy": one.copied} for one in told],
        "next": {"rung": climb.next.rung.key, "on": climb.next.on} if climb.next else None,
    }


def _compare(place: "Workplace", file: Path, first: date, last: date, *, json: bool) -> int:
    from config.ladders import read_ladder
    from engagements.database import reading
    from engagements.ladders import refuse_rungs_that_never_fire
    from engagements.what_if import side_by_side

    tried: Ladder = read_ladder(file)
    refuse_rungs_that_never_fire(place.world.ladders.with_ladder(tried), place.world.catalogue)
    with reading(place.engine) as connection:
        found = side_by_side(connection, place.world, tried, first, last)
    if json:
        as_json([_difference(one) for one in found])
    elif not found:
        say(f"From {in_words(first)} to {in_words(last)} that ladder would ask for the same, of the same people.")
    else:
        table(
            ("Day", "Engagement", "What", "Today's ladder", "The ladder tried"),
            (
                (
                    in_words(one.on),
                    one.ref,
                    owing(one.obligation.kind, one.obligation.subject),
                    _rung(one.today),
                    _rung(one.tried),
                )
                for one in found
            ),
        )
        say(f"\nOnly what differs is shown, to {in_words(last)}, as if nobody did anything meanwhile.")
    return DONE


def _rung(rung: "Rung | None") -> str:
    if rung is None:
        return "nobody"
    copied = f", a copy to the {', '.join(map(plain, rung.copied))}" if rung.copied else ""
    return f"{rung.key} {plain(rung.template)} to the {', '.join(map(plain, rung.audience))}{copied}"


def _difference(one: "Compared") -> dict[str, Any]:
    return {
        "on": one.on,
        "ref": one.ref,
        "authority": one.authority,
        "kind": one.obligation.kind,
        "subject": one.obligation.subject,
        "today": one.today.model_dump(mode="json") if one.today else None,
        "tried": one.tried.model_dump(mode="json") if one.tried else None,
    }


def _chase(place: "Workplace", on: date | None, *, json: bool) -> int:
    from engagements import chasing
    from engagements.engagement import uk_date
    from engagements.sweeping import moment_of
    from notifications import reminders
    from notifications.digests import compose
    from notifications.webhooks import ledger as webhooks

    def note(connection: "Connection", nudged: "Sequence[Nudged]") -> None:
        reminders.note(connection, place.world, nudged)
        webhooks.note(connection, [nudge.position for nudge in nudged], now)

    now = place.now()
    if on and on > uk_date(now):
        raise FoundWanting(f"{in_words(on)} is still to come. Foresee it: peer-support chase --dry-run --on {on}")
    at = moment_of(on, now)
    nudged = sum(map(len, chasing.chase(place.engine, place.world, at, note)))
    digests = sum(batch.digests for batch in compose(place.engine, place.world, now, place.settings))
    if json:
        as_json({"on": uk_date(at), "nudged": nudged, "digests": digests})
    elif not place.world.calendar.is_working_day(uk_date(at)):
        say(f"{in_words(uk_date(at))} is no working day in England: nobody is chased.")
    else:
        say(f"{nudged} nudged; {digests} digests written, to be sent by the relay in working hours.")
    return DONE
