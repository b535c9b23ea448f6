"""What is exceptional in a quarter, in the words in which the board reads it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from config.vocabulary import ExceptionKind
from documents.spreadsheets.plan_written import ERASED
from engagements.engagement import Engagement
from engagements.exceptions import exceptions
from engagements.periods import ReportingPeriod


@dataclass(frozen=True, slots=True)
class Read:
    """``cause``, ``response``: empty where nobody said. ``since``: in words, empty where it is new this quarter."""

    kind: ExceptionKind
    action: str
    cause: str
    response: str
    since: str


def as_the_board_reads(
    engagement: Engagement, period: ReportingPeriod, on: date, texts: Mapping[str, str]
) -> tuple[Read, ...]:
    """Everything exceptional at the period's end, by what is known on a day; the worst first."""
    return tuple(
        Read(
            kind=one.kind,
            action=one.action or "",
            cause=texts.get(one.cause, ERASED) if one.cause else "",
            response=texts.get(one.response, ERASED) if one.response else "",
            since="" if one.first_period == str(period) else ReportingPeriod.parse(one.first_period).in_words,
        )
        for one in exceptions(engagement, period, engagement.world.thresholds, on)
    )
