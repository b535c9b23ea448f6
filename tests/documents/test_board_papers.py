"""What a paper for a board says, in which order, in Word and in PDF."""

from dataclasses import replace

import pytest

from documents.facts.data import as_data
from documents.kinds import FOR_BOARDS, Kind
from documents.portable import pdf
from tests.documents.essex import MADE_AT, NINE, PLATFORM, paper
from tests.documents.reading import headings, in_word, lines, marks

each_kind = pytest.mark.parametrize("kind", FOR_BOARDS)


def test_what_is_exceptional_comes_before_everything_else() -> None:
    found = headings(in_word(Kind.QUARTERLY_REPORT, paper()))
    assert found.index("Exceptions") == 2
    assert found[3] == "B2: Rated at risk"
    assert found.index("Annex A: Every action of the plan") > found.index("What has gone well")


def test_an_exception_gives_its_cause_what_is_done_whose_it_is_and_since_when() -> None:
    said = lines(in_word(Kind.QUARTERLY_REPORT, paper()))
    assert "Cause. Two inspectors left." in said
    assert "What is being done. The two posts are advertised." in said
    assert "Owner: Head of Protection. First seen: January to March 2021. Trend: worse: it was on track." in said


def test_a_quarter_in_which_nothing_is_exceptional_says_so() -> None:
    quiet = replace(paper(), exceptions=(), good=())
    assert "Nothing exceptional this quarter." in lines(in_word(Kind.QUARTERLY_REPORT, quiet))
    assert "What has gone well" not in headings(in_word(Kind.QUARTERLY_REPORT, quiet))


@each_kind
def test_transferred_actions_are_named_with_owner_reason_and_the_day_of_the_check(kind: Kind) -> None:
    reason = "Tied to the wider digital transformation work."
    assert f"A7 | {PLATFORM} | Head of Digital | {reason} | 1 October 2021" in lines(in_word(kind, paper()))


def test_a_closure_report_names_what_was_transferred_before_what_was_verified() -> None:
    found = headings(in_word(Kind.CLOSURE_REPORT, paper()))
    order = [
        "Transferred to business as usual",
        "Still open with the inspectorate",
        "Verified as complete",
        "Recommendations that the authority rejected",
    ]
    assert [heading for heading in found if heading in order] == order


def test_a_decision_paper_has_every_section_of_the_boards_paper_in_its_order() -> None:
    sections = [
        "Recommendations",
        "Background",
        "Update",
        "Benefits and risk implications",
        "Financial implications",
        "Equality and diversity implications",
        "Workforce engagement",
        "Legal implications",
    ]
    assert [heading for heading in headings(in_word(Kind.DECISION_PAPER, paper())) if heading in sections] == sections


def test_all_nine_protected_characteristics_are_answered() -> None:
    said = lines(in_word(Kind.DECISION_PAPER, paper()))
    assert [f"{name} | No | " for name in NINE] == [line for line in said if line.endswith("| No | ")]


def test_a_section_that_nobody_wrote_says_that_it_is_still_to_be_written() -> None:
    bare = replace(paper(), sections=replace(paper().sections, legal=()))
    said = lines(in_word(Kind.DECISION_PAPER, bare))
    assert said[said.index("Legal implications") + 1] == "Still to be written."


@each_kind
def test_the_annex_has_every_action_with_its_dates_and_who_moved_them(kind: Kind) -> None:
    said = lines(in_word(kind, paper(actions=88)))
    rows = [line for line in said if line.startswith("B") and "Answers recommendation 2." in line]
    assert len(rows) == 88
    assert "31 March 2022\nFirst due 31 December 2021, moved once" in rows[1]
    [moved] = [line for line in said if line.startswith("B2 | From 31 December 2021 to 31 March 2022")]
    assert "By the authority on 4 March 2021. Two inspectors left." in moved
    assert "Granted by the principal adviser. A vacancy is a good reason." in moved


def test_two_boards_get_two_covers_from_one_set_of_facts() -> None:
    facts = paper()
    other = replace(facts, cover=replace(facts.cover, board="SLT", meeting_date="13 April 2021", agenda_item="4h"))
    one, two = (lines(in_word(Kind.DECISION_PAPER, each)) for each in (facts, other))
    differ = [(here, there) for here, there in zip(one, two, strict=True) if here != there]
    assert differ == [
        ("Board\tPerformance and Resources Board", "Board\tSLT"),
        ("Meeting date\t26 April 2021", "Meeting date\t13 April 2021"),
        ("Agenda item\t10", "Agenda item\t4h"),
    ]


@each_kind
def test_a_screen_reader_can_read_the_pdf(kind: Kind) -> None:
    found = marks(pdf(kind, as_data(paper()), MADE_AT))
    assert "<pdfuaid:part>1</pdfuaid:part>" in found
    assert "/Lang(en-GB)" in found
    for needed in ("/StructTreeRoot", "/Outlines", "/THead", "/TH", "/H1", "/DisplayDocTitle true"):
        assert needed in found, f"The PDF has no {needed}."
    assert "/Subtype/Image" not in found, "Text belongs in text, not in pictures."


@each_kind
def test_the_same_facts_give_the_same_bytes(kind: Kind) -> None:
    assert in_word(kind, paper()) == in_word(kind, paper())
    assert pdf(kind, as_data(paper()), MADE_AT) == pdf(kind, as_data(paper()), MADE_AT)
