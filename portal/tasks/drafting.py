"""Drafting a paper for the boards: its sections, what the board is asked, and the equality table."""

from collections.abc import Iterator
from typing import Any

from config.vocabulary import Characteristic, Impact, PaperKind
from engagements.periods import ReportingPeriod
from engagements.stages.papers import DraftPaper
from portal.giving import Given, Problem
from portal.office import Office
from portal.posted import PostedForm
from portal.tasks.giving import settle
from portal.tasks.matter import SECTIONS, Matter
from portal.tasks.task import Task
from portal.visitors import Visitor

ASKED = {
    "subject": "Enter what the paper is about.",
    "asks": "Enter what the board is asked, each on a line of its own.",
}


def begun(task: Task, matter: Matter) -> dict[str, str]:
    """The form's values before anybody types: the paper as it stands, or its subject and what boards are asked."""
    written = matter.written
    if written is None:
        return {"subject": _subject(task, matter), "asks": _ask(matter)}
    values = {"subject": written.subject, "author": written.author, "asks": "\n".join(written.asks), **written.sections}
    order = list(Characteristic)
    for answer in written.equality:
        at = order.index(Characteristic(answer.characteristic))
        values |= {f"equality.{at}.impact": answer.impact, f"equality.{at}.text": answer.text}
    return values


def drafted(office: Office, visitor: Visitor, task: Task, matter: Matter, form: PostedForm) -> Given:
    """Draft the paper that the form holds."""
    equality, found = _equality(matter, form)
    if found:
        return Given(problems=found)
    asks = [line.strip() for line in form["asks"].splitlines() if line.strip()]
    data: dict[str, Any] = {name: form[name] for name in ("subject", "author", *SECTIONS) if form[name]}
    data |= {"kind": matter.kind, "asks": asks, "equality": equality}
    if matter.kind is PaperKind.QUARTERLY:
        data["period"] = matter.matter
    elif matter.kind is PaperKind.DECISION and matter.written:
        data["replaces"] = matter.written.paper.number
    given = settle(office, visitor, task, DraftPaper, data, form, asked=ASKED)
    return Given(given.outcome, [_on_this_page(problem) for problem in given.problems])


def _on_this_page(problem: Problem) -> Problem:
    """Every line of what is asked is typed in one field."""
    first, _, rest = problem.field.partition(".")
    if first != "asks":
        return problem
    return Problem("asks", f"Line {int(rest) + 1}: {problem.text}" if rest.isdigit() else ASKED["asks"])


def _equality(matter: Matter, form: PostedForm) -> tuple[list[dict[str, str]], list[Problem]]:
    """The answers of the table: all nine, or in a quarterly paper none."""
    answers: list[dict[str, str]] = []
    found: list[Problem] = []
    given = [(form[f"equality.{at}.impact"], form[f"equality.{at}.text"]) for at, _ in enumerate(Characteristic)]
    if matter.kind is PaperKind.QUARTERLY and not any(impact or text for impact, text in given):
        return [], []
    for at, (characteristic, (impact, text)) in enumerate(zip(Characteristic, given, strict=True)):
        called = characteristic.replace("_", " ")
        if not impact:
            found.append(Problem(f"equality.{at}.impact", f"Choose what it means for {called}."))
        elif impact != Impact.NO and not text:
            found.append(Problem(f"equality.{at}.text", f"Say what the impact on {called} is."))
        answer = {"characteristic": characteristic.value, "impact": impact}
        answers.append(answer | ({"text": text} if text else {}))
    return answers, found


def characteristics() -> Iterator[tuple[int, str]]:
    """The table's rows: their numbers and what they are called."""
    for at, characteristic in enumerate(Characteristic):
        yield at, characteristic.replace("_", " ")


def _subject(task: Task, matter: Matter) -> str:
    match matter.kind:
        case PaperKind.QUARTERLY:
            return f"{task.product.name}: report for {ReportingPeriod.parse(matter.matter).in_words}"
        case PaperKind.CLOSURE:
            return f"{task.product.name}: closure of the improvement plan"
        case PaperKind.DECISION:
            return f"{task.product.name}: paper for decision"


def _ask(matter: Matter) -> str:
    match matter.kind:
        case PaperKind.QUARTERLY:
            return "note the progress made against the plan\nconsider the exceptions, and what is being done about them"
        case PaperKind.CLOSURE:
            return "approve the closure of the improvement plan"
        case PaperKind.DECISION:
            return ""
