"""The forms of a page, as a browser would send them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser


@dataclass
class Form:
    """``fields``: what it would send if nobody typed anything, its buttons apart."""

    action: str
    method: str
    fields: list[tuple[str, str]] = field(default_factory=list)
    buttons: list[tuple[str, str, str]] = field(default_factory=list)
    """Name, value and words of each."""

    def filled(self, typed: Mapping[str, str | list[str]]) -> dict[str, str | list[str]]:
        """What it sends with this typed in, by name."""
        sent: dict[str, str | list[str]] = {}
        for name, value in self.fields:
            before = sent.get(name)
            sent[name] = value if before is None else [*([before] if isinstance(before, str) else before), value]
        return {**sent, **typed}


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self._open: Form | None = None
        self._area: str | None = None
        self._select: str | None = None
        self._button: tuple[str, str] | None = None
        self._words = ""

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attributes}
        if tag == "form":
            self._open = Form(given.get("action", ""), given.get("method", "get").lower())
            self.forms.append(self._open)
        elif self._open is None:
            return
        elif tag == "input" and given.get("type") in ("checkbox", "radio"):
            if "checked" in given:
                self._open.fields.append((given.get("name", ""), given.get("value", "on")))
        elif tag == "input" and given.get("name") and given.get("type") not in ("submit", "file"):
            self._open.fields.append((given["name"], given.get("value", "")))
        elif tag == "button":
            self._button, self._words = (given.get("name", ""), given.get("value", "")), ""
        elif tag == "textarea":
            self._area, self._words = given.get("name", ""), ""
        elif tag == "select":
            self._select = given.get("name", "")
        elif tag == "option" and self._select and "selected" in given:
            self._open.fields.append((self._select, given.get("value", "")))

    def handle_data(self, data: str) -> None:
        self._words += data

    def handle_endtag(self, tag: str) -> None:
        if self._open is None:
            return
        if tag == "form":
            self._open = None
        elif tag == "textarea" and self._area:
            self._open.fields.append((self._area, self._words.removeprefix("\n")))
            self._area = None
        elif tag == "select":
            self._select = None
        elif tag == "button" and self._button:
            self._open.buttons.append((*self._button, " ".join(self._words.split())))
            self._button = None


def forms(page: str) -> list[Form]:
    """Every form of a page, in order."""
    reader = _Reader()
    reader.feed(page)
    return reader.forms
