"""What somebody typed into a return: read from the form, merged with what others saved meanwhile, made into updates."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from pydantic import ValidationError

from config.malformed import problems
from engagements.saved_forms import Answers
from engagements.stages.returns import Update
from portal.giving import Problem
from portal.tasks.days import days_joined
from portal.tasks.giving import NO_SUCH_DAY

KEEP = "keep"
"""The choice that leaves a rating as it is; nothing is kept of it."""

DAY = ("day", "month", "year")
UNITS: tuple[tuple[str, ...], ...] = (("rating",), ("text",), DAY)
"""What belongs together: a day that two people typed parts of would be nobody's."""

NOTHING: Mapping[str, str] = {}


def typed_answers(data: Mapping[str, Any], refs: Iterable[str]) -> dict[str, dict[str, str]]:
    """The answers of a posted form about these actions, those left as they are included; others are passed over."""
    listed, known = data.get("updates"), set(refs)
    found: dict[str, dict[str, str]] = {}
    for entry in listed if isinstance(listed, list) else []:
        ref = entry.get("action") if isinstance(entry, dict) else None
        if isinstance(ref, str) and ref in known:
            found[ref] = _answer(entry)
    return found


def _answer(entry: Mapping[str, Any]) -> dict[str, str]:
    day = entry.get("due_to")
    given = {**{name: entry.get(name) for name in ("rating", "text")}, **(day if isinstance(day, dict) else {})}
    answer = {name: value.strip() for name in ("rating", "text", *DAY) if isinstance(value := given.get(name), str)}
    return {name: value for name, value in answer.items() if value and (name, value) != ("rating", KEEP)}


class Conflict(NamedTuple):
    """Two people changed the same: ``theirs`` is what the other one saved meanwhile, by field."""

    action: str
    unit: tuple[str, ...]
    theirs: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Merged:
    """``answers``: what both agree on, with what only one of them changed; in a conflict what was saved first."""

    answers: dict[str, dict[str, str]]
    conflicts: tuple[Conflict, ...]


def merged(base: Answers, theirs: Answers, mine: Answers) -> Merged:
    """What somebody typed on top of ``base``, with what others saved since. An action that ``mine`` lacks stays."""
    answers = {ref: dict(answer) for ref, answer in theirs.items()}
    conflicts = []
    for ref, answer in mine.items():
        before, other = base.get(ref, NOTHING), theirs.get(ref, NOTHING)
        kept: dict[str, str] = {}
        for unit in UNITS:
            was, saved, typed = (_only(one, unit) for one in (before, other, answer))
            if typed not in (was, saved) and saved != was:
                conflicts.append(Conflict(ref, unit, saved))
            kept |= typed if saved == was else saved
        answers[ref] = kept
    return Merged({ref: answer for ref, answer in answers.items() if answer}, tuple(conflicts))


def _only(answer: Mapping[str, str], unit: tuple[str, ...]) -> dict[str, str]:
    return {name: answer[name] for name in unit if answer.get(name)}


@dataclass(frozen=True, slots=True)
class Updates:
    """Answers as a return's updates, for all its actions; or the problems that stand in the way, by posted name."""

    updates: tuple[Update, ...]
    problems: tuple[Problem, ...]


def read_updates(answers: Answers, refs: Sequence[str]) -> Updates:
    """Read the answers. ``refs``: the open actions, in the order of the form."""
    updates, found = [], []
    for at, ref in enumerate(refs):
        data = _data(ref, answers.get(ref, NOTHING))
        try:
            updates.append(Update.model_validate(days_joined(data)))
        except ValidationError as error:
            found += [_problem(f"updates.{at}", ref, field, reason) for field, reason in problems(error)]
    return Updates(tuple(updates), tuple(found))


def _data(ref: str, answer: Mapping[str, str]) -> dict[str, Any]:
    data: dict[str, Any] = {"action": ref, **_only(answer, ("rating", "text"))}
    return data | ({"due_to": day} if (day := _only(answer, DAY)) else {})


def _problem(at: str, ref: str, field: str, reason: str) -> Problem:
    match field:
        case "due_to":
            return Problem(f"{at}.due_to", f"Action {ref}: {NO_SUCH_DAY[:1].lower()}{NO_SUCH_DAY[1:]}")
        case "rating":
            return Problem(f"{at}.rating", f"Action {ref}: choose one of the ratings.")
        case _:
            return Problem(f"{at}.{field}", f"Action {ref}: its reason {reason}.")
