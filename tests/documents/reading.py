"""Reads papers as people and machines do."""

import re
import zlib
from io import BytesIO
from typing import Any

from docx import Document
from docx.table import Table
from docx.text.paragraph import Paragraph

from documents.facts.data import as_data
from documents.kinds import Kind
from documents.needed import Facts
from documents.templates import SHIPPED
from documents.word import word
from tests.documents.essex import MADE_AT


def in_word(kind: Kind, facts: Facts) -> bytes:
    """The paper in our own template."""
    template = SHIPPED / f"{kind}.docx"
    return word(template.read_bytes(), template.name, as_data(facts), facts.cover.title, "Peer Support", MADE_AT)


def opened(content: bytes) -> Any:
    return Document(BytesIO(content))


def lines(content: bytes) -> list[str]:
    """Everything that a Word document says in its body, in order: paragraphs, and rows of tables with | between."""
    document, found = opened(content), []
    for element in document.element.body:
        if element.tag.endswith("}p"):
            found.append(Paragraph(element, document).text)
        elif element.tag.endswith("}tbl"):
            found += [" | ".join(cell.text for cell in row.cells) for row in Table(element, document).rows]
    return [line for line in found if line.strip()]


def headings(content: bytes) -> list[str]:
    """The headings of the first two levels."""
    return [p.text for p in opened(content).paragraphs if p.style.name in ("Heading 1", "Heading 2")]


def marks(content: bytes) -> str:
    """A PDF's dictionaries and metadata, with what it keeps compressed."""
    streams = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", content, re.DOTALL)
    return "\n".join(part.decode("latin-1") for part in (content, *filter(None, map(_unpacked, streams))))


def _unpacked(stream: bytes) -> bytes | None:
    try:
        return zlib.decompress(stream)
    except zlib.error:
        return None
