"""What overviews promise: they tell of all engagements together what each tells of itself."""

from datetime import date, timedelta

from sqlalchemy import Connection

from config.vocabulary import ExceptionKind, Status
from engagements.engagement import Engagement, World
from engagements.exceptions import Exceptional, exceptions, exceptions_on
from engagements.obligations import Owed
from engagements.overview.arising import arising
from engagements.overview.owing import due_this_week, late, unanswered
from engagements.overview.pipeline import Filters, every_line, pipeline
from engagements.overview.severity import worst
from engagements.overview.staff import staff
from engagements.overview.whose import Part
from engagements.periods import ReportingPeriod
from engagements.queries import due
from engagements.state.plan import Action

ALL = Part(0, 10_000)
About = tuple[str, str]
"""An engagement, and the action that something is about; empty where it is about none."""


def overviews_agree(connection: Connection, world: World, whole: list[Engagement], today: date) -> None:
    """``whole``: every engagement there is, with all its rows."""
    _owing_agrees(connection, today)
    _nothing_exceptional_is_made_up_or_left_out(connection, world, whole, today)
    _the_pipeline_has_each_once(connection, world, whole, today)
    asked = {(one.ref, one.peer) for one in unanswered(connection, part=ALL).lines}
    owed = [one for one in due(connection, today) if one.kind == Owed.ANSWER_INVITATION and one.due_on]
    assert asked >= {(one.ref, one.subject) for one in owed}, "an invitation that waits for its answer is not listed"


def _owing_agrees(connection: Connection, today: date) -> None:
    owed = [(one.ref, one.kind, one.subject, one.late) for one in due(connection, today) if one.late is not None]
    for listed, days in ((late, range(1, 100_000)), (due_this_week, range(-6, 1))):
        found = listed(connection, today, part=ALL)
        told = [(one.ref, one.kind, one.subject, one.late) for one in found.lines]
        assert sorted(told) == sorted(one for one in owed if one[3] in days), (
            f"{listed.__name__} differs from what is due"
        )
        assert found.count == len(told)
        assert [one.due_on for one in found.lines] == sorted(one.due_on for one in found.lines)


def _nothing_exceptional_is_made_up_or_left_out(
    connection: Connection, world: World, whole: list[Engagement], today: date
) -> None:
    listed = arising(connection, today, world, part=ALL)
    told = {_about(one.ref, one.kind, one.about) for one in listed.lines}
    assert listed.count == len(listed.lines)
    quarter = ReportingPeriod.of(today)
    known: set[About] = set()
    new: set[About] = set()
    for engagement in whole:
        if engagement.facts.status is not Status.ACTIVE:
            continue
        now = _of(engagement, exceptions_on(engagement, today, world.thresholds))
        last = exceptions(engagement, quarter.before, world.thresholds, today)
        before = exceptions_on(engagement, quarter.first_day - timedelta(days=1), world.thresholds)
        known |= now | _of(engagement, last)
        new |= now - _of(engagement, before)
    assert told <= known, f"no board would read of {told - known}"
    assert new <= told, f"nobody is told of {new - told}"


def _of(engagement: Engagement, found: tuple[Exceptional, ...]) -> set[About]:
    return {_about(engagement.facts.ref, one.kind, one.action or "") for one in found if not one.positive}


def _about(ref: str, kind: ExceptionKind, about: str) -> About:
    return ref, "" if kind is ExceptionKind.NO_UPDATE else about


def _the_pipeline_has_each_once(connection: Connection, world: World, whole: list[Engagement], today: date) -> None:
    there = staff(connection, world.reference, today)
    every = Filters(statuses=tuple(Status))
    shown = pipeline(connection, world, there, every, part=ALL)
    assert [line.ref for line in shown.lines] == [line.ref for line in every_line(connection, world, there, every)]
    assert shown.count == sum(shown.stages.values()) == len(whole)
    lines = {line.ref: line for line in shown.lines}
    for engagement in whole:
        facts, scale = engagement.facts, engagement.product.ratings
        opened = " ".join(action.rating for action in engagement.all(Action) if action.status == "open")
        line = lines[facts.ref]
        assert (line.stage, line.status, line.worst) == (facts.stage, facts.status, worst(opened, scale))
