"""Quiet hours: what answers nobody's act goes out on England's working days, in working hours, and at no other time."""

from datetime import UTC, datetime, timedelta

from config.calendar import WorkingDays
from config.settings import Settings
from engagements.engagement import UK


def next_opening(moment: datetime, settings: Settings, calendar: WorkingDays) -> datetime:
    """The moment itself where it is not quiet, or else the next at which it is not."""
    local = moment.astimezone(UK)
    day, closes = local.date(), local.time() >= settings.quiet_from
    if calendar.is_working_day(day) and not closes and local.time() >= settings.quiet_until:
        return moment
    opens_on = calendar.after(day + timedelta(days=closes), 0)
    return datetime.combine(opens_on, settings.quiet_until, UK).astimezone(UTC)


def is_quiet(moment: datetime, settings: Settings, calendar: WorkingDays) -> bool:
    """Whether nobody is to be reminded of anything now."""
    return next_opening(moment, settings, calendar) != moment
