"""The portal as people meet it: the real application on loopback, by the case's clock, in Chromium."""

import shutil
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright._impl._api_structures import SetCookieParam
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, ViewportSize, sync_playwright

from portal.serving import served
from run import BROWSERS
from tests.builders import Case
from tests.portal.visits import Browser as Visitor
from tests.portal.visits import Visits

DESKTOP: ViewportSize = {"width": 1280, "height": 1000}
PHONE: ViewportSize = {"width": 320, "height": 640}
"""The narrower is also what 1280 pixels come to at 400 % zoom."""


@contextmanager
def chromium() -> Iterator[Browser]:
    """A browser that leaves this machine for nothing."""
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    if found is None:
        raise AssertionError("There is no Chromium. `python3 run.py test` installs it where apt-get may.")
    quiet = ["--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"]
    plain = ["--no-sandbox", "--disable-quic", "--disable-gpu"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=[*plain, *quiet])
        yield browser
        browser.close()


@dataclass
class Window:
    """What somebody sees. ``complaints``: what the browser found wrong, and requests that left the portal."""

    page: Page
    address: str
    complaints: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("console", self._console)
        self.page.on("pageerror", lambda error: self.complaints.append(f"a script failed: {error}"))
        self.page.on("request", self._request)

    def is_used_by(self, who: Visitor | None) -> None:
        """Somebody else sits down at it; nobody, for a stranger."""
        context = self.page.context
        context.clear_cookies()
        for name, value in who.cookies.items() if who else ():
            context.add_cookies([SetCookieParam(name=name, value=value, url=self.address)])

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
    """The portal of a case, as it is served. ``visits``: who comes to it."""

    visits: Visits
    browser: Browser

    @contextmanager
    def window(self, who: Visitor | None = None, **options: Any) -> Iterator[Window]:
        """What somebody sees: ``portal.window(portal.visits.as_coordinator())``; a stranger, unless it is said."""
        with self.browser.new_context(viewport=DESKTOP, locale="en-GB", **options) as context:
            window = Window(context.new_page(), self.visits.office.settings.portal_url)
            window.is_used_by(who)
            yield window


@contextmanager
def portal_of(case: Case, browser: Browser, data_dir: Path, **settings: Any) -> Iterator[Portal]:
    """The portal, on the case's database and by its clock."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        address = f"http://127.0.0.1:{listening.getsockname()[1]}"
        visits = Visits(case, data_dir, portal_url=address, **settings)
        with served(visits.app, listening):
            yield Portal(visits, browser)
