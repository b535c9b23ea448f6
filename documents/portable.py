"""A paper as a PDF that screen readers can read (PDF/UA-1), typeset by Typst from facts given as data."""

import json
import re
from datetime import UTC, datetime
from typing import Any

from documents.kinds import Kind
from documents.templates import SHIPPED

NOT_IN_THE_FONTS = re.compile(r'the text `("(?:[^"\\]|\\.)*")` could not be displayed')
TYPST_ESCAPE = re.compile(r"\\u\{([0-9a-fA-F]+)\}")
MOST_ROUNDS = 20
"""Typst names every character of a kind that it cannot show; others may come up once these are gone."""


def pdf(kind: Kind, data: dict[str, Any], made_at: datetime) -> bytes:
    """The same facts and time give the same bytes. A character that our fonts do not have is shown as missing."""
    from typst import Compiler, TypstError

    facts, moment = json.dumps(data, ensure_ascii=False), made_at.astimezone(UTC).replace(microsecond=0)
    for _ in range(MOST_ROUNDS):
        compiler = Compiler(
            SHIPPED / f"{kind}.typ", root=SHIPPED, ignore_system_fonts=True, sys_inputs={"facts": facts}
        )
        try:
            typeset = compiler.compile(format="pdf", pdf_standards="ua-1", timestamp=moment)
        except TypstError as problem:
            missing = {_unescaped(shown) for shown in NOT_IN_THE_FONTS.findall(problem.diagnostic)}
            if not missing:
                raise
            facts = _without(facts, missing)
        else:
            assert isinstance(typeset, bytes)
            return typeset
    raise ValueError(f"The paper holds characters of more scripts than can be shown as missing: {kind}.")


def _unescaped(shown: str) -> str:
    """A text as Typst's messages show it."""
    return TYPST_ESCAPE.sub(lambda code: chr(int(code[1], 16)), shown[1:-1]).replace('\\"', '"').replace("\\\\", "\\")


def _without(facts: str, missing: set[str]) -> str:
    """Facts as JSON, with a mark in the place of every character that cannot be shown."""
    characters = {character for text in missing for character in text if not character.isascii()}
    return facts.translate(dict.fromkeys(map(ord, characters), "\N{REPLACEMENT CHARACTER}"))
