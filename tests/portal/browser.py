"""The portal as people meet it: the real application on loopback, by the case's clock, in Chromium."""

import shutil
import socket
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import uvicorn
from fastapi import FastAPI
from playwright._impl._api_structures import SetCookieParam
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, ViewportSize, sync_playwright

from config.settings import Settings
from config.vocabulary import Role
from engagements.database import writing
from engagements.journal import Actor
from portal import sessions
from portal.app import create_app
from portal.cookies import SESSION, cookie
from portal.office import Office
from portal.visitors import EVERYTHING, Door
from run import BROWSERS
from tests import cast as people
from tests.builders import Case

DESKTOP: ViewportSize = {"width": 1280, "height": 1000}
PHONE: ViewportSize = {"width": 320, "height": 640}
"""The narrower is also what 1280 pixels come to at 400 % zoom."""

DOORS = {Role.COORDINATOR: Door.COORDINATOR, Role.PRINCIPAL_ADVISER: Door.PRINCIPAL_ADVISER}


@contextmanager
def chromium() -> Iterator[Browser]:
    """A browser that leaves this machine for nothing."""
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    if found is None:
        raise AssertionError("There is no Chromium. `python3 run.py test` installs it where apt-get may.")
    quiet = ["--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox", "--disable-quic", *quiet])
        yield browser
        browser.close()


@contextmanager
def serving(app: FastAPI, listening: socket.socket) -> Iterator[None]:
    """The application, answering on a socket that listens already, in a thread of its own."""
    server = uvicorn.Server(uvicorn.Config(app, log_level="error", lifespan="off"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    thread.start()
    try:
        yield
    finally:
        server.should_exit = True
        thread.join()


@dataclass
class Visit:
    """A window of somebody's. ``complaints``: what the browser found wrong, and requests that left the portal."""

    page: Page
    address: str
    complaints: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("console", self._console)
        self.page.on("pageerror", lambda error: self.complaints.append(f"a script failed: {error}"))
        self.page.on("request", self._request)

    def open(self, path: str, status: int = 200) -> Page:
        """Go to a page of the portal, which must answer with the status."""
        answer = self.page.goto(self.address + path)
        assert answer
        assert answer.status == status, f"{path} answered with {answer.status}, “{self.page.title()}”."
        return self.page

    def _console(self, message: ConsoleMessage) -> None:
        of_the_page_itself = "Failed to load resource" in message.text and message.location["url"] == self.page.url
        if message.type in ("error", "warning") and not of_the_page_itself:
            self.complaints.append(f"the browser says: {message.text}")

    def _request(self, request: Request) -> None:
        if not request.url.startswith((self.address + "/", "data:")):
            self.complaints.append(f"a request to another host: {request.url}")


@dataclass(frozen=True)
class Portal:
    """The portal of a case, as it is served at ``address``."""

    case: Case
    office: Office
    app: FastAPI
    address: str
    browser: Browser

    @contextmanager
    def stranger(self, **options: Any) -> Iterator[Visit]:
        """A browser that nobody signed in with."""
        with self.browser.new_context(viewport=DESKTOP, locale="en-GB", **options) as context:
            yield Visit(context.new_page(), self.address)

    @contextmanager
    def staff(self, who: Actor = people.COORDINATOR, **options: Any) -> Iterator[Visit]:
        """A coordinator or adviser, signed in."""
        doors = (DOORS[who.role], Door.OPERATOR)
        with self._signed_in(who, doors, (), options) as visit:
            yield visit

    @contextmanager
    def guest(self, who: Actor, errands: Iterable[str] = (EVERYTHING,), **options: Any) -> Iterator[Visit]:
        """A contact of an authority or a peer, come by links for these pages."""
        with self._signed_in(who, (Door.GUEST,), errands, options) as visit:
            yield visit

    @contextmanager
    def _signed_in(
        self, who: Actor, doors: Iterable[Door], errands: Iterable[str], options: dict[str, Any]
    ) -> Iterator[Visit]:
        person = str(who.id)
        name = person.replace("-", " ").capitalize()
        with writing(self.office.engine) as connection:
            hats = {who.role: person}
            secret = sessions.begin(connection, self.office.now(), name=name, doors=doors, hats=hats, errands=errands)
        with self.stranger(**options) as visit:
            value = sessions.sealed(self.office, secret)
            visit.page.context.add_cookies(
                [SetCookieParam(name=cookie(SESSION, self.office), value=value, url=self.address)]
            )
            yield visit


@contextmanager
def portal_of(case: Case, browser: Browser, **settings: Any) -> Iterator[Portal]:
    """The portal, on the case's database and by its clock."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        address = f"http://127.0.0.1:{listening.getsockname()[1]}"
        office = Office(
            Settings(portal_url=address, **settings), case.engine, case.world, ("k" * 43,), lambda: case.now
        )
        app = create_app(office)
        with serving(app, listening):
            yield Portal(case, office, app, address, browser)
