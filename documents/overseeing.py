"""Drafting the national report for the oversight committee: over all engagements, as of a quarter's end."""

from collections import Counter
from datetime import datetime

from sqlalchemy import Connection

from config.reference import ReferenceData
from config.vocabulary import Stage
from documents.facts import wording
from documents.facts.board import Cover
from documents.facts.exceptional import called
from documents.facts.national import NationalReport, Repeating, Silent, StageInRegion, TakeUp, TimeInStage
from documents.kinds import Kind
from documents.making import Drafted
from engagements.engagement import World, uk_date
from engagements.oversight import Oversight, Repeat, Silence, oversight
from engagements.periods import ReportingPeriod
from engagements.refusals import BrokenRule

STAGES = {Stage.FOLLOW_UP_PLAN: "Follow-up plan"}
"""What a stage is called where its own name does not say it."""

COMMITTEE = "Fire Services Management Committee"
AUTHOR = "Peer support team"
LGA = "Local Government Association"


class QuarterNotOver(BrokenRule):
    """The report tells how things stood at the quarter's end."""


def national_report(connection: Connection, period: ReportingPeriod, made_at: datetime, world: World) -> Drafted:
    """The report on a quarter, by what is known when it is made. Raises QuarterNotOver."""
    on = uk_date(made_at)
    if period.last_day >= on:
        raise QuarterNotOver(f"{period} lasts until {wording.day(period.last_day)}; the report is made after that.")
    seen = oversight(connection, period, on, world)
    return Drafted(
        kind=Kind.NATIONAL_REPORT,
        facts=_facts(seen, wording.day(on), world.reference),
        made_at=made_at,
        folder="national",
        name=f"{period} national report",
        period=str(period),
    )


def _facts(seen: Oversight, on: str, reference: ReferenceData) -> NationalReport:
    quarter = seen.period.in_words
    return NationalReport(
        cover=_cover(quarter, on),
        period=quarter,
        asks=_asks(seen),
        summary=(_summary(seen),),
        regions=tuple(_region(region, stood) for region, stood in seen.stood.items()),
        silent=tuple(_silent(one, reference) for one in seen.silent),
        repeating=tuple(_repeating(one, seen.period, reference) for one in seen.repeating),
        times=tuple(
            TimeInStage(
                stage=STAGES.get(one.stage) or wording.capitalised(one.stage),
                passed=str(one.passed),
                median="none yet" if one.median is None else f"{one.median:g}",
                longest="none yet" if one.longest is None else str(one.longest),
                there_now=str(one.there),
            )
            for one in seen.times
        ),
        products=tuple(
            TakeUp(one.product, str(one.quarter), str(one.all), str(one.running), str(one.authorities))
            for one in seen.products
        ),
    )


def _cover(quarter: str, on: str) -> Cover:
    title = f"Peer support: national report for {quarter}"
    return Cover(
        title=title,
        authority=LGA,
        board=COMMITTEE,
        meeting_date="",
        agenda_item="",
        subject=title,
        type="For information",
        report_author=AUTHOR,
        date=on,
        engagement="",
        product="",
        footer=f"National report, {quarter}",
    )


def _asks(seen: Oversight) -> tuple[str, ...]:
    wanted = [f"note how peer support stood on {wording.day(seen.period.last_day)}"]
    if seen.silent:
        wanted.append("consider the authorities from which no update was received")
    if seen.repeating:
        wanted.append("consider the exceptions that repeat")
    return tuple(wanted)


def _summary(seen: Oversight) -> str:
    stood = sum(seen.stood.values(), Counter[Stage | None]())
    running = sum(number for stage, number in stood.items() if stage not in (None, Stage.CLOSED))
    engagements = wording.spelled(running, "engagement was", "engagements were")
    asked = wording.spelled(sum(one.quarter for one in seen.products), "request", "requests")
    sentence = f"{engagements} running on {wording.day(seen.period.last_day)}, after {asked} for support in the quarter"
    late = len(seen.silent)
    returns = (
        f"{wording.spelled(late, 'return', 'returns')} came too late or not at all" if late else "no return is missing"
    )
    return f"{sentence[:1].upper()}{sentence[1:]}; {returns}."


def _region(region: str, stood: Counter[Stage | None]) -> StageInRegion:
    stages = {stage.value: str(stood[stage]) for stage in Stage}
    return StageInRegion(region=region, **stages, ended=str(stood[None]), total=str(stood.total()))


def _silent(one: Silence, reference: ReferenceData) -> Silent:
    late = wording.counted(one.late, "day", "days")
    return Silent(
        authority=reference.service(one.authority).official_name,
        engagement=one.ref,
        period=wording.quarter(one.period),
        due_on=wording.day(one.due_on),
        late=f"{late}; it came" if one.came else late,
    )


def _repeating(one: Repeat, period: ReportingPeriod, reference: ReferenceData) -> Repeating:
    since, until = wording.quarter(one.since), period.in_words
    return Repeating(
        what=called(one.kind),
        authorities=tuple(reference.service(authority).official_name for authority in one.authorities),
        times=str(one.times),
        quarters=until if since == until else f"{since}, and since",
    )
