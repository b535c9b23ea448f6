"""What the demonstration came to: the figures, the papers, the exceptions of each quarter, and the nudges by rung."""

from collections import Counter
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, func, select

from documents import ledger as papers
from engagements.database import reading
from engagements.exceptions import exceptions
from engagements.loading import load_whole
from engagements.queries import timeline
from engagements.rebuilding import verified
from engagements.stages.relief import ObligationNudged
from engagements.state.engagement import Obligation
from engagements.state.journal import JournalEntry
from engagements.state.plan import QuarterlyReturn
from notifications.ledger import Notification
from workflows.run_counts import flow_run_counts
from workflows.sight import finish_showing
from workflows.workplace import Workplace


@dataclass(frozen=True, slots=True)
class Summary:
    """As the database and Prefect give it. ``verify``: whether the journal rebuilds every table.

    ``papers``: title, and both files below the data directory, of the last making of each for each board.
    ``exceptions``: by quarter and kind, with the action and the quarter in which it was first seen. ``nudges``: how
    many rungs of each kind were climbed.
    """

    ref: str
    stage: str
    events: int
    notifications: int
    obligations: int
    flow_runs: dict[str, int]
    verify: bool
    nudges: dict[str, int]
    exceptions: list[dict[str, str | None]]
    papers: list[dict[str, str]]

    @property
    def well(self) -> bool:
        return self.verify and not self.flow_runs["failed"]

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    def in_words(self, folder: Path) -> str:
        verdict = "rebuilds every table" if self.verify else "[bold red]does not rebuild the tables[/bold red]"
        rungs = ", ".join(f"{rung} {times}" for rung, times in self.nudges.items())
        listed = "\n".join(f"  {folder / paper['pdf']}" for paper in self.papers)
        return (
            f"\n[bold]{self.ref}[/bold] stands at {self.stage.replace('_', ' ')}. "
            f"{self.events} events, {self.obligations} obligations, {self.notifications} messages; "
            f"{self.flow_runs['completed']} Prefect runs completed, {self.flow_runs['failed']} failed. "
            f"The journal {verdict}.\n"
            f"Rungs climbed, in working days from the due date: {rungs}.\n\n"
            f"{len(self.papers)} board papers, each also as a Word document beside it:\n{listed}\n\n"
            f"Everything is in {folder}. Look into it with:\n"
            f"  PEER_SUPPORT_DATA_DIR={folder} .venv/bin/peer-support engagements show {self.ref}\n"
            f"  PEER_SUPPORT_DATA_DIR={folder} .venv/bin/peer-support mailbox"
        )


async def summary_of(place: Workplace, ref: str | None) -> Summary:
    """Count what there is."""
    await finish_showing()
    with reading(place.engine) as connection:
        counts = {
            kind: connection.execute(select(func.count()).select_from(kind.table)).scalar_one()
            for kind in (JournalEntry, Notification, Obligation)
        }
        whole = load_whole(connection, ref or "", place.world)
        nudges = _nudges(connection, ref or "")
        made = papers.listed(connection, ref)
    found: list[dict[str, str | None]] = [
        {"period": period, "kind": one.kind, "action": one.action, "first_seen": one.first_period}
        for period in sorted(standing.period for standing in whole.all(QuarterlyReturn))
        for one in exceptions(whole, period, place.world.thresholds)
    ]
    return Summary(
        ref=ref or "",
        stage=whole.facts.stage,
        events=counts[JournalEntry],
        notifications=counts[Notification],
        obligations=counts[Obligation],
        flow_runs=await flow_run_counts(),
        verify=verified(place.engine, place.world).holds,
        nudges=nudges,
        exceptions=found,
        papers=[
            {"title": paper.title, "pdf": f"papers/{paper.path}.pdf", "docx": f"papers/{paper.path}.docx"}
            for paper in {(paper.kind, paper.period, paper.board): paper for paper in made}.values()
        ],
    )


def _nudges(connection: Connection, ref: str) -> dict[str, int]:
    """How many rungs were climbed, from the one that comes first."""
    nudged = (each.event for each in timeline(connection, ref) if isinstance(each.event, ObligationNudged))
    rungs = Counter(rung for event in nudged for rung in event.rungs)
    return dict(sorted(rungs.items(), key=lambda counted: int(counted[0].removesuffix("d"))))
