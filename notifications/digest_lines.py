"""What a digest says of each obligation: one line, in words, under the heading of its tone."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple

from config.calendar import WorkingDays, in_words
from config.ladders import Audience, Channel, Rung
from config.vocabulary import Role
from engagements.directory import Directory
from engagements.engagement import World
from engagements.obligations import DUTIES, Owed
from engagements.state.engagement import EngagementFacts, Obligation
from notifications.asks import capitalised, to_do
from notifications.pages import Pages
from notifications.reminders import Reminder
from notifications.wording import ROLES

MOST_BESIDES = 10
"""Lines of what else is late: a reminder of everything each day would be read by nobody."""


Identity = tuple[int, int, str, str]
"""Of an obligation: its engagement, the event that opened it, its kind and its subject."""


class Part(StrEnum):
    """The parts of a digest, in their order."""

    LATE = "late"
    PUT_TO_YOU = "put_to_you"
    DUE_TODAY = "due_today"
    COMING = "coming"
    BESIDES = "besides"
    COPIES = "copies"


class Item(NamedTuple):
    """An obligation for one person. ``reminder``: None for what else they owe that is late."""

    obligation: Obligation
    engagement: EngagementFacts
    reminder: Reminder | None

    @property
    def of_somebody_else(self) -> bool:
        """Whether it is told to somebody who does not owe it."""
        return self.reminder is not None and (self.reminder.copied or self.reminder.role is not self.obligation.owed_by)

    def part(self, on: date) -> Part:
        """Where it belongs on the day: how late it is then counts, not how late it was when the rung was planned."""
        if self.reminder is None:
            return Part.BESIDES
        if self.of_somebody_else:
            return Part.COPIES if self.reminder.copied else Part.PUT_TO_YOU
        due_on = self.obligation.due_on or on
        return Part.LATE if due_on < on else Part.COMING if due_on > on else Part.DUE_TODAY


class Asked(NamedTuple):
    """Somebody was asked for what they owe, on a day."""

    person: str
    on: date


def parts(
    items: Iterable[Item],
    asked: Mapping[Identity, Sequence[Asked]],
    world: World,
    directory: Directory,
    on: date,
    pages: Pages,
) -> dict[str, list[dict[str, Any]]]:
    """The lines of each part, the latest first, as templates show them."""
    found: dict[str, list[dict[str, Any]]] = {part.value: [] for part in Part}
    for item in sorted(
        items, key=lambda item: (item.obligation.due_on or on, item.engagement.ref, item.obligation.kind)
    ):
        obligation, part = item.obligation, item.part(on)
        said = _line(item, world, on) | _page(item, pages)
        if part in (Part.PUT_TO_YOU, Part.COPIES):
            said["asked"] = _asked(asked.get((item.engagement.id, *obligation.identity), ()), directory)
        if part is Part.PUT_TO_YOU and item.reminder:
            said["next"] = _next(obligation, world)
            decides = item.reminder.role in (Role.COORDINATOR, Role.PRINCIPAL_ADVISER)
            said["decide"] = _choices(Owed(obligation.kind)) if decides else ""
            said["nobody_as"] = ROLES[item.reminder.meant_for] if item.reminder.meant_for != item.reminder.role else ""
        found[part].append(said)
    return found


def _line(item: Item, world: World, on: date) -> dict[str, Any]:
    obligation, facts = item.obligation, item.engagement
    due_on = obligation.due_on or on
    return {
        "to_do": to_do(Owed(obligation.kind), obligation.subject),
        "owed_by": ROLES[obligation.owed_by],
        "ref": facts.ref,
        "authority": world.reference.service(facts.authority).official_name,
        "due_on": in_words(due_on),
        "when": lateness(due_on, on, world.calendar),
    }


def _page(item: Item, pages: Pages) -> dict[str, str]:
    """Where the reader does it, or sees how it stands where it is somebody else's."""
    obligation = item.obligation
    role = item.reminder.role if item.reminder else obligation.owed_by
    kind = Owed(obligation.kind)
    return {
        "page": pages.of_duty(role, item.engagement.ref, kind, obligation.subject),
        "page_called": "See how it stands" if item.of_somebody_else else capitalised(to_do(kind, obligation.subject)),
    }


def lateness(due_on: date, on: date, calendar: WorkingDays) -> str:
    """How late it is, in working days; or how soon."""
    if due_on == on:
        return "due today"
    days = max(abs(calendar.between(due_on, on)), 1)
    counted = f"{days} working day{'' if days == 1 else 's'}"
    return f"{counted} late" if due_on < on else f"due in {counted}"


def _choices(kind: Owed) -> str:
    """What a coordinator or a principal adviser may decide."""
    more_time = "give more time, or put the engagement on hold"
    return f"waive it, {more_time}" if DUTIES[kind].may_be_waived else more_time


def _asked(asked: Sequence[Asked], directory: Directory) -> str:
    """Who was asked, and when: the first and the last time."""
    said = []
    for person in dict.fromkeys(one.person for one in asked):
        days = sorted({one.on for one in asked if one.person == person})
        times = f"on {in_words(days[0])}" if len(days) == 1 else f"{len(days)} times"
        between = "" if len(days) == 1 else f", first on {in_words(days[0])} and last on {in_words(days[-1])}"
        said.append(f"{directory.name(person)} was asked {times}{between}")
    return "; ".join(said)


def _next(obligation: Obligation, world: World) -> str:
    """What happens next if nobody does anything, and on which day."""
    if obligation.listed_on:
        return f"Since {in_words(obligation.listed_on)} it is listed as “no update received”; nobody else is told."
    rungs = world.ladders[DUTIES[Owed(obligation.kind)].ladder].rungs
    rung = next((rung for rung in rungs if rung.key == obligation.rung), None)
    if rung is None or obligation.nudge_on is None:
        return "Nobody else is told; it stays owed until somebody decides."
    day = in_words(obligation.nudge_on)
    if rung.channel is Channel.REPORT:
        return f"On {day} it is listed as “no update received” in the oversight committee's report."
    return f"On {day} it goes to the {_whom(rung, obligation.owed_by)}."


def _whom(rung: Rung, owed_by: Role) -> str:
    roles = [owed_by if audience is Audience.OWNER else Role(audience.value) for audience in rung.audience]
    return " and the ".join(ROLES[role] for role in roles)
