"""A plan in a spreadsheet: its sheets and their columns, and how they are read."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from config.malformed import problems as told_of
from config.malformed import sentence
from config.nearest import did_you_mean, shown
from config.reference import QUESTIONS
from documents.spreadsheets.book import Book, Sheet, read_book
from documents.spreadsheets.columns import Column, Holds, plain_heading
from documents.spreadsheets.opening import Opened
from documents.spreadsheets.problems import Problems, Unreadable
from documents.spreadsheets.reading import Row, read_rows
from engagements.stages.follow_up_plan import PlannedAction
from engagements.stages.inspectorate import InspectionFinding

M = TypeVar("M", bound=BaseModel)

KINDS = {"A": "area for improvement", "C": "cause of concern", "N": "comment", "R": "recommendation"}
"""What a finding is, by the letter that its reference begins with."""

FINDINGS = (
    Column("ref", "Ref", "A1, A2 … for areas for improvement, N1 … for comments", required=True, width=8),
    Column("kind", "Kind", f"one of {', '.join(KINDS.values())}; the reference says it too", width=22),
    Column("question", "Question", "the inspection question that it is about", width=34),
    Column("text", "Text", "the finding in the inspectorate's words", required=True, width=90, also=("Finding",)),
)
ACTIONS = (
    Column("ref", "Ref", "a short name of its own, as 1 or A1.2", required=True, width=8, also=("Action ref",)),
    Column("text", "Action", "what is to be done", required=True, width=60, also=("Description",)),
    Column(
        "findings",
        "Answers",
        "the findings that it answers, separated by commas, as R1, A2",
        Holds.REFERENCES,
        required=True,
        width=16,
        also=("Finding", "Findings", "Recommendation", "Recommendations"),
    ),
    Column("owner", "Owner", "who answers for it: a post, not a name", required=True, width=26),
    Column("lead", "Lead", "who does it: a post, not a name", width=26),
    Column(
        "due_on", "Due", "the day by which it is done", Holds.DAY, required=True, width=13, also=("Due date", "Due on")
    ),
    Column("success_measure", "Success measure", "how it will show that it worked", width=40, also=("Measure",)),
    Column("evidence_expected", "Evidence expected", "what will show that it is done", width=40, also=("Evidence",)),
    Column("status", "Status", "where it stands", shown_only=True, width=14),
    Column("rating", "Rating", "as the last return rated it", shown_only=True, width=16),
    Column("due_first", "First due", "the date that it was first given", Holds.DAY, shown_only=True, width=13),
    Column("moves", "Moved", "how often its date moved", shown_only=True, width=9),
)

FINDING = re.compile("[ACNR][1-9][0-9]{0,3}")
REFERENCES = {
    "findings": "write R1 for a recommendation, C1 a cause of concern, A1 an area for improvement, N1 a comment",
    "ref": "write letters, digits, dots and hyphens, at most 20 of them, as A1 or 2.1",
}


@dataclass(frozen=True, slots=True)
class PlanRead:
    """The plan of a file, each part with its row. ``others``: what is not recorded from here, R1 and C1.

    ``named``: the references of all findings in the file, those that need mending among them.
    """

    findings: tuple[tuple[Row, InspectionFinding], ...]
    others: tuple[tuple[Row, str], ...]
    named: frozenset[str]
    actions: tuple[tuple[Row, PlannedAction], ...]
    notices: tuple[str, ...]
    problems: Problems


def read_plan(file: Opened, findings_file: Opened | None = None) -> PlanRead:
    """Findings and actions with what is wrong with them, which the caller adds to and settles. Raises Unreadable."""
    problems = Problems()
    book = read_book(file, [column.heading for column in ACTIONS])
    actions = sheet_named(book, "Actions", ACTIONS)
    beside = read_book(findings_file, [column.heading for column in FINDINGS]) if findings_file else book
    findings = sheet_named(beside, "Findings", FINDINGS) if findings_file else book.sheet("Findings")
    found = read_rows(findings, FINDINGS, problems) if findings else []
    planned = read_rows(actions, ACTIONS, problems)
    read = [(row, values) for row in found if (values := _finding(row, problems)) is not None]
    return PlanRead(
        findings=tuple(
            (row, made)
            for row, values in read
            if values["ref"][0] in "AN" and (made := message(InspectionFinding, row, values, problems))
        ),
        others=tuple((row, values["ref"]) for row, values in read if values["ref"][0] not in "AN"),
        named=frozenset(values["ref"] for _, values in read),
        actions=tuple(
            (row, action) for row in planned if (action := message(PlannedAction, row, row.values, problems))
        ),
        notices=(*notices(book, actions, *filter(None, [findings])), *(notices(beside) if beside is not book else ())),
        problems=problems,
    )


def sheet_named(book: Book, name: str, columns: tuple[Column, ...]) -> Sheet:
    """The sheet of that name, or the only one that there is. Raises Unreadable."""
    sheet = book.sheet(name) or (book.sheets[0] if len(book.sheets) == 1 else None)
    if sheet is None:
        there = f"Its sheets are: {', '.join(one.name for one in book.sheets)}" if book.sheets else "It shows no sheet"
        needed = ", ".join(column.heading for column in columns if column.required)
        raise Unreadable(f"{book.name} has no sheet {name}, with the columns {needed}. {there}.")
    return sheet


def notices(book: Book, *read: Sheet) -> list[str]:
    """What somebody may have overlooked: hidden rows that were read, hidden sheets that were not."""
    told = [f"The sheet {name} is hidden, and was not read." for name in book.hidden_sheets]
    for sheet in read:
        hidden = [str(number) for number in sheet.hidden_rows if number <= len(sheet.rows)]
        if hidden:
            rows = (
                f"row {hidden[0]} is hidden, and was"
                if len(hidden) == 1
                else f"rows {', '.join(hidden)} are hidden, and were"
            )
            told.append(f"In the sheet {sheet.name} {rows} read all the same.")
    return told


def _finding(row: Row, problems: Problems) -> dict[str, Any] | None:
    """What the row says of a finding: its kind agrees with its reference, its question is one of the inspectorate's."""
    ref, kind = row.values.get("ref"), row.values.get("kind")
    if not ref:
        return None
    if not FINDING.fullmatch(ref):
        problems.add(row.problem("ref", f"{shown(ref)} is not a finding's reference: {REFERENCES['findings']}."))
        return None
    known = KINDS[ref[0]]
    if kind and plain_heading(kind).removesuffix("s") not in (known, known.replace("area ", "areas ")):
        problems.add(row.problem("kind", f"{ref} is a reference for {_a(known)}, and the kind says {shown(kind)}."))
    values = {name: value for name, value in row.values.items() if name != "kind"}
    if question := values.get("question"):
        asked = plain_heading(question)
        official = next((one for one in QUESTIONS if plain_heading(one) == asked), None)
        if official is None:
            hint = did_you_mean(question, QUESTIONS) or f" It asks: {'; '.join(QUESTIONS)}."
            problems.add(row.problem("question", f"The inspectorate asks no question {shown(question)}.{hint}"))
        values["question"] = official
    return values


def _a(noun: str) -> str:
    return f"{'an' if noun[0] in 'aeiou' else 'a'} {noun}"


def message(
    kind: type[M], row: Row, values: Mapping[str, Any], problems: Problems, columns: Mapping[str, str] | None = None
) -> M | None:
    """The row's values in a shape; where they do not fit it, why, unless a worse problem of the cell is told.

    ``columns``: the column of each field, where it goes by another name.
    """
    told = problems.columns(row.sheet, row.number)
    try:
        return kind.model_validate({name: value for name, value in values.items() if value is not None})
    except ValidationError as error:
        for place, reason in told_of(error):
            field = place.partition(".")[0]
            column = (columns or {}).get(field, field)
            if field in values and row.at.get(column) not in told:
                says = REFERENCES.get(field, reason) if "pattern" in reason or "20 char" in reason else reason
                problems.add(row.problem(column, sentence(f"{says[:1].upper()}{says[1:]}")))
        return None
