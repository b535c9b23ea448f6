"""Errands: what a link is good for, and the page where it is done."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engagements.obligations import Owed
from notifications.errands import EVERYTHING, Errand, scrutiny, timetable

REF = "ESSEX-2026-1"


@pytest.mark.parametrize(
    ("errand", "path"),
    [
        (EVERYTHING, "/to-do"),
        (Errand.about(REF, Owed.FILE_RETURN, "2026-27-Q3"), f"/to-do/{REF}/file-return/2026-27-Q3"),
        (Errand.about(REF, Owed.AGREE_SCOPE), f"/to-do/{REF}/agree-scope"),
        (Errand.about(REF, Owed.COMPLETE_ACTION, "A 1/b?"), f"/to-do/{REF}/complete-action/A%201%2Fb%3F"),
        (scrutiny(REF), f"/to-do/{REF}/scrutiny"),
        (timetable(REF), f"/to-do/{REF}/timetable"),
    ],
)
def test_an_errand_has_a_page(errand: Errand, path: str) -> None:
    assert errand.path == path
    assert Errand.parse(path) == errand


@given(
    st.sampled_from(Owed), st.text(st.characters(categories=("L", "N", "P", "S"), include_characters=" "), max_size=80)
)
def test_what_an_errand_is_about_comes_back_from_its_page(kind: Owed, subject: str) -> None:
    errand = Errand.about(REF, kind, subject)
    assert Errand.parse(errand.path) in (errand, None if subject else errand)
    assert errand.path.isascii()


@pytest.mark.parametrize(
    "path",
    [
        "",
        "/",
        "/to-do/",
        f"/to-do/{REF}",
        f"/to-do/{REF}/",
        f"/to-do/{REF}/file-return/",
        f"/to-do/{REF}/file-return?x=1",
        f"/to-do/{REF}/file-return/Q1#top",
        f"/to-do/{REF}/file-return/%0AQ1",
        f"/to-do/{REF}/../x",
        "/to-do/essex-2026-1/file-return",
        f"https://example.org/to-do/{REF}/file-return",
        f"//to-do/{REF}/file-return",
        f"/to-do/{REF}/file-return/{'x' * 500}",
    ],
)
def test_any_other_address_is_no_errand(path: str) -> None:
    assert Errand.parse(path) is None


def test_what_is_done_on_one_page_for_all_is_one_errand() -> None:
    assert Errand.about(REF, Owed.RESPOND_TO_RECOMMENDATION, "3").path == f"/to-do/{REF}/respond-to-recommendation"


def test_an_errand_covers_itself_and_everything_covers_all() -> None:
    this, other = Errand.about(REF, Owed.FILE_RETURN, "2026-27-Q3"), Errand.about(REF, Owed.FILE_RETURN, "2026-27-Q4")
    assert this.covers(this)
    assert not this.covers(other)
    assert not this.covers(EVERYTHING)
    assert EVERYTHING.covers(this)
