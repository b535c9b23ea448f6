"""``peer-support demo``: plays a real case from request to reopening, on a data directory of its own."""

import asyncio
import json
import shutil
import signal
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import time as clock_time
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console

from cli.migrations.steps import bring_up
from config.calendar import in_words
from config.listening import listen
from config.settings import Settings
from engagements.refusals import BrokenRule
from workflows import environment
from workflows.case import SHIPPED, Case
from workflows.server import hosted

if TYPE_CHECKING:
    from cli.demo_summary import Summary

MARKER = ".demonstration"
NOON = clock_time(12)
CASE = SHIPPED / "essex-protection-2021.toml"


class NotADemonstration(BrokenRule):
    """The folder holds something else, which the demonstration would delete."""


def demo(case_file: Path | None, folder: Path | None, *, as_json: bool, stay: bool) -> int:
    """Play the case; 0 when it verifies and no run failed. ``stay``: keep the portal and Prefect up until Ctrl-C."""
    case = Case.load(case_file or CASE)
    given = Settings.load()
    own_folder = _emptied(folder or given.data_dir / "demo")
    own = {"data_dir": own_folder, "bounces": own_folder / "returned", "prefect_port": _free_port()}
    own |= {"portal_port": (port := _free_port()), "portal_host": "127.0.0.1", "portal_url": f"http://127.0.0.1:{port}"}
    settings = given.model_copy(update=own | {"database_url": None, "prefect_database_url": None, "channels": ()})
    console = Console(stderr=as_json, highlight=False)
    console.print(f"[bold]{case.title}[/bold]\n")
    console.print("The calendar is simulated. The state, the runs and the messages are real.")
    environment.apply(settings)
    with console.status("Starting the database and the Prefect server"):
        server = hosted(settings)
        pages = server.__enter__().removesuffix("/api")
    try:
        console.print(f"Watch the runs: {pages}/runs\n")
        summary = asyncio.run(_play(case, settings, console))
        if as_json:
            print(json.dumps(summary.as_json(), indent=2))
        if stay:
            with _open_portal(settings, case):
                console.print(
                    f"Look around in the portal: {settings.portal_url}. Its clock goes on from {in_words(case.ends)}."
                )
                console.print(f"The runs stay at {pages}/runs. Both end with Ctrl-C.")
                signal.sigwait({signal.SIGINT, signal.SIGTERM})
    finally:
        server.__exit__(None, None, None)
    return 0 if summary.well else 1


@contextmanager
def _open_portal(settings: Settings, case: Case) -> Iterator[None]:
    """The portal on what was played, its clock going on from the case's end."""
    from config.keys import keys
    from engagements.database import connect
    from engagements.engagement import World
    from portal.app import create_app
    from portal.office import Office
    from portal.serving import served
    from workflows.playing import SimulatedClock

    clock, began = SimulatedClock(case.ends), time.monotonic()
    clock.move_to(case.ends, NOON)
    office = Office(
        settings,
        connect(settings.database),
        World.shipped(),
        keys(settings),
        lambda: clock() + timedelta(seconds=time.monotonic() - began),
    )
    with served(create_app(office), listen(settings.portal_host, settings.portal_port, "portal")):
        yield


async def _play(case: Case, settings: Settings, console: Console) -> "Summary":
    """Imports Prefect, which the caller has told about its server by now."""
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    from cli.demo_story import story, teams
    from cli.demo_summary import summary_of
    from workflows.connection import kept_connection
    from workflows.playing import Play, SimulatedClock
    from workflows.workplace import Workplace

    clock = SimulatedClock(case.begins)
    place = Workplace(settings, clock)
    bring_up(place.engine)
    play = Play(case, place, clock, "demonstration")
    scenes = []
    columns = (TextColumn("{task.description:<18}"), BarColumn(), MofNCompleteColumn(), TextColumn("steps"))
    with Progress(*columns, console=console, transient=True) as progress:
        bar = progress.add_task("", total=len(case.steps))
        async with kept_connection():
            async for scene in play.scenes():
                scenes.append(scene)
                progress.update(bar, description=f"{scene.on:%d %B %Y}", advance=1 if scene.step else 0)
    console.print(story(place, scenes))
    console.print("\n".join(teams(scenes)), soft_wrap=True)
    summary = await summary_of(place, play.ref)
    console.print(summary.in_words(settings.data_dir), soft_wrap=True)
    return summary


def _emptied(folder: Path) -> Path:
    """The folder, emptied: only where it is new, or holds an earlier demonstration."""
    if folder.exists() and any(folder.iterdir()) and not (folder / MARKER).exists():
        raise NotADemonstration(f"{folder} is not empty and holds no demonstration. Choose another folder.")
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    (folder / MARKER).touch()
    return folder


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])
