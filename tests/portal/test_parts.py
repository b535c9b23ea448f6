"""The parts of pages: everything at once on a page of specimens, as the real application shows it."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from jinja2 import DictLoader
from starlette.responses import Response

from config.vocabulary import ExceptionKind, Grade, Stage, Status
from portal.charts import Cell, HeatRow, Progress, Region, Tile, burn_up
from portal.doors import Pages
from portal.showing import Show
from portal.tones import Tone
from portal.visitors import LGA
from tests.portal.access import accessible
from tests.portal.browser import Portal

RATINGS = ("complete", "on_track", "not_started", "at_risk", "off_track", "transferred_to_bau")
SPECIMENS: dict[str, Any] = {
    "words": [*RATINGS, *Stage, *Status, *Grade, *ExceptionKind],
    "on": date(2026, 11, 22),
    "at": datetime(2026, 7, 1, 23, 30, tzinfo=UTC),
    "owed": [
        {"title": "File the return", "due_on": date(2026, 10, 21), "late": 32, "by": "Plan owner", "href": "#return"},
        {"title": "Agree the scope", "due_on": date(2026, 11, 25), "late": -3, "hint": "Proposed by the coordinator"},
        {"title": "Approve the plan", "due_on": None, "late": None},
    ],
    "moments": [
        {"title": "Support requested", "at": datetime(2026, 1, 5, 10, tzinfo=UTC), "by": "Plan owner, Essex"},
        {
            "title": "Return filed",
            "on": date(2026, 4, 21),
            "text": "Two actions at risk.",
            "href": "#r",
            "link": "Read",
        },
        {"title": "No update received", "on": date(2026, 8, 11), "tone": "bad"},
    ],
    "regions": [
        Region(
            "East of England", [Tile("Essex", "Reporting", Tone.FAIR, "#essex"), Tile("Suffolk", "None", Tone.QUIET)]
        ),
        Region("South East", [Tile("Kent", "1 off track", Tone.BAD, "#kent")]),
    ],
    "rows": [
        HeatRow("Essex", [Cell("On track", Tone.FAIR), Cell("At risk", Tone.WARN), None], "#essex"),
        HeatRow("Kent", [Cell("Off track", Tone.BAD), Cell("Complete", Tone.GOOD), Cell("Not started", Tone.QUIET)]),
    ],
    "chart": burn_up([Progress(date(2025, month, 1), 4 + month // 2, month // 3) for month in range(1, 13)]),
}

specimens = Pages()


@specimens.get("/specimens", to=LGA)
def show_specimens(show: Show) -> Response:
    return show("specimens.html", **SPECIMENS)


def specimens_of(portal: Portal) -> None:
    """Add the page of specimens to the portal."""
    templates = portal.visits.office.pages
    sheet = DictLoader({"specimens.html": Path(__file__).with_name("specimens.html").read_text()})
    templates.loader.loaders.append(sheet)  # type: ignore[union-attr]
    portal.visits.app.include_router(specimens.router)


def test_every_part_is_accessible_on_a_phone_and_on_a_desktop(portal: Portal) -> None:
    specimens_of(portal)
    with portal.window(portal.visits.as_coordinator()) as window:
        window.open("/specimens")
        accessible(window)
