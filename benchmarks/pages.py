"""Every page of the portal with ten thousand engagements: server time, and whether it asks the database more often."""

import asyncio
import statistics
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from datetime import time as clock
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import httpx
from fastapi import FastAPI
from fastapi.responses import HTMLResponse
from sqlalchemy import Engine, event
from starlette.types import ASGIApp, Receive, Scope, Send

from benchmarks.databases import on_postgresql, on_sqlite
from benchmarks.figures import Figure
from benchmarks.places import Place, Places
from benchmarks.portfolio import Originals
from benchmarks.postgresql import NOT_INSTALLED
from benchmarks.story import world
from benchmarks.telling import tell
from config.settings import Settings
from config.vocabulary import Stage
from engagements.database import reading, writing
from engagements.engagement import UK
from portal import sessions
from portal.app import create_app, routes
from portal.cookies import SESSION, cookie
from portal.office import Office

FEW, MANY, ROUNDS, WARM = 100, 10_000, 40, 3
GOAL = 50.0
"""Milliseconds of server time."""

COMPARED = ("/today", "/pipeline", "/insight")
"""Beside a bare page that shows the same template with the same facts."""

Databases = Mapping[str, Callable[[], AbstractContextManager[Engine | None]]]
DATABASES: Databases = {"SQLite": on_sqlite, "PostgreSQL": on_postgresql}

KEY = "a-key-of-the-benchmarks-" * 2
WELL = (200, 303)


@dataclass
class Timed:
    """An application, and how many milliseconds each answer took it, to the last byte."""

    app: ASGIApp
    taken: list[float] = field(default_factory=list)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        begun = time.perf_counter()
        await self.app(scope, receive, send)
        self.taken.append((time.perf_counter() - begun) * 1000)


@dataclass(frozen=True)
class Shown:
    """A template that remembers in ``facts`` what it showed last."""

    template: Any
    facts: dict[str, Any]

    def render(self, **facts: Any) -> str:
        self.facts.clear()
        self.facts.update(facts)
        return str(self.template.render(**facts))


class Shelf:
    """The office's templates, each of which remembers what it showed last."""

    def __init__(self, office: Office) -> None:
        self.environment, self.last = office.pages, Shown(None, {})
        office.__dict__["pages"] = self

    def get_template(self, name: str) -> Shown:
        self.last = Shown(self.environment.get_template(name), {})
        return self.last


class Portal:
    """The portal on a database: what it answers, and how long it takes."""

    def __init__(self, engine: Engine, originals: Originals, data_dir: Path) -> None:
        now = datetime.combine(originals.on, clock(9), UK)
        settings = Settings(data_dir=data_dir, requests_per_minute=10_000_000)
        self.engine, self.office = engine, Office(settings, engine, originals.world, (KEY,), lambda: now)
        self.shelf = Shelf(self.office)
        self.app = create_app(self.office)

    def open(self, place: Place, times: int) -> tuple[int, list[float]]:
        """Open a page so many times: what it answers, and the milliseconds of each."""
        timed = Timed(self.app)
        return asyncio.run(_open(timed, self.office.settings.portal_url, place.path, times, self._session(place))), (
            timed.taken[WARM:]
        )

    def beside_a_bare_page(self, place: Place, times: int) -> tuple[list[float], list[float]]:
        """Milliseconds of each answer: ours, and a bare page's that shows what ours showed last, by turns."""
        self.open(place, WARM)
        bare_app, shown = FastAPI(), self.shelf.last
        facts = dict(shown.facts)
        bare_app.get("/", response_class=HTMLResponse)(lambda: shown.template.render(**facts))
        ours, bare = Timed(self.app), Timed(bare_app)
        address, session = self.office.settings.portal_url, self._session(place)
        for _ in range(max(times // 10, 1)):
            asyncio.run(_open(ours, address, place.path, 10, session))
            asyncio.run(_open(bare, address, "/", 10, {}))
        return ours.taken[WARM:], bare.taken[WARM:]

    def queries(self, place: Place) -> int:
        """How often the page asks the database."""
        with _counted(self.engine) as statements:
            self.open(place, 1)
        return len(statements)

    def _session(self, place: Place) -> dict[str, str]:
        if not place.doors:
            return {}
        errands = place.errands
        with writing(self.engine) as connection:
            secret = sessions.begin(
                connection, self.office.now(), name="Visitor", doors=place.doors, hats=place.hats, errands=errands
            )
        return {cookie(SESSION, self.office): sessions.sealed(self.office, secret)}


async def _open(app: ASGIApp, address: str, path: str, times: int, cookies: dict[str, str]) -> int:
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url=address, cookies=cookies) as client:
        return [(await client.get(path)).status_code for _ in range(times)][-1]


@contextmanager
def _counted(engine: Engine) -> Iterator[list[str]]:
    statements: list[str] = []

    def note(connection: Any, cursor: Any, statement: str, *_: Any) -> None:
        statements.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(engine, "before_cursor_execute", note)


def measure(
    few: int = FEW, many: int = MANY, rounds: int = ROUNDS, databases: Databases = DATABASES
) -> Iterator[Figure]:
    """On each database: median and 95th percentile of every page, its queries, and some beside a bare page."""
    tell(f"{few} engagements rehearsed for two years, to be copied")
    originals = Originals(world(), few)
    for database, opened in databases.items():
        with ExitStack() as entered:
            small, large = (entered.enter_context(opened()) for _ in (few, many))
            if small is None or large is None:
                yield Figure(f"pages on {database}", None, "ms", GOAL, note=NOT_INSTALLED)
                continue
            folder = Path(entered.enter_context(TemporaryDirectory(prefix="peer-support-benchmark-")))
            tell(f"{many:,} engagements on {database}")
            refs = originals.fill(small, few).refs
            originals.fill(large, many)
            few_there, many_there = (Portal(engine, originals, folder) for engine in (small, large))
            with reading(small) as connection:
                places = Places(connection, refs[Stage.QUARTERLY_REPORTING])
                found = [
                    (route.path, places.of(route)) for route in routes(many_there.app) if "GET" in (route.methods or ())
                ]
            yield from _pages(database, few_there, many_there, found, rounds)


def _pages(
    database: str, few: Portal, many: Portal, found: Sequence[tuple[str, Place | None]], rounds: int
) -> Iterator[Figure]:
    growing, closed = list[str](), list[str]()
    for path, place in found:
        name = f"{path} on {database}"
        if place is None:
            closed.append(f"{path} (nobody is asked)")
            continue
        status, taken = many.open(place, rounds + WARM)
        if status not in WELL:
            closed.append(f"{path} ({status})")
            continue
        asked = many.queries(place)
        if asked > (before := few.queries(place)):
            growing.append(f"{path} ({before}, then {asked})")
        yield Figure(f"{name}, {asked} queries, median", statistics.median(taken), "ms", GOAL)
        yield Figure(f"{name}, 95th percentile", percentile(taken), "ms", GOAL)
        if path in COMPARED:
            yield _compared(name, *many.beside_a_bare_page(place, rounds))
    yield _none(f"pages that ask more with more engagements on {database}", growing)
    yield _none(f"pages that this portfolio cannot open on {database}", closed)


def _none(name: str, found: Sequence[str]) -> Figure:
    return Figure(name, len(found), "pages", 0, note=f"{name}: {', '.join(found)}." if found else "")


def _compared(name: str, ours: Sequence[float], bare: Sequence[float]) -> Figure:
    mean, reference = statistics.mean(ours), statistics.mean(bare)
    rates = f"{1000 / mean:,.0f} requests a second, and a bare page with its template {1000 / reference:,.0f}"
    return Figure(f"{name}, one request after another", mean, "ms", GOAL, reference, note=f"{name}: {rates}.")


def percentile(taken: Sequence[float]) -> float:
    """The 95th percentile."""
    return statistics.quantiles(taken, n=20, method="inclusive")[-1]
