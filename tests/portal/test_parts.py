"""The parts of pages: everything at once on a page of specimens, as the real application shows it."""

import re
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from jinja2 import DictLoader
from playwright.sync_api import expect
from starlette.responses import Response

from config.vocabulary import ExceptionKind, Grade, Stage, Status
from portal.charts import Cell, HeatRow, Progress, Region, Tile, burn_up
from portal.doors import Pages
from portal.showing import Show
from portal.tones import Tone
from portal.visitors import LGA
from tests.portal.access import accessible
from tests.portal.browser import PHONE, Portal
from tests.portal.visits import Visits

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


def test_what_is_wrong_with_a_form_is_met_first_and_leads_to_its_field(portal: Portal) -> None:
    specimens_of(portal)
    with portal.window(portal.visits.as_coordinator()) as window:
        page = window.open("/specimens")
        expect(page.locator(".govuk-error-summary")).to_be_focused()
        page.get_by_role("link", name="Choose a rating for A1").click()
        expect(page.get_by_role("textbox", name="Rating of A1")).to_be_focused()


def test_a_wide_table_scrolls_by_itself_with_the_keyboard(portal: Portal) -> None:
    specimens_of(portal)
    with portal.window(portal.visits.as_coordinator()) as window:
        window.page.set_viewport_size(PHONE)
        region = window.open("/specimens").get_by_role("region", name="Engagements")
        region.focus()
        region.press("ArrowRight")
        window.page.wait_for_function("element => element.scrollLeft > 0", arg=region.element_handle())


def test_heads_of_columns_sort_and_say_how_they_do(visits: Visits) -> None:
    source = '{% from "parts/tables.html" import sortable %}{{ sortable("late", "Late", by, query) }}'
    template = partial(visits.office.pages.from_string(source).render, query={"page": 3, "region": "East"})
    heads = {by: template(by=by) for by in ("ref", "late", "-late")}
    assert ["aria-sort" in head for head in heads.values()] == [False, True, True]
    assert 'aria-sort="ascending"' in heads["late"]
    assert 'aria-sort="descending"' in heads["-late"]
    assert [re.findall(r'href="([^"]+)"', head) for head in heads.values()] == [
        ["?page=1&amp;region=East&amp;sort=late"],
        ["?page=1&amp;region=East&amp;sort=-late"],
        ["?page=1&amp;region=East&amp;sort=late"],
    ]


@pytest.mark.parametrize(
    ("page", "of", "shown"),
    [(1, 1, ""), (1, 2, "1 2"), (5, 12, "1 … 4 5 6 … 12"), (12, 12, "1 … 11 12"), (3, 4, "1 2 3 4")],
)
def test_a_long_list_has_few_links(visits: Visits, page: int, of: int, shown: str) -> None:
    source = '{% from "parts/tables.html" import page_links %}{{ page_links(page, of) }}'
    html = visits.office.pages.from_string(source).render(page=page, of=of)
    items = re.findall(r'aria-label="Page (\d+)"|(&ctdot;)', html)
    assert " ".join(number or "…" for number, _ in items) == shown
