"""Typesetting: a small Markdown from which both parts of a message are made, so that they cannot say different things.

It knows paragraphs, bullets, **bold**, quotations and links, but no images or HTML. What people typed is escaped: it
stays words, and is never markup, a link or another header. A link shows its address in the text part.
"""

import re
from functools import cache
from textwrap import indent
from typing import Any, NamedTuple

import css_inline
from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

MARKDOWN = MarkdownIt("zero").enable(["list", "blockquote", "emphasis", "escape", "newline", "link"])
PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")


class Marked(str):
    """Markdown of our own making, which is not escaped again."""

    __slots__ = ()


def one_line(text: str) -> str:
    return " ".join(text.split())


def escaped(value: object) -> Marked:
    """A value as words within a line: whatever it holds, it is no markup."""
    return Marked(PUNCTUATION.sub(r"\\\1", one_line(str(value))))


def quoted(text: str) -> Marked:
    """What a person typed, as a quotation that keeps its lines and paragraphs."""
    paragraphs = [
        "\\\n> ".join(escaped(line) for line in paragraph.splitlines() if line.strip())
        for paragraph in re.split(r"\n\s*\n", "\n".join(text.strip().splitlines()))
    ]
    return Marked("\n>\n".join(f"> {paragraph}" for paragraph in paragraphs))


class Parts(NamedTuple):
    """The same words twice. Text has paragraphs a blank line apart, - before bullets and > before quotations."""

    text: str
    html: str


def typeset(markdown: str) -> Parts:
    """Both parts, the HTML as a fragment."""
    tokens = MARKDOWN.parse(markdown)
    html: str = MARKDOWN.renderer.render(tokens, MARKDOWN.options, {})
    return Parts(_text(SyntaxTreeNode(tokens)) + "\n", html)


def _text(node: SyntaxTreeNode) -> str:
    match node.type:
        case "text":
            return node.content
        case "softbreak":
            return " "
        case "hardbreak":
            return "\n"
        case "inline" | "strong" | "em":
            return "".join(map(_text, node.children))
        case "link":
            return f"{''.join(map(_text, node.children))}: {node.attrs['href']}"
        case "bullet_list":
            return "\n".join(f"- {indent(_blocks(item), '  ').strip()}" for item in node.children)
        case "blockquote":
            return indent(_blocks(node), "> ", lambda _: True)
        case _:
            return _blocks(node)


def _blocks(node: SyntaxTreeNode) -> str:
    return "\n\n".join(map(_text, node.children))


@cache
def _inliner() -> Any:
    return css_inline.CSSInliner(load_remote_stylesheets=False)


def with_styles_inline(page: str) -> str:
    """A whole HTML page with its styles moved to each element, which is what mail programs heed."""
    return f"{_inliner().inline(page)}\n"
