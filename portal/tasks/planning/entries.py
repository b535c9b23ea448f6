"""The actions of a plan as a form holds them: which there are, in which order, and as a command reads them."""

import re
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from engagements.stages.follow_up_plan import PlannedAction, ProposePlan
from engagements.stages.inspectorate import RecordFindings
from portal.giving import Problem
from portal.giving_together import Draft
from portal.posted import PostedForm
from portal.tasks.days import boxes, days_joined
from portal.tasks.giving import in_words

TYPED = ("ref", "text", "findings", "owner", "lead", "success_measure", "evidence_expected")
DAY = ("due_on.day", "due_on.month", "due_on.year")
ENTRY = re.compile(r"actions\.([0-9]{1,4})\.[a-z_.]+")

ASKED = {
    "ref": "Enter a short reference, such as 1 or 2.1.",
    "text": "Enter what is to be done.",
    "findings": "Enter what the action answers, such as R1.",
    "owner": "Enter who answers for it: a post, not a name.",
    "due_on": "Enter the day by which it is done.",
}
NO_FINDING = (
    "Write R1 for recommendation 1, C1 for a cause of concern, A1 for an area for improvement, N1 for a comment."
)
NO_REF = "Use letters, digits, dots and hyphens, at most 20 of them, such as 1 or 2.1."


class Entry(NamedTuple):
    """An action on the page. ``number``: under which its fields are posted; ``begun``: whether anything is typed."""

    number: int
    begun: bool

    @property
    def field(self) -> str:
        return f"actions.{self.number}"


def entries(values: Mapping[str, str]) -> list[Entry]:
    """The actions that the values are about, in order."""
    numbers = {int(found[1]) for name in values if (found := ENTRY.fullmatch(name))}
    return [
        Entry(number, any(values.get(f"actions.{number}.{part}", "").strip() for part in (*TYPED, *DAY)))
        for number in sorted(numbers)
    ]


def filled_in(actions: Iterable[PlannedAction]) -> dict[str, str]:
    """A form's values for actions."""
    values: dict[str, str] = {}
    for number, action in enumerate(actions):
        at = f"actions.{number}"
        texts = action.model_dump(include=set(TYPED) - {"findings"})
        values |= {f"{at}.{name}": text or "" for name, text in texts.items()}
        values |= {f"{at}.findings": ", ".join(action.findings)} | boxes(f"{at}.due_on", action.due_on)
    return values


def with_another(values: Mapping[str, str]) -> dict[str, str]:
    """The same with an empty action at the end."""
    number = max((entry.number for entry in entries(values)), default=-1) + 1
    return {**values, f"actions.{number}.ref": ""}


def without(values: Mapping[str, str], number: str) -> dict[str, str]:
    """The same without one action."""
    return {name: value for name, value in values.items() if not name.startswith(f"actions.{number}.")}


def drafts(form: PostedForm) -> list[Draft]:
    """The commands that the form asks for: what an inspection found, where a spreadsheet brought it, and the plan."""
    found = form.data.get("findings")
    record = [Draft(RecordFindings, {"findings": found}, "")] if isinstance(found, list) else []
    actions = [days_joined(_action(form.flat, entry)) for entry in entries(form.flat) if entry.begun]
    return [*record, Draft(ProposePlan, {"actions": actions}, "")]


def on_the_page(problem: Problem, form: PostedForm) -> Problem:
    """A problem of the command, beside the field of the page."""
    found = re.fullmatch(r"actions\.([0-9]+)\.([a-z_]+)(?:\.[0-9]+)?", problem.field)
    begun = [entry for entry in entries(form.flat) if entry.begun]
    if not found or int(found[1]) >= len(begun):
        return Problem("", problem.text)
    entry, name = begun[int(found[1])], found[2]
    typed = _action(form.flat, entry)
    if name in ("ref", "findings") and typed.get(name):
        says = NO_REF if name == "ref" else NO_FINDING
    else:
        says = in_words(Problem(name, problem.text), typed, ASKED).text
    called = typed.get("ref") or entry.number + 1
    return Problem(f"{entry.field}.{name}", f"Action {called}: {says[:1].lower()}{says[1:]}")


def _action(flat: Mapping[str, str], entry: Entry) -> dict[str, Any]:
    typed: dict[str, Any] = {name: text for name in TYPED if (text := flat.get(f"{entry.field}.{name}", "").strip())}
    if "findings" in typed:
        typed["findings"] = [ref.upper() for ref in re.split(r"[\s,;]+", typed["findings"]) if ref]
    day = {part.rpartition(".")[2]: flat.get(f"{entry.field}.{part}", "").strip() for part in DAY}
    if any(day.values()):
        typed["due_on"] = {part: given for part, given in day.items() if given}
    return typed
