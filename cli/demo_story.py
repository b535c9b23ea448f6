"""The demonstration told afterwards: each step, what it caused, and who was told; and the figures that it came to."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from rich.table import Table
from sqlalchemy import func, select

from config.calendar import in_words
from engagements.database import reading
from engagements.journal import Actor
from engagements.loading import facts_of
from engagements.outbox import followed
from engagements.rebuilding import verified
from engagements.state.engagement import Obligation
from engagements.state.journal import JournalEntry
from engagements.words import called
from notifications.ledger import Notification
from workflows.playing import Played
from workflows.run_counts import flow_run_counts
from workflows.sight import finish_showing
from workflows.workplace import Workplace


@dataclass(frozen=True, slots=True)
class Summary:
    """The figures, as the database and Prefect give them. ``verify``: whether the journal rebuilds every table."""

    ref: str
    stage: str
    events: int
    notifications: int
    obligations: int
    flow_runs: dict[str, int]
    verify: bool

    @property
    def well(self) -> bool:
        return self.verify and not self.flow_runs["failed"]

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    def in_words(self, folder: Path) -> str:
        verdict = "rebuilds every table" if self.verify else "[bold red]does not rebuild the tables[/bold red]"
        return (
            f"\n[bold]{self.ref}[/bold] stands at {self.stage.replace('_', ' ')}. "
            f"{self.events} events, {self.obligations} obligations, {self.notifications} messages; "
            f"{self.flow_runs['completed']} Prefect runs completed, {self.flow_runs['failed']} failed. "
            f"The journal {verdict}.\n\n"
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
        stage = facts_of(connection, ref or "").stage
    return Summary(
        ref=ref or "",
        stage=stage,
        events=counts[JournalEntry],
        notifications=counts[Notification],
        obligations=counts[Obligation],
        flow_runs=await flow_run_counts(),
        verify=verified(place.engine, place.world).holds,
    )


def story(place: Workplace, scenes: Sequence[Played]) -> Table:
    """A row for each step and each sweep that found something."""
    happened, told = _by_position(place, scenes)
    table = Table("Day", "What was done", "What it caused", "Who was told", box=None, pad_edge=False)
    for scene in scenes:
        if scene.refusal:
            caused, heard = f"[yellow]refused:[/yellow] {scene.refusal}", ""
        elif scene.positions:
            caused = ", ".join(happened[position] for position in scene.positions)
            heard = ", ".join(sorted({role for position in scene.positions for role in told[position]}))
        else:
            continue
        table.add_row(in_words(scene.on), _done(scene), caused, heard)
    return table


def _by_position(place: Workplace, scenes: Sequence[Played]) -> tuple[dict[int, str], dict[int, list[str]]]:
    positions = [position for scene in scenes for position in scene.positions]
    told: dict[int, list[str]] = defaultdict(list)
    notification = Notification.table
    with reading(place.engine) as connection:
        happened = {each.position: called(type(each.event)) for each in followed(connection, positions)}
        for cause, audience in connection.execute(select(notification.c.cause, notification.c.audience)):
            told[cause].append(audience.replace("_", " "))
    return happened, told


def _done(scene: Played) -> str:
    if scene.step is None:
        return "[dim]the morning's sweep[/dim]"
    actor: Actor = scene.step.actor()
    return f"{called(type(scene.step.command()))} [dim]({actor.role.replace('_', ' ')})[/dim]"
