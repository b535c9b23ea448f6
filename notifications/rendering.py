"""A message from its template: one source for the subject, the plain text and the HTML."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from notifications.typesetting import Marked, escaped, one_line, quoted, typeset, with_styles_inline

HERE = Path(__file__).parent
TEMPLATES = frozenset(file.stem for file in (HERE / "templates").glob("*.md"))
"""The name of every message. Its source: a line ``Subject: ...``, a blank line, and what it says in Markdown."""


class NothingToSay(ValueError):
    """A template shows a value that is absent; it must ask first whether there is one."""


@dataclass(frozen=True, slots=True)
class Rendered:
    """``subject``: one line. ``text`` and ``html`` say the same."""

    subject: str
    text: str
    html: str


def render(template: str, facts: dict[str, Any]) -> Rendered:
    """A message in the letter that all messages share. Raises UndefinedError for a fact that is not there."""
    head, _, body = _template(f"templates/{template}.md").render(facts).partition("\n")
    label, _, subject = head.partition(" ")
    if label != "Subject:":
        raise NothingToSay(f"The template {template} does not begin with its subject.")
    subject = one_line(typeset(subject).text)
    letter = typeset(_template("stationery/letter.md").render(facts, body=Marked(body.strip())))
    page = _page().render(subject=subject, body=letter.html)
    return Rendered(subject, letter.text, with_styles_inline(page))


@cache
def _template(name: str) -> Template:
    # Escaping is for Markdown, not for HTML: Markdown's own renderer escapes that once more.
    environment = Environment(
        loader=FileSystemLoader(HERE),
        undefined=StrictUndefined,
        finalize=_words,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["quoted"] = quoted
    return environment.get_template(name)


def _words(value: object) -> str:
    """What stands in a message for a value: every ``{{ ... }}`` passes through here."""
    if value is None:
        raise NothingToSay("A template shows a value that is absent.")
    return value if isinstance(value, Marked) else escaped(value)


@cache
def _page() -> Template:
    environment = Environment(loader=FileSystemLoader(HERE), undefined=StrictUndefined, autoescape=True)
    return environment.from_string((HERE / "stationery" / "letter.html").read_text(encoding="utf-8"))
