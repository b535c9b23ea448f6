"""Values as people read them: dates, quarters, and the words of the vocabulary."""

from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from pydantic import BaseModel

from config.calendar import in_words
from config.vocabulary import Role, Stage
from engagements.engagement import moment_in_words
from engagements.periods import ReportingPeriod
from engagements.stages.route import CLOSURE

ROLES: dict[Role, str] = {
    Role.COORDINATOR: "coordinator",
    Role.PRINCIPAL_ADVISER: "principal adviser",
    Role.AUTHORITY: "authority's contact",
    Role.CHIEF_FIRE_OFFICER: "chief fire officer",
    Role.CHAIR: "chair",
    Role.CLERK: "clerk",
    Role.GOVERNANCE_BODY: "governance body",
    Role.PAYER: "payer",
    Role.PEER: "peer",
    Role.LEAD_PEER: "lead peer",
    Role.SCRUTINY_MEMBER: "scrutiny member",
}
"""What somebody in a role is called. The system, which nobody writes to, is not there."""

HYPHENATED: dict[StrEnum, str] = {Stage.FOLLOW_UP_PLAN: "follow-up plan"}


def quarter(period: str) -> str:
    """``2020-21-Q1`` is April to June 2020."""
    return ReportingPeriod.parse(period).in_words


def matter(papers_on: str) -> str:
    """What papers are on: the closure of the improvement plan, the quarter April to June 2020, its own question."""
    if papers_on == CLOSURE:
        return "the closure of the improvement plan"
    kind, _, number = papers_on.partition("-")
    return f"the question of paper {number}" if kind == "paper" else f"the quarter {quarter(papers_on)}"


def worded(value: Any, texts: Mapping[str, str]) -> Any:
    """A value for a template: dates and vocabulary in words, references replaced by their texts, messages as dicts."""
    match value:
        case BaseModel():
            return {name: worded(getattr(value, name), texts) for name in type(value).model_fields}
        case tuple() | list():
            return [worded(item, texts) for item in value]
        case datetime():
            return moment_in_words(value)
        case date():
            return in_words(value)
        case StrEnum():
            return HYPHENATED.get(value, value.replace("_", " "))
        case str():
            return texts.get(value, value)
        case _:
            return value
