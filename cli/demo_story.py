"""The demonstration told afterwards: each step, each happening and each morning, what it caused, and who was told."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date

from rich.table import Table
from sqlalchemy import select

from config.calendar import in_words
from engagements.database import reading
from engagements.engagement import uk_date
from engagements.journal import Actor
from engagements.outbox import followed
from engagements.telling import plain
from engagements.words import called
from notifications.ledger import Notification
from workflows.chasing import Chased
from workflows.playing import Played
from workflows.workplace import Workplace


def story(place: Workplace, scenes: Sequence[Played]) -> Table:
    """A row for each step and each sweep that found something."""
    happened, told = _by_position(place, scenes)
    digests, passed_on = _digests(place)
    table = Table("Day", "What was done", "What it caused", "Who was told", box=None, pad_edge=False)
    for scene in scenes:
        if scene.refusal:
            caused, heard = f"[yellow]refused:[/yellow] {scene.refusal}", ""
        else:
            caused = ", ".join(happened[position] for position in scene.positions)
            roles = {role for position in scene.positions for role in told[position]}
            heard = ", ".join(sorted(roles | (passed_on.get(scene.on, set()) if scene.happening else set())))
        if caused or scene.happening:
            table.add_row(in_words(scene.on), _done(scene), caused, heard)
        if scene.chased and scene.chased.nudged:
            reminded = ", ".join(sorted(digests.get(scene.on, set())))
            table.add_row(in_words(scene.on), "[dim]the morning's chase[/dim]", _chased(scene.chased), reminded)
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


def _digests(place: Workplace) -> tuple[dict[date, set[str]], dict[date, set[str]]]:
    """Who got a digest of their own, and who was told since somebody's mail came back, by the day."""
    own, passed_on = defaultdict[date, set[str]](set), defaultdict[date, set[str]](set)
    table = Notification.table
    columns = (table.c.day, table.c.list_of, table.c.decided_at, table.c.audience)
    with reading(place.engine) as connection:
        for row in connection.execute(select(*columns).where(table.c.cause.is_(None))):
            told = own if row.day and not row.list_of else passed_on
            told[row.day or uk_date(row.decided_at)].add(row.audience.replace("_", " "))
    return own, passed_on


def _chased(chased: Chased) -> str:
    rungs = "1 rung climbed" if chased.nudged == 1 else f"{chased.nudged} rungs climbed"
    return f"{rungs}, {'1 digest' if chased.digests == 1 else f'{chased.digests} digests'} written"


def _done(scene: Played) -> str:
    if scene.happening:
        return f"[dim]{scene.happening.what.replace('_', ' ')}: {scene.happening.contact}[/dim]"
    if scene.step is None:
        return "[dim]the morning's sweep[/dim]"
    actor: Actor = scene.step.actor()
    return f"{called(type(scene.step.command()))} [dim]({actor.role.replace('_', ' ')})[/dim]"


def teams(scenes: Sequence[Played]) -> Iterator[str]:
    """Of each team that was chosen from the pool: who, why, and who nearly was."""
    for scene in scenes:
        if scene.proposal and scene.proposal.best:
            best = scene.proposal.best
            yield f"\n[bold]Proposed from a pool of invented peers on {in_words(scene.on)}[/bold]"
            yield from (f"  {plain(one.team_role).capitalize()}: {one.name}. {one.because}" for one in best.choices)
            yield from (f"  [dim]Nearly: {miss.name}. {miss.because}[/dim]" for miss in scene.proposal.near_misses)
