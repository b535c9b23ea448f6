"""Everything about one engagement, compiled for reading: sections of plain rows, and the timeline in words."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, select

from engagements.engagement import Engagement, World, uk_date
from engagements.loading import load_whole
from engagements.queries import Happened, timeline
from engagements.standing import Standing, standing
from engagements.state.boards import Paper, PaperForBoard
from engagements.state.engagement import CauseOfConcern, Note
from engagements.state.journal import FreeTextEntry
from engagements.state.people import Peer
from engagements.state.plan import (
    Action,
    BoardDecision,
    ExtensionRequest,
    Finding,
    QuarterlyReturn,
    RaisedException,
    Recommendation,
)
from engagements.state.row import OfEngagement
from engagements.state.team import Invitation, Scope, VisitPhase
from engagements.telling import TEXT_REF, cell, details, given_by, happened, lateness, owing, plain

if TYPE_CHECKING:
    Section = tuple[str, tuple[str, ...], list[tuple[str, ...]]]

SECTIONS: tuple[tuple[str, type[OfEngagement], dict[str, str]], ...] = (
    ("Causes of concern", CauseOfConcern, {
        "Number": "number", "Question": "question", "Issued": "issued_on", "Revisited": "revisited_on",
        "Removed": "removed_on", "Concern": "text",
    }),
    ("Scope", Scope, {
        "Proposed": "proposed_on", "Agreed": "agreed_on", "Charge agreed": "charge_agreed_on",
        "Visit from": "visit_from", "Visit to": "visit_to", "Lines of enquiry": "lines_of_enquiry", "Focus": "focus",
    }),
    ("Team", Invitation, {
        "Peer": "peer", "Place": "team_role", "Stands": "status", "Answer by": "answer_by", "Why": "reason",
    }),
    ("Visit", VisitPhase, {
        "Phase": "number", "From": "starts_on", "To": "ends_on", "Completed": "completed_on", "Moved": "replaced_on",
    }),
    ("Recommendations", Recommendation, {
        "Number": "number", "Recommendation": "text", "Answer": "answer", "Why": "reason",
    }),
    ("Findings of the inspection", Finding, {
        "Finding": "ref", "Question": "question", "Recorded": "recorded_on", "What": "text",
    }),
    ("Plan", Action, {
        "Action": "ref", "Answers": "findings", "Due": "due_on", "Originally": "due_first", "Moved": "moves",
        "Stands": "status", "Rating": "rating", "Owner": "owner", "Lead": "lead", "What": "text",
        "Business as usual": "bau_owner", "Why": "bau_reason", "Check back": "check_back_on",
        "Still runs": "still_running",
    }),
    ("Extensions", ExtensionRequest, {
        "Action": "action", "From": "due_from", "To": "due_to", "Asked": "requested_on", "Why": "reason",
        "Granted": "granted", "Decided": "decided_on", "Because": "decision_reason",
    }),
    ("Returns", QuarterlyReturn, {
        "Period": "period", "Due": "due_on", "Stands": "status", "Nil": "nil", "Days late": "late",
        "Queries": "queries",
    }),
    ("Exceptions", RaisedException, {
        "Period": "period", "Kind": "kind", "Action": "action", "Cause": "cause", "Response": "response",
    }),
    ("Papers", Paper, {
        "Paper": "number", "Kind": "kind", "Period": "period", "Drafted": "drafted_on", "Subject": "subject",
    }),
    ("Papers before boards", PaperForBoard, {
        "Paper": "paper", "Board": "board", "Meets": "met_on", "Item": "agenda_item", "Submitted": "submitted_on",
        "Decision": "decision", "Why": "reason",
    }),
    ("Board decisions", BoardDecision, {
        "Board": "board", "Met": "met_on", "Item": "agenda_item", "About": "about", "Decision": "decision",
        "Why": "reason",
    }),
    ("Notes", Note, {"Note": "text"}),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Dossier:
    """``texts``: what people typed, by reference. ``peers``: names by identifier."""

    standing: Standing
    whole: Engagement
    timeline: list[Happened]
    texts: Mapping[str, str]
    peers: Mapping[str, str]

    def sections(self) -> "Iterator[Section]":
        """Title, headings and rows of each section that has any."""
        if self.standing.owed:
            yield (
                "Owed",
                ("Due", "", "Who", "What"),
                [
                    (cell(one.due_on), lateness(one.late), plain(one.owed_by), owing(one.kind, one.subject))
                    for one in self.standing.owed
                ],
            )
        for title, kind, columns in SECTIONS:
            rows = [tuple(self._shown(row, name) for name in columns.values()) for row in self.whole.all(kind)]
            used = [index for index in range(len(columns)) if any(row[index] for row in rows)]
            if rows:
                yield (
                    title,
                    tuple(list(columns)[index] for index in used),
                    [tuple(row[i] for i in used) for row in rows],
                )
        yield (
            "Timeline",
            ("Day", "What happened", "Given by", "Details"),
            [
                (cell(uk_date(one.at)), happened(one.event), given_by(one.actor), details(one.event, self.texts))
                for one in self.timeline
            ],
        )

    def _shown(self, row: OfEngagement, name: str) -> str:
        value = getattr(row, name)
        if name == "peer" and value in self.peers:
            return f"{self.peers[value]} ({value})"
        return cell(value, self.texts)

    def background(self) -> str:
        """Asked for on 6 January 2020, by the product's version 1, for a cause of concern: “…”"""
        facts = self.whole.facts
        why = cell(facts.reason, {ref: text[:500] for ref, text in self.texts.items()})
        choices = f"; {cell(facts.choices)}" if facts.choices else ""
        return f"Asked for on {cell(facts.requested_on)} ({cell(facts.origin)}{choices}): {why}"

    def plainly(self) -> dict[str, Any]:
        """The same for programs, with every text in place of its reference."""
        rows = {kind.table.name: list(rows.values()) for kind, rows in self.whole.rows.items() if rows}
        return {
            **self.standing.plainly(),
            "tables": {name: [self._plain(row.__dict__) for row in kept] for name, kept in rows.items()},
            "timeline": [
                {
                    "position": one.position,
                    "sequence": one.sequence,
                    "at": one.at,
                    "actor": one.actor,
                    "type": type(one.event).__name__,
                    "in_words": f"{happened(one.event)}: {details(one.event, self.texts)}".removesuffix(": "),
                    "facts": self._plain(one.event.model_dump(mode="json", exclude_none=True)),
                }
                for one in self.timeline
            ],
        }

    def _plain(self, value: Any) -> Any:
        if isinstance(value, str) and TEXT_REF.fullmatch(value):
            return self.texts.get(value)
        if isinstance(value, dict):
            return {name: self._plain(item) for name, item in value.items()}
        return [self._plain(item) for item in value] if isinstance(value, list | tuple) else value


def compiled(connection: Connection, world: World, ref: str, now: datetime) -> Dossier:
    """Raises UnknownEngagement."""
    stands = standing(connection, world, ref, uk_date(now))
    whole = load_whole(connection, ref, world)
    texts, pool = FreeTextEntry.table, Peer.table
    typed = connection.execute(select(texts.c.ref, texts.c.body).where(texts.c.engagement_id == whole.id))
    asked = [invitation.peer for invitation in whole.all(Invitation)]
    named = connection.execute(select(pool.c.id, pool.c.name).where(pool.c.id.in_(asked)))
    return Dossier(
        stands,
        whole,
        timeline(connection, ref),
        {row.ref: row.body for row in typed},
        {row.id: row.name for row in named},
    )
