"""A form as a page shows it: each question with its answer so far, and what is wrong with it."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from portal.forms.fields import FormField
from portal.forms.filled import PARTS, gathered
from portal.giving import Problem

FEW = 8
"""Up to so many options are shown at once; more go into a list to open."""


@dataclass(frozen=True)
class Shown:
    """A question in a page. ``name``: its whole name there, ``places.0.peer``; ``value``: what is filled in.

    ``checked``: the options chosen. ``day``: the parts of a date. ``entries``: of ``several``.
    """

    asked: FormField
    name: str
    error: str = ""
    value: str = ""
    checked: tuple[str, ...] = ()
    day: tuple[str, str, str] = ("", "", "")
    parts: tuple["Shown", ...] = ()
    entries: tuple["Entry", ...] = ()

    @property
    def label(self) -> str:
        optional = not self.asked.needed and not self.asked.initially and self.asked.kind != "group"
        return f"{self.asked.label} (optional)" if optional else self.asked.label

    @property
    def at_once(self) -> bool:
        """Whether all options are shown. A list to open has an empty line, by which an answer can be taken back."""
        return len(self.asked.options) <= FEW and bool(self.asked.needed or self.asked.initially)

    @property
    def id(self) -> str:
        """Of its element in the page."""
        return self.name.replace(".", "-")

    @property
    def anchor(self) -> str:
        """Where a link from the summary of errors leads."""
        return f"{self.id}-day" if self.asked.kind == "date" else self.id

    @property
    def choices(self) -> list[dict[str, Any]]:
        """The options as the components of GOV.UK Frontend take them."""
        return [
            {"value": option.value, "text": option.text, "hint": {"text": option.hint} if option.hint else False}
            for option in self.asked.options
        ]

    @property
    def day_parts(self) -> list[dict[str, Any]]:
        wrong = " govuk-input--error" if self.error else ""
        return [
            {"name": part, "value": value, "classes": f"govuk-input--width-{4 if part == 'year' else 2}{wrong}"}
            for part, value in zip(PARTS, self.day, strict=True)
        ]

    @property
    def may_add(self) -> bool:
        return not self.asked.each and len(self.entries) < self.asked.most


@dataclass(frozen=True)
class Entry:
    """One of several. ``key``: which it is, where there is one for each option."""

    name: str
    title: str
    parts: tuple[Shown, ...]
    key: str = ""
    may_go: bool = False

    @property
    def id(self) -> str:
        return self.name.replace(".", "-")


@dataclass(frozen=True)
class Form:
    """``given``: what is filled in, as it was posted. ``one_more``: the list that shows an empty entry besides."""

    fields: tuple[FormField, ...]
    given: Mapping[str, Any] = field(default_factory=dict)
    problems: Sequence[Problem] = ()
    one_more: str = ""

    @cached_property
    def data(self) -> dict[str, Any]:
        """What the command's model reads."""
        return gathered(self.fields, self.given)

    @cached_property
    def questions(self) -> tuple[Shown, ...]:
        return tuple(self._shown(asked, "", self.given) for asked in self.fields)

    @cached_property
    def has_files(self) -> bool:
        return any(part.kind == "file" for asked in self.fields for part in (asked, *asked.parts))

    @cached_property
    def errors(self) -> list[tuple[str, str]]:
        """Where each problem is in the page, and what it says. Nowhere: the name is empty."""
        anchors = {shown.name: shown for shown in _all(self.questions)}
        return [
            (anchors[name].anchor if name in anchors else "", self._said(problem, anchors.get(name)))
            for problem in self.problems
            for name in [self._beside(problem)]
        ]

    def _shown(self, asked: FormField, within: str, given: Any) -> Shown:
        name = f"{within}{asked.name}".rstrip(".")
        value = given if not asked.name else given.get(asked.name) if isinstance(given, Mapping) else None
        shown = Shown(asked, name)
        shown = Shown(asked, name, error=self._error(shown), value=value if isinstance(value, str) else asked.initially)
        more: dict[str, Any] = {}
        match asked.kind:
            case "some_typed" if isinstance(value, list):
                shown = replace(shown, value=", ".join(map(str, value)))
            case "date":
                more["day"] = tuple(str(given.get(f"{asked.name}-{part}", "")) for part in PARTS)
            case "one_of":
                more["checked"] = (shown.value,)
            case "some_of":
                more["checked"] = tuple(value) if isinstance(value, list) else (shown.value,)
            case "group":
                inner = value if isinstance(value, Mapping) else {}
                more["parts"] = tuple(self._shown(part, f"{name}.", inner) for part in asked.parts)
            case "several":
                more["entries"] = tuple(self._entries(asked, name, value if isinstance(value, list) else []))
        return Shown(asked, name, shown.error, shown.value, **more)

    def _entries(self, asked: FormField, name: str, given: list[Any]) -> Iterator[Entry]:
        if asked.each:
            yield from self._each(asked, name, given)
            return
        number = max(len(given), asked.least if asked.needed else 0) + (self.one_more == name)
        for at in range(min(number, asked.most)):
            here = f"{name}.{at}"
            values = given[at] if at < len(given) else {}
            parts = tuple(self._shown(part, f"{here}.", values) for part in asked.parts)
            title = f"{asked.called or asked.label} {at + 1}"
            yield Entry(here, title, parts, may_go=number > (asked.least if asked.needed else 0))

    def _each(self, asked: FormField, name: str, given: list[Any]) -> Iterator[Entry]:
        [which] = [part for part in asked.parts if part.name == asked.each]
        by_key = {one.get(asked.each): one for one in given if isinstance(one, Mapping)}
        for at, option in enumerate(which.options):
            here = f"{name}.{at}"
            rest = [part for part in asked.parts if part is not which]
            parts = tuple(self._shown(part, f"{here}.", by_key.get(option.value, {})) for part in rest)
            yield Entry(here, option.text, parts, key=option.value)

    def _error(self, shown: Shown) -> str:
        beside = [problem for problem in self.problems if self._beside(problem) == shown.name]
        return " ".join(self._said(problem, shown) for problem in beside)

    def _beside(self, problem: Problem) -> str:
        """The name of the question that a problem is said beside: of the nearest that the page asks."""
        parts = self._as_shown(problem.field.split("."))
        known = self._names
        while parts and ".".join(parts) not in known:
            parts.pop()
        return ".".join(parts)

    def _as_shown(self, parts: list[str]) -> list[str]:
        """Where there is one entry for each option, entries that say nothing are not read: the numbers differ."""
        each = next((asked for asked in self.fields if asked.each and asked.name == parts[0]), None)
        if each is None or len(parts) < 2 or not parts[1].isdigit():
            return parts
        [which] = [part for part in each.parts if part.name == each.each]
        key = self.data[each.name][int(parts[1])].get(each.each)
        at = next((at for at, option in enumerate(which.options) if option.value == key), int(parts[1]))
        return [parts[0], str(at), *parts[2:]]

    @cached_property
    def _names(self) -> set[str]:
        blank = Form(self.fields, self.given)
        also = {asked.also for asked in self.fields if asked.also}
        return {shown.name for shown in _all(blank.questions)} - also

    @staticmethod
    def _said(problem: Problem, shown: Shown | None) -> str:
        return said(problem.text, shown.asked if shown else None)


def _all(questions: Sequence[Shown]) -> Iterator[Shown]:
    for shown in questions:
        yield shown
        yield from _all(shown.parts)
        for entry in shown.entries:
            yield from _all(entry.parts)


def said(text: str, asked: FormField | None) -> str:
    """A problem as the person reads it: a model's own complaint in the words of the question."""
    if asked is None or not re.match(r"(This field is missing|Too few entries|Input should|String should|Value)", text):
        return text
    chosen = asked.kind in ("one_of", "some_of")
    what = asked.label[:1].lower() + asked.label[1:]
    if longest := re.search(r"at most (\d+) characters", text):
        return f"{asked.label}: use {int(longest[1]):,} characters or fewer."
    if asked.kind == "date":
        return f"{asked.label}: enter a real day, such as 27 3 2027."
    if asked.kind == "number":
        return f"{asked.label}: enter a whole number."
    if asked.kind == "several":
        return f"{asked.label}: add at least one."
    if "missing" in text or "at least 1 character" in text:
        return f"Choose an answer for: {what}." if chosen else f"Fill in: {what}."
    return f"Choose one of the answers for: {what}." if chosen else f"{asked.label}: this is not of the right form."
