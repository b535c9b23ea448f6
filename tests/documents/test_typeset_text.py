"""What people typed, in PDF: text that looks like markup, and scripts that our fonts do not have."""

from dataclasses import replace

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from documents.facts.data import as_data
from documents.kinds import Kind
from documents.portable import pdf
from tests.documents.essex import MADE_AT, paper
from tests.documents.reading import in_word, lines, marks


@pytest.mark.parametrize(
    "typed", ["😀 and 日本", "👩‍👩‍👧", "العربية", "nul \x00", "#panic() $x$ \\ = x", '"quoted" \\u{41}']
)
def test_a_paper_is_typeset_whatever_was_typed(typed: str) -> None:
    content = pdf(Kind.DECISION_PAPER, as_data(replace(paper(), asks=(typed,))), MADE_AT)
    assert "<pdfuaid:part>1</pdfuaid:part>" in marks(content)


@settings(max_examples=25, deadline=None, derandomize=True)
@example("\t \n\n x")
@given(st.text(st.characters(codec="utf-8"), min_size=1, max_size=80))
def test_any_text_can_be_put_on_paper(typed: str) -> None:
    facts = replace(paper(1), asks=(f"({typed})",))
    assert pdf(Kind.QUARTERLY_REPORT, as_data(facts), MADE_AT).startswith(b"%PDF")
    [expected] = as_data(facts)["asks"]
    assert expected in "\n".join(lines(in_word(Kind.QUARTERLY_REPORT, facts)))
