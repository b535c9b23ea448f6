"""A story in browsers: staff who sign in, guests who come by the links in their mail, and days that pass."""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, time
from pathlib import Path

from playwright.sync_api import Browser, Locator, Page, ViewportSize, expect

from config.settings import Settings
from engagements.engagement import World, uk_date
from notifications.mailbox import Stored, messages
from tests.portal.browser import DESKTOP
from tests.portal.following import Follower
from workflows.playing import SimulatedClock

PHONE = ViewportSize(width=375, height=740)
WORKING_HOURS = time(10)


class Story:
    """One engagement, told from outside: nothing is done but what somebody does in a browser."""

    def __init__(self, browser: Browser, settings: Settings, clock: SimulatedClock, follower: Follower) -> None:
        self.browser, self.settings, self.clock, self.follower = browser, settings, clock, follower
        self.world = World.shipped()
        self.ref = ""

    @property
    def today(self) -> date:
        return uk_date(self.clock())

    def wait(self, days: int) -> None:
        """Let working days pass without anybody doing anything, the system's own sweeps neither."""
        self.clock.move_to(self.world.calendar.after(self.today, days), WORKING_HOURS)

    def until(self, day: date) -> None:
        """Let the days pass up to a day, with every working morning's sweeps, until people begin to work."""
        while self.today < day:
            self.follower.pass_the_morning_of(self.world.calendar.after(self.today, 1))
        self.clock.move_to(self.today, WORKING_HOURS)

    def puts_example_people_on_record(self) -> None:
        """What a newcomer is offered first."""
        with self._window(DESKTOP) as page:
            page.goto(f"{self.settings.portal_url}/")
            page.get_by_role("button", name="Put example people on record").click()

    @contextmanager
    def staff(self, name: str) -> Iterator[Page]:
        """Somebody of the LGA, who signs in for the trial."""
        with self._window(DESKTOP) as page:
            page.goto(f"{self.settings.portal_url}/sign-in")
            page.get_by_role("button", name=re.compile(f"^{re.escape(name)},")).click()
            yield page
        self.follower.catch_up()

    def gives(self, page: Page, command: str, fields: Mapping[str, str] | None = None) -> None:
        """Staff give a command by its form. ``fields``: by posted name."""
        page.goto(f"{self.settings.portal_url}/engagements/{self.ref}/do/{command}")
        fill_in(page, fields or {})
        page.locator("main form button[type=submit]:visible, main form button:not([type]):visible").last.click()
        expect(done(page)).to_be_visible()

    @contextmanager
    def by_link(self, address: str, words: str) -> Iterator[Page]:
        """Whoever reads the mail at an address opens the link beside the words, on a phone."""
        with self._window(PHONE) as page:
            page.goto(self.link(address, words))
            assert "/link/" in page.url
            if page.get_by_role("heading", name="This link has expired").is_visible():
                self._ask_for_a_fresh_one(page, address)
            expect(page.get_by_role("main")).to_contain_text("Continue")
            page.get_by_role("button", name="Continue").click()
            assert "/link/" not in page.url, "The token stays in the address bar."
            yield page
        self.follower.catch_up()

    def _ask_for_a_fresh_one(self, page: Page, address: str) -> None:
        page.get_by_role("button", name="Send a fresh link to the same address").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Look into your mail")
        self.follower.catch_up()
        fresh = self.mail(address)[-1]
        assert fresh.subject == "Your link to peer support"
        page.goto(re.findall(r"http\S+/link/\S+", fresh.text)[0])

    def link(self, address: str, words: str) -> str:
        """The link beside the words, in the newest message to an address that has it."""
        portal = re.escape(self.settings.portal_url)
        for message in reversed(self.mail(address)):
            if found := re.search(rf"{re.escape(words)}[^\n]*?\s({portal}/link/\S+)", message.text):
                return found[1]
        told = "\n\n".join(message.text for message in self.mail(address)[-3:])
        raise AssertionError(f"No message to {address} has a link beside {words!r}. The last ones say:\n{told}")

    def mail(self, address: str) -> list[Stored]:
        return [message for message in messages(Path(self.settings.data_dir)) if message.address == address]

    @contextmanager
    def _window(self, size: ViewportSize) -> Iterator[Page]:
        with self.browser.new_context(viewport=size, locale="en-GB") as context:
            yield context.new_page()


def done(page: Page) -> Locator:
    """The banner that says what was done."""
    return page.get_by_role("alert").filter(has_text="Done")


def enter_day(page: Page, question: str, day: date) -> None:
    """Type a day into the three boxes below a question."""
    boxes = page.get_by_role("group", name=question)
    for box, typed in (("Day", day.day), ("Month", day.month), ("Year", day.year)):
        boxes.get_by_label(box, exact=True).fill(str(typed))


def fill_in(page: Page, fields: Mapping[str, str]) -> None:
    """Type, choose and tick by posted name; a day is written 2025-01-06."""
    for name, value in fields.items():
        if re.fullmatch(r"\d{4}-\d\d-\d\d", value):
            year, month, day = value.split("-")
            for part, typed in (("day", day), ("month", month), ("year", year)):
                page.locator(f'[name="{name}-{part}"], [name="{name}.{part}"]').fill(typed.lstrip("0"))
            continue
        field = page.locator(f'main [name="{name}"]:not([type=hidden])')
        kind = field.first.evaluate("field => field.type || field.tagName.toLowerCase()")
        if kind in ("radio", "checkbox"):
            page.locator(f'main [name="{name}"][value="{value}"]').check()
        elif kind == "select-one":
            field.select_option(value)
        else:
            field.fill(value)
