"""Pages of a list: which one is asked for, and how many there are."""

from dataclasses import dataclass

from engagements.overview.whose import Part

LINES = 25
MOST = 10_000
"""The last page that anybody may ask for: beyond it, numbers are a mistake or mischief."""


@dataclass(frozen=True, slots=True)
class Paging:
    """``page``: from 1 on. ``count``: lines in all."""

    page: int
    count: int
    lines: int = LINES

    @property
    def pages(self) -> int:
        return max(-(-self.count // self.lines), 1)

    @property
    def first(self) -> int:
        """The number of the first line on the page, from 1 on."""
        return (self.page - 1) * self.lines + 1

    @property
    def last(self) -> int:
        return min(self.page * self.lines, self.count)


def asked(page: str, lines: int = LINES) -> tuple[int, Part]:
    """The page of an address, the first where it says none that can be, and the part of the list that it shows."""
    number = min(int(page), MOST) if page.isdecimal() and len(page) <= 9 and int(page) else 1
    return number, Part((number - 1) * lines, lines)
