"""Takes the pictures that the README shows: ``python -m tests.portal.pictures docs/pictures``.

Plays the example of Essex up to a day on which a return is late, with its flows, messages and papers; lets a few other
authorities ask for support; and opens the portal in Chromium.
"""

import asyncio
import socket
import sys
import tempfile
from datetime import date, datetime, time
from pathlib import Path

from playwright.sync_api import ViewportSize
from sqlalchemy import Engine

from cli.migrations.steps import bring_up
from config.settings import Settings
from config.vocabulary import Role, Stage
from engagements.database import writing
from engagements.engagement import UK
from engagements.journal import Actor
from engagements.people import add_person
from engagements.state.people import Contact
from tests import cast as people
from tests.builders import REVIEW, Case
from tests.play import ESSEX
from tests.portal.browser import Portal, Window, chromium, portal_of
from workflows import environment
from workflows.case import Case as Story
from workflows.server import hosted

DAY = date(2020, 11, 3)
"""Two weeks after Essex was to file its second return, and two days before it did."""

PHONE: ViewportSize = {"width": 390, "height": 844}
DESKTOP: ViewportSize = {"width": 1280, "height": 900}

COORDINATOR, PLAN_OWNER = Actor(Role.COORDINATOR, "lga-coordinator"), "essex-plan-owner"
STAFFS_PICTURES = {
    "today": "/today",
    "pipeline": "/pipeline",
    "engagement": "/engagements/{ref}",
    "services": "/services",
}
PLAN_OWNERS_PICTURES = {"to-do": "/to-do", "return": "/to-do/{ref}/file-return/2020-21-Q2"}
BEGINS_AT = {"return": "role=heading[name='Recommendation 1']"}
"""What stands at the top of a picture, where it is not the top of the page."""

OTHERS = (
    ("kent", Stage.SCOPING, date(2020, 9, 14)),
    ("avon", Stage.REQUEST, date(2020, 10, 29)),
    ("derbyshire", Stage.TEAM_ASSIGNMENT, date(2020, 8, 3)),
    ("cleveland", Stage.SCOPING, date(2020, 10, 5)),
)


def main(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as data_dir:
        case = _played(Path(data_dir))
        with chromium() as browser, portal_of(case, browser, Path(data_dir)) as portal:
            _take(portal, folder)


def _played(data_dir: Path) -> Case:
    """The example as it stands on the day, at noon."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    settings = Settings(data_dir=data_dir, prefect_port=port)
    environment.apply(settings)
    whole = Story.load(ESSEX)
    steps = tuple(step for step in whole.steps if step.on <= DAY)
    until_then = whole.model_copy(update={"steps": steps, "ends": DAY, "happenings": ()})
    with hosted(settings):
        case = Case(asyncio.run(_play(until_then, settings)))
    case.now, case.ref = datetime.combine(DAY, time(12), UK), "ESSEX-2019-1"
    return _among_others(case)


async def _play(story: Story, settings: Settings) -> Engine:
    """Imports Prefect, which has been told about its server by now."""
    from workflows.connection import kept_connection
    from workflows.playing import Play, SimulatedClock
    from workflows.workplace import Workplace

    clock = SimulatedClock(story.begins)
    place = Workplace(settings, clock)
    bring_up(place.engine)
    async with kept_connection():
        async for _ in Play(story, place, clock, "pictures").scenes():
            pass
    return place.engine


def _among_others(case: Case) -> Case:
    """The case, beside engagements of other authorities that are not as far."""
    with writing(case.engine) as connection:
        add_person(connection, _contact(people.COORDINATOR, "LGA coordinator, North"))
        for authority, *_ in OTHERS:
            owner = people.contact_of(authority, Role.AUTHORITY)
            add_person(connection, _contact(owner, f"Plan owner, {authority.title()}", authority))
    for authority, stage, begins in OTHERS:
        Case(case.engine, begins=begins).at_stage(stage, product=REVIEW, authority=authority)
    return case


def _contact(who: Actor, name: str, authority: str | None = None) -> Contact:
    return Contact(id=str(who.id), role=who.role, name=name, email=f"{who.id}@example.org", authority=authority)


def _take(portal: Portal, folder: Path) -> None:
    with portal.window(portal.visits.as_coordinator(COORDINATOR)) as window:
        for name, path in STAFFS_PICTURES.items():
            _picture(window, path.format(ref=portal.visits.case.ref), DESKTOP, folder / f"{name}.png")
    with portal.window(portal.visits.as_guest(PLAN_OWNER)) as window:
        for name, path in PLAN_OWNERS_PICTURES.items():
            file = folder / f"{name}-on-a-phone.png"
            _picture(window, path.format(ref=portal.visits.case.ref), PHONE, file, BEGINS_AT.get(name))


def _picture(window: Window, path: str, size: ViewportSize, file: Path, begins_at: str | None = None) -> None:
    window.page.set_viewport_size(size)
    page = window.open(path)
    if begins_at:
        page.locator(begins_at).first.evaluate("element => element.scrollIntoView()")
    page.screenshot(path=file)
    print(file)


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "docs/pictures"))
