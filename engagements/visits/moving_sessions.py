"""Where the sessions of a visit go when its phases move: to the same working day of the phase that takes the place."""

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import zip_longest
from typing import NamedTuple

from config.calendar import WorkingDays
from engagements.engagement import uk_date
from engagements.state.team import VisitPhase
from engagements.state.timetable import VisitSession
from engagements.visits.timetabling import at_uk_time, uk_time


class Days(NamedTuple):
    """A phase to come: its number, its first and its last day."""

    number: int
    first: date
    last: date


class NewTimes(NamedTuple):
    """A session with its days: the number of its phase, and that day on which it now is."""

    session: VisitSession
    phase: int
    day: date

    def facts(self) -> dict[str, object]:
        """Its phase and times: the time of day that clocks in England show stays, whether or not it is summer."""
        starts, ends = (f"{uk_time(moment):%H:%M}" for moment in (self.session.starts_at, self.session.ends_at))
        times = {"starts_at": at_uk_time(self.day, starts), "ends_at": at_uk_time(self.day, ends)}
        return {"number": self.session.number, "phase": self.phase, **times}


def moved(
    sessions: Sequence[VisitSession], before: Sequence[VisitPhase], after: Sequence[Days], calendar: WorkingDays
) -> tuple[tuple[NewTimes, ...], tuple[VisitSession, ...]]:
    """The sessions that move with their phases, and those whose day the visit does not have any more.

    The first phase takes the place of the first, the second of the second, and so on.
    """
    successors = {old.number: (old, new) for old, new in zip_longest(before, after) if old}
    kept, lost = list[NewTimes](), list[VisitSession]()
    for session in (one for one in sessions if one.phase in successors):
        old, new = successors[session.phase]
        day = _corresponding(uk_date(session.starts_at), old, new, calendar) if new else None
        if new and day:
            kept.append(NewTimes(session, new.number, day))
        else:
            lost.append(session)
    return tuple(kept), tuple(lost)


def _corresponding(day: date, old: VisitPhase, new: Days, calendar: WorkingDays) -> date | None:
    if (old.starts_on, old.ends_on) == (new.first, new.last):
        return day
    days, later = _working_days(old.starts_on, old.ends_on, calendar), _working_days(new.first, new.last, calendar)
    at = days.index(day) if day in days else len(later)
    return later[at] if at < len(later) else None


def _working_days(first: date, last: date, calendar: WorkingDays) -> list[date]:
    days = (first + timedelta(days=n) for n in range((last - first).days + 1))
    return [day for day in days if calendar.is_working_day(day)]
