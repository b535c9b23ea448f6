"""A return tried before it is filed: everything that a rule stands against at once, and what boards would read."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from documents.spreadsheets.trying import decided, tried
from engagements.engagement import Engagement
from engagements.refusals import Refused
from engagements.stages.extensions import NotAnExtension
from engagements.stages.returns import CauseRequired, FileReturn, NotARating, Update
from engagements.texts import set_apart
from portal.giving import Problem
from portal.tasks.returns.report import Report

FIELD: dict[type[Refused], str] = {CauseRequired: "text", NotAnExtension: "due_to", NotARating: "rating"}
"""The field of an update that a refusal is about."""


def refused(report: Report, updates: Sequence[Update], now: datetime) -> tuple[Problem, ...]:
    """What the rules would refuse, each beside its field. ``updates``: of every open action, in the form's order."""
    if not updates:
        return (Problem("", "No action is open, so there is nothing to rate: file a nil return."),)
    whole = tuple(_whole(report, updates, now))
    return (tuple(_each(report, updates, now)) or whole) if whole else ()


def _each(report: Report, updates: Sequence[Update], now: datetime) -> Iterator[Problem]:
    """Each update tried alone, where it says anything: what the rule then refuses, it refuses of this one."""
    plain = [Update(action=ref) for ref in report.refs]
    for at, update in enumerate(updates):
        if update == plain[at]:
            continue
        try:
            decided(report.engagement, _return(report, [*plain[:at], update, *plain[at + 1 :]]), now)
        except (CauseRequired, NotAnExtension, NotARating) as refusal:
            says = str(refusal).replace(": fill in its text", "")
            yield Problem(f"updates.{at}.{FIELD[type(refusal)]}", says)
        except Refused:
            return


def _whole(report: Report, updates: Sequence[Update], now: datetime) -> Iterator[Problem]:
    try:
        decided(report.engagement, _return(report, updates), now)
    except Refused as refusal:
        yield Problem("", str(refusal))


def as_filed(report: Report, updates: Sequence[Update], now: datetime) -> Report:
    """The return as filing would leave it. Raises Refused."""
    command = _return(report, updates)
    after: Engagement = tried(report.engagement, command, now)
    said = set_apart(command, b"tried").texts
    return replace(report, engagement=after, texts={**report.texts, **said})


def _return(report: Report, updates: Sequence[Update]) -> FileReturn:
    return FileReturn(period=str(report.period), updates=tuple(updates))
