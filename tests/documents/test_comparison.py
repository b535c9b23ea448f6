"""Draft and final beside each other: nothing of either is lost, and what differs is marked."""

from hypothesis import given
from hypothesis import strategies as st

from documents.facts.comparison import Words, differing

WORDS = st.lists(st.sampled_from(["the", "peers", "saw", "twelve", "13", "stations,", "not\n", "- day"]), max_size=30)
TEXTS = WORDS.map(" ".join)


def test_a_word_that_was_replaced_stands_before_the_one_that_came() -> None:
    marked = list(differing("There are 12 stations.", "There are 13 stations."))
    assert marked == [
        Words("kept", "There are "),
        Words("removed", "12 "),
        Words("added", "13 "),
        Words("kept", "stations. "),
    ]


def test_what_is_taken_out_is_all_removed() -> None:
    assert list(differing("There is no plan.", "")) == [Words("removed", "There is no plan. ")]


def test_spaces_alone_are_no_difference() -> None:
    assert {run.fate for run in differing("There is\nno plan.", "There is no  plan.")} == {"kept"}


@given(before=TEXTS, after=TEXTS)
def test_both_texts_can_be_read_out_of_the_comparison(before: str, after: str) -> None:
    marked = list(differing(before, after))
    told = {
        left_out: "".join(run.text for run in marked if run.fate != left_out).split()
        for left_out in ("added", "removed")
    }
    assert told == {"added": before.split(), "removed": after.split()}


@given(text=TEXTS)
def test_a_text_beside_itself_differs_nowhere(text: str) -> None:
    assert all(run.fate == "kept" for run in differing(text, text))
