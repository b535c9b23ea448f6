"""Saving a return for later: several people may fill it in at the same time, and nobody overwrites anybody unawares."""

from dataclasses import dataclass, replace

from sqlalchemy import Connection

from engagements.database import writing
from engagements.loading import facts_of
from engagements.saved_forms import Answers, held, save, saved
from engagements.state.saved import SavedForm
from portal.giving import Problem
from portal.office import Office
from portal.posted import PostedForm
from portal.tasks.returns.answers import DAY, Conflict, merged, typed_answers
from portal.tasks.returns.report import FORM, Report, find_report
from portal.visitors import Visitor

FIELDS = {("rating",): "rating", ("text",): "text", DAY: "due_to"}


@dataclass(frozen=True, slots=True)
class Saving:
    """What saving came to. ``shown``: what the form holds; where two typed different things, what this person typed."""

    report: Report
    shown: Answers
    problems: tuple[Problem, ...]


def mark(form: SavedForm | None) -> str:
    """By which a page names the time of saving that it shows; empty for none."""
    return f"{form.number}-{int(form.saved_at.timestamp() * 1000)}" if form else ""


def keep(office: Office, visitor: Visitor, ref: str, period: str, form: PostedForm) -> Saving:
    """Save what was typed, on top of what others saved since this person opened the page."""
    with writing(office.engine) as connection:
        held(connection, facts_of(connection, ref).id)
        report = find_report(connection, office, visitor, ref, period)
        mine = typed_answers(form.data, report.refs)
        if not report.may_be_filed:
            return Saving(report, mine, ())
        found = merged(_base(connection, report, form["saved"]), report.answers, mine)
        if found.answers != report.answers:
            now, quarter = office.now(), str(report.period)
            last = save(connection, report.engagement.id, FORM, quarter, found.answers, visitor.person, now)
            report = replace(report, last=last)
    theirs = {**found.answers}
    for conflict in found.conflicts:
        typed = {name: mine[conflict.action].get(name, "") for name in conflict.unit}
        theirs[conflict.action] = {**theirs.get(conflict.action, {}), **typed}
    return Saving(report, theirs, tuple(_told(report, conflict) for conflict in found.conflicts))


def _base(connection: Connection, report: Report, given: str) -> Answers:
    """What the page showed when it was opened: as it was saved at that time, or as nobody had typed anything."""
    number = given.partition("-")[0]
    if not (number.isascii() and number.isdigit() and len(number) < 10):
        return report.initial
    found = saved(connection, report.engagement.id, FORM, str(report.period), int(number))
    return found.answers if found and mark(found) == given else report.initial


def _told(report: Report, conflict: Conflict) -> Problem:
    at, what = report.refs.index(conflict.action), FIELDS[conflict.unit]
    said = " ".join(conflict.theirs[name] for name in conflict.unit if conflict.theirs.get(name))
    if what == "rating" and said in report.engagement.product.ratings.for_returns:
        said = report.engagement.product.ratings.rating(said).name
    theirs = f"“{said[:200]}”" if said else "nothing"
    return Problem(
        f"updates.{at}.{what}",
        f"Action {conflict.action}: somebody else saved {theirs} here while you typed. "
        "What you typed is still below: save again to keep yours, or put theirs in its place.",
    )
