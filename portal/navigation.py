"""The way around for staff, as every page of theirs shows it."""

from typing import NamedTuple

from config.settings import Settings
from portal.visitors import LGA, OPERATORS, STAFF, Door, Visitor


class Section(NamedTuple):
    """``begins``: with what the addresses of its pages begin; the first is the section's own."""

    text: str
    begins: tuple[str, ...]
    to: frozenset[Door] = LGA

    @property
    def address(self) -> str:
        return self.begins[0]

    def holds(self, path: str) -> bool:
        """Whether a page belongs to it."""
        return any(path == begin or path.startswith(f"{begin}/") for begin in self.begins)


SECTIONS = (
    Section("Today", ("/today",)),
    Section("Pipeline", ("/pipeline", "/engagements", "/services", "/authorities")),
    Section("Start", ("/start",)),
    Section("Insight", ("/insight", "/good-practice")),
    Section("Bulk", ("/bulk",)),
    Section("People", ("/people", "/peers")),
    Section("Mailbox", ("/mailbox",), STAFF),
    Section("Operators", ("/operators",), OPERATORS),
)


def navigation(settings: Settings, visitor: Visitor) -> list[Section]:
    """The sections that a visitor may open. The mailbox is there where no channel takes messages elsewhere."""
    return [
        section
        for section in SECTIONS
        if section.to & visitor.doors and not (section.address == "/mailbox" and settings.channels)
    ]
