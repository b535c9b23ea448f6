"""Any bytes in any combination of fields: a page in words, never a fault, and nothing half-written."""

from collections.abc import Callable
from datetime import date
from typing import Any
from urllib.parse import urlencode

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from config.vocabulary import Role, Stage
from engagements.database import reading
from engagements.state.journal import JournalEntry
from tests.builders import Case, CaseAt
from tests.portal.visits import Browser, Visits

Q1 = "2020-21-Q1"
FUZZ = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)

NAMES = st.sampled_from(
    [
        *(f"updates.{at}.{field}" for at in (0, 1, 2) for field in ("action", "rating", "text", "due_to")),
        *(f"updates.0.due_to.{part}" for part in ("day", "month", "year", "hour")),
        *("updates", "updates.0", "updates.x", "updates.0.text.0.0", "then", "saved", "seen", "command_id", "by"),
        *("title", "link", "files", "file", "kind", "action", "cause", "response", "reason", "due_to", "due_to.day"),
        *("known_to", "owner", "check_back_on", "check_back_on.year", "answer", "period"),
    ]
)
WORDS = st.sampled_from(
    [
        *("keep", "off_track", "on_track", "complete", "A1", "A2", "Z9", "31", "2", "2021", "0", "-1", "99999"),
        *(
            "check",
            "save",
            "raise",
            "complete",
            "add",
            "remove.1",
            "remove.x",
            "action.A1",
            "action.",
            "by.owner",
            "by.",
        ),
        *("raised", "good_practice", "1-1", "9" * 30, "https://example.org", "javascript:alert(1)"),
        *("\x00", "\u202e", "\u00b2", "\u0663", "<script>", "=1+1", "%s", "{{ 1 }}", "a" * 30_000),
    ]
)
TYPED = st.dictionaries(NAMES | st.text(max_size=12), WORDS | st.text(max_size=60), max_size=10)


@pytest.fixture
def visits(case_at: CaseAt, visits_to: Callable[[Case], Visits]) -> Visits:
    case = case_at(Stage.QUARTERLY_REPORTING)
    case.give("OpenPeriod", Role.SYSTEM, on=date(2020, 7, 1), period=Q1)
    return visits_to(case)


def recorded(visits: Visits) -> int:
    with reading(visits.case.engine) as connection:
        return int(connection.execute(select(func.count()).select_from(JournalEntry.table)).scalar_one())


def answered(visits: Visits, guest: Browser, path: str, sent: dict[str, Any], files: Any = None) -> None:
    """Send it. Where it is not taken, nothing was written; and the return is still there."""
    before = recorded(visits)
    if files:
        answer = guest.post(path, data=sent, files=files)
    else:
        kind = {"content-type": "application/x-www-form-urlencoded"}
        answer = guest.post(path, content=urlencode(sent, errors="replace"), headers=kind)
    assert answer.status_code in (303, 403, 404, 413, 422), f"{path}: {answer.status_code}"
    assert answer.status_code == 303 or recorded(visits) == before, f"{path} refused it, and wrote something."
    assert guest.get(f"/to-do/{visits.case.ref}/file-return/{Q1}").status_code == 200


def form_of(visits: Visits, guest: Browser) -> tuple[str, dict[str, str]]:
    """Where the return's form is, and what it sends if nobody types anything."""
    path = f"/to-do/{visits.case.ref}/file-return/{Q1}"
    return path, dict(guest.form(path).fields)


@FUZZ
@given(typed=TYPED)
def test_the_form_takes_whatever_is_typed(visits: Visits, typed: dict[str, str]) -> None:
    guest = visits.as_guest()
    path, fields = form_of(visits, guest)
    before = recorded(visits)
    answered(visits, guest, path, {**fields, **typed, "csrf": fields["csrf"]})
    assert recorded(visits) == before  # saving is not filing


@FUZZ
@given(below=st.sampled_from(["/check", "/raise", "/nil", "/actions/A1", "/actions/A1/later-date"]), typed=TYPED)
def test_every_form_of_a_return_answers_in_words(visits: Visits, below: str, typed: dict[str, str]) -> None:
    guest = visits.as_guest()
    path, fields = form_of(visits, guest)
    answered(visits, guest, f"{path}{below}", {**typed, "csrf": fields["csrf"]})


@FUZZ
@given(
    below=st.sampled_from(["/spreadsheet", "/actions/A1"]),
    names=st.lists(
        st.sampled_from(["return.xlsx", "a.csv", "a.pdf", "a.docx", "../a.png", ".", "", "a", "\u202e.txt"]), max_size=3
    ),
    content=st.binary(max_size=300) | st.sampled_from([b"PK\x03\x04", b"Ref,Rating\nA1,Off track\n", b"%PDF-1.7\n"]),
)
def test_every_file_is_taken_or_refused_in_words(visits: Visits, below: str, names: list[str], content: bytes) -> None:
    guest = visits.as_guest()
    path, fields = form_of(visits, guest)
    field = "file" if below == "/spreadsheet" else "files"
    files = [(field, (name or "none", content)) for name in names]
    answered(visits, guest, f"{path}{below}", {"then": "add", "csrf": fields["csrf"]}, files)


def test_after_all_of_it_the_journal_still_verifies(visits: Visits) -> None:
    guest = visits.as_guest()
    path, fields = form_of(visits, guest)
    guest.post(path, data={**fields, "updates.0.rating": "off_track", "updates.0.text": "\x00", "then": "check"})
    assert visits.case.verify().holds
