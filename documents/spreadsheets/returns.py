"""A quarterly return in a spreadsheet: a row for each open action, to fill in and to file as one."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from config.nearest import did_you_mean, shown
from config.ratings import RatingScale
from documents.spreadsheets.book import read_book
from documents.spreadsheets.columns import Column, Holds, plain_heading
from documents.spreadsheets.opening import Opened
from documents.spreadsheets.plan import message, notices, sheet_named
from documents.spreadsheets.plan_written import action_values, in_order
from documents.spreadsheets.problems import Problem, Problems, Unreadable
from documents.spreadsheets.reading import Row, read_rows
from documents.spreadsheets.trying import decided
from documents.spreadsheets.writing import Written
from engagements.engagement import Engagement
from engagements.refusals import BrokenRule
from engagements.stages.extensions import NotAnExtension
from engagements.stages.returns import CauseRequired, FileReturn, Update
from engagements.state.plan import Action

COLUMNS = (
    Column("action", "Ref", "the action's reference; leave it as it is", required=True, width=8, also=("Action ref",)),
    Column("text", "Action", "what is to be done", shown_only=True, width=60),
    Column("due_on", "Due", "the day by which it is done", Holds.DAY, shown_only=True, width=13),
    Column("last", "Last rating", "as the last return rated it", shown_only=True, width=16),
    Column("rating", "Rating", "from the list; left empty, the last rating stands", width=16, also=("New rating",)),
    Column("cause", "Cause", "why it is worse, or why it needs longer; or what was done", width=60, also=("Reason",)),
    Column("due_to", "New date asked for", "a later day, where it needs one", Holds.DAY, width=18, also=("New date",)),
    Column("of", "Return", "which return this row belongs to; leave it as it is", width=26),
)
RATINGS = (
    Column("name", "Rating", "", width=26),
    Column("definition", "What it means", "", width=90),
)
FIELDS = {"action": "action", "rating": "rating", "text": "cause", "due_to": "due_to"}
"""The column of each field of an update."""

CELL: Mapping[type[BrokenRule], str] = {CauseRequired: "cause", NotAnExtension: "due_to"}
"""The cell that a refusal of one update is about."""


@dataclass(frozen=True, slots=True)
class ReturnRead:
    """``command``: the return as it was filled in. ``notices``: what somebody may have overlooked."""

    command: FileReturn
    notices: tuple[str, ...]


def written_return(engagement: Engagement, period: str, texts: Mapping[str, str]) -> list[Written]:
    """The sheet to fill in, its ratings to choose from, and a second sheet that says what they mean."""
    scale = engagement.product.ratings
    ratings = [{"name": one.name, "definition": one.definition} for one in map(scale.rating, scale.for_returns)]
    choices = {"rating": f"=Ratings!$A$2:$A${len(ratings) + 1}"}
    rows: list[Mapping[str, Any]] = [
        {**_shown(engagement, action, texts), "of": _title(engagement, period)} for action in open_actions(engagement)
    ]
    return [Written("Return", COLUMNS, rows, choices), Written("Ratings", RATINGS, ratings)]


def open_actions(engagement: Engagement) -> list[Action]:
    """The actions that a return reports on, in the order of their references."""
    return in_order(action for action in engagement.all(Action) if action.status == "open")


def _shown(engagement: Engagement, action: Action, texts: Mapping[str, str]) -> dict[str, object]:
    values = action_values(engagement, action, texts)
    return {"action": action.ref, "text": values["text"], "due_on": action.due_on, "last": values["rating"]}


def _title(engagement: Engagement, period: str) -> str:
    return f"{engagement.facts.ref} {period}"


def read_return(file: Opened, engagement: Engagement, period: str, now: datetime) -> ReturnRead:
    """The return that a file holds. Raises Unreadable, and NeedsMending with every problem, the rules' among them."""
    problems = Problems()
    book = read_book(file, [column.heading for column in COLUMNS])
    sheet = sheet_named(book, "Return", COLUMNS)
    rows = read_rows(sheet, COLUMNS, problems)
    updates: dict[str, tuple[Row, Update]] = {}
    for row in rows:
        update = _update(row, engagement, period, problems)
        if update and update.action in updates:
            says = f"{update.action} is in row {updates[update.action][0].number} already."
            problems.add(row.problem("action", says))
        elif update:
            updates[update.action] = (row, update)
    named = {row.values.get("action") for row in rows}
    for action in open_actions(engagement):
        if action.ref not in named:
            problems.add(Problem(sheet.name, None, "", f"There is no row for action {action.ref}, which is open."))
    for row, update in updates.values():
        _tried_alone(row, update, engagement, period, now, problems)
    problems.settle()
    if not updates:
        raise Unreadable(f"{engagement.facts.ref} has no open action to report on: file a nil return.")
    command = FileReturn(period=period, updates=tuple(update for _, update in updates.values()))
    return ReturnRead(command, tuple(notices(book, sheet)))


def _update(row: Row, engagement: Engagement, period: str, problems: Problems) -> Update | None:
    """What the row says of an open action; None where that cannot be told, and then it is a problem."""
    ref, of = row.values.get("action"), row.values.get("of")
    if of and plain_heading(of) != plain_heading(_title(engagement, period)):
        says = f"This row belongs to the return {shown(of)}, and this is {_title(engagement, period)}."
        problems.add(row.problem("of", says))
    if not ref:
        return None
    known = [action.ref for action in open_actions(engagement)]
    if ref not in known:
        hint = did_you_mean(ref, known)
        problems.add(row.problem("action", f"{shown(ref)} is not an open action of the plan.{hint}"))
        return None
    values = {field: row.values.get(column) for field, column in FIELDS.items()}
    if values["rating"]:
        values["rating"] = _rating(row, values["rating"], engagement.product.ratings, problems)
    return message(Update, row, values, problems, FIELDS)


def _rating(row: Row, given: str, scale: RatingScale, problems: Problems) -> str | None:
    """The slug of a rating that a return may give, by its name."""
    offered = [scale.rating(slug) for slug in scale.for_returns]
    for rating in offered:
        if plain_heading(given) in (plain_heading(rating.name), plain_heading(rating.slug)):
            return rating.slug
    names = [rating.name.lower() for rating in offered]
    hint = did_you_mean(given, names) or f" Choose one of: {', '.join(names)}."
    problems.add(row.problem("rating", f"{shown(given)} is not how a return rates an action.{hint}"))
    return None


def _tried_alone(
    row: Row, update: Update, engagement: Engagement, period: str, now: datetime, problems: Problems
) -> None:
    """Try the return with this row alone filled in: what the rule then refuses, it refuses of this row."""
    others = (Update(action=one.ref) for one in open_actions(engagement) if one.ref != update.action)
    try:
        decided(engagement, FileReturn(period=period, updates=(update, *others)), now)
    except (CauseRequired, NotAnExtension) as refusal:
        problems.add(row.problem(CELL[type(refusal)], str(refusal)))
