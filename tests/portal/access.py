"""What keeps people out of a page: found by axe, by the browser, and by the width of a phone."""

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.portal.browser import DESKTOP, PHONE, Window

AXE: str = Axe().axe_script

RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "rules": {"target-size": {"enabled": True}},
    "resultTypes": ["violations"],
}

SERVICE = " \N{EN DASH} Peer Support"
"""How every title ends, after what the page is about."""

RULES_OF_WIDTH = {
    "runOnly": {"type": "rule", "values": ["target-size", "scrollable-region-focusable", "link-in-text-block"]},
    "resultTypes": ["violations"],
}

TOO_WIDE = """() => {
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= width) return [];
  const scrolls = (element) => {
    for (let around = element.parentElement; around && around !== document.body; around = around.parentElement)
      if (["auto", "scroll", "hidden"].includes(getComputedStyle(around).overflowX)) return true;
    return false;
  };
  return [...document.body.querySelectorAll("*")]
    .filter((element) => element.getBoundingClientRect().right > width + 0.5 && !scrolls(element))
    .slice(-3).map((element) => element.outerHTML.slice(0, 160));
}"""


def accessible(window: Window) -> None:
    """Fails with everything that is wrong with the page now open, a line each."""
    page = window.page
    page.wait_for_load_state("load")
    found = [*window.complaints, *_structure(page), *_width(page), *_axe(page)]
    window.complaints.clear()
    assert not found, f"{page.url}, “{page.title()}”:\n" + "\n".join(f"- {one}" for one in found)


def _structure(page: Page) -> list[str]:
    """One h1, a title that names it, the landmarks, a language."""
    found = []
    headings = [text.strip() for text in page.locator("h1").all_inner_texts()]
    if len(headings) != 1:
        found.append(f"there is not one h1 but {len(headings)}: {headings}")
    title = page.title()
    if not title.removesuffix(SERVICE) or not title.endswith(SERVICE):
        found.append(f"the title names the page, then Peer Support: {title!r}")
    for landmark in ("header", "main", "footer"):
        if page.locator(f"body > {landmark}, body > div > {landmark}").count() != 1:
            found.append(f"there is not one {landmark}")
    if page.locator(".govuk-error-summary").count() and not title.startswith("Error: "):
        found.append("the title of a refused form begins with “Error: ”")
    if page.locator("[style], style, script:not([src])").count():
        found.append("style or script within the page: the policy forbids it")
    return found


def _width(page: Page) -> list[str]:
    found = []
    for size in (PHONE, DESKTOP):
        page.set_viewport_size(size)
        found += [f"wider than {size['width']} pixels: {element}" for element in page.evaluate(TOO_WIDE)]
    return found


def _axe(page: Page) -> list[str]:
    """What axe finds at the width of a desktop, and of the rules that a width can break, at that of a phone."""
    found: list[str] = []
    page.evaluate(AXE)
    for size, rules in ((PHONE, RULES_OF_WIDTH), (DESKTOP, RULES)):
        page.set_viewport_size(size)
        violations: list[dict[str, Any]] = page.evaluate("rules => axe.run(rules)", rules)["violations"]
        for violation in violations:
            found += [
                f"{violation['id']} ({violation['help']}): {node['html'][:200]}" for node in violation["nodes"][:3]
            ]
    return list(dict.fromkeys(found))
