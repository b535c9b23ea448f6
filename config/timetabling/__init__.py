"""What a timetable must keep to: hours and journeys, as data."""

from config.timetabling.rules import MalformedTimetableRules, TimetableRules

__all__ = ["MalformedTimetableRules", "TimetableRules"]
