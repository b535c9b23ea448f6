"""Whatever a guest may owe has a page; outsiders get nothing from it; whatever is typed there, nothing breaks."""

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.routing import Match

from config.vocabulary import OF_THE_AUTHORITY, PEERS, Role, Stage
from engagements.obligations import DUTIES, Owed
from notifications.errands import Errand
from portal.app import routes
from tests.builders import Case
from tests.cast import LEAD
from tests.databases import SqliteDesk
from tests.desk import everything
from tests.portal.reading import words_of
from tests.portal.visits import Browser, Visits
from tests.portal.worlds import WORLDS

SUBJECTS = {
    Owed.ANSWER_INVITATION: LEAD,
    Owed.COMPLETE_VISIT_PHASE: "1",
    Owed.PROVIDE_DOCUMENT: "1",
    Owed.RESPOND_TO_RECOMMENDATION: "1",
    Owed.COMPLETE_ACTION: "A1",
    Owed.FILE_RETURN: "2020-21-Q1",
    Owed.ANSWER_QUERY: "2020-21-Q1",
    Owed.SUBMIT_PAPER: "closure.slt",
    Owed.RECORD_DECISION: "closure.slt",
    Owed.ANSWER_BOARD: "closure.slt",
}
OF_GUESTS = [kind for kind in Owed if DUTIES[kind].by in OF_THE_AUTHORITY | PEERS]


def page_of(kind: Owed, ref: str = "ESSEX-2020-1") -> str:
    return Errand.about(ref, kind, SUBJECTS.get(kind, "")).path


@pytest.mark.parametrize("kind", OF_GUESTS)
def test_whatever_a_guest_owes_has_a_page_that_takes_an_answer(kind: Owed, visits: Visits) -> None:
    page = page_of(kind)
    for method, paths in (("GET", [page]), ("POST", [page, f"{page}/{SUBJECTS.get(kind)}"])):
        asked: list[dict[str, Any]] = [
            {"type": "http", "method": method, "path": path, "headers": []} for path in paths
        ]
        assert any(route.matches(scope)[0] is Match.FULL for scope in asked for route in routes(visits.app)), (
            f"{kind} is owed by somebody who comes by a link, and nothing answers {method} {page}."
        )


WORLD_OF = {
    Owed.AGREE_SCOPE: "scope proposed",
    Owed.SUBMIT_SELF_ASSESSMENT: "visit ahead",
    Owed.ANSWER_INVITATION: "invited",
    Owed.PRESENT_FEEDBACK: "visit ahead",
    Owed.RETURN_ACCURACY_CHECK: "draft sent",
    Owed.PUBLISH_REPORT: f"at {Stage.FOLLOW_UP_PLAN}",
    Owed.RESPOND_TO_RECOMMENDATION: f"at {Stage.FOLLOW_UP_PLAN}",
    Owed.PROPOSE_PLAN: "plan to come",
    Owed.APPROVE_PLAN: "plan before board",
    Owed.SUBMIT_PAPER: "paper drafted",
    Owed.RECORD_DECISION: "paper before board",
    Owed.ANSWER_BOARD: "referred back",
    Owed.DECIDE_CLOSURE: "settled",
}
"""A world in which each is owed; returns and actions are tried with their own pages."""

PEOPLE = {Role.PEER: LEAD, Role.LEAD_PEER: LEAD, Role.GOVERNANCE_BODY: "essex-clerk"}


def whose(kind: Owed) -> str:
    role = DUTIES[kind].by
    return PEOPLE.get(role, f"essex-{role.replace('_', '-')}")


@pytest.fixture(scope="module")
def owing(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[Owed], Visits]]:
    """The world in which a kind is owed, brought about once."""
    with ExitStack() as desks:

        @cache
        def world(name: str) -> Visits:
            folder = tmp_path_factory.mktemp("owing")
            desk = SqliteDesk(folder / "world.db")
            desks.callback(desk.cleared)
            return Visits(WORLDS[name](Case(desk.holding(sqlite_template)), folder), folder)

        yield lambda kind: world(WORLD_OF[kind])


@pytest.mark.parametrize("kind", WORLD_OF)
def test_an_outsider_reads_and_changes_nothing(kind: Owed, owing: Callable[[Owed], Visits]) -> None:
    visits = owing(kind)
    page = page_of(kind, str(visits.case.ref))
    form = dict(visits.as_guest(whose(kind)).form(page).fields)
    outsiders = (visits.as_outsider(), visits.as_guest("kent-authority"), visits.as_peer("kent-officer"))
    without_a_link = (visits.as_anyone(), visits.as_guest(whose(kind), errands=["/to-do/ESSEX-2020-1/elsewhere"]))
    before = everything(visits.case.engine)
    for outsider in outsiders:
        where_there_is_nothing = outsider.get(page.replace(str(visits.case.ref), "ESSEX-1999-1"))
        answer = outsider.get(page)
        assert (answer.status_code, words_of(answer)) == (404, words_of(where_there_is_nothing))
        assert outsider.post(page, data=form).status_code in (403, 404)
    for somebody in without_a_link:
        assert somebody.get(page).status_code == 403
        assert somebody.post(page, data=form).status_code == 403
    assert everything(visits.case.engine) == before


ODD = st.one_of(
    st.text(max_size=60),
    st.sampled_from(
        [
            "",
            " ",
            "0",
            "-1",
            "99999999999999999999",
            "accept",
            "accepted",
            "approved",
            "rejected",
            "new",
            "another",
            "no",
        ]
    ),
    st.sampled_from(["\x00", "a\r\nb", "{{ 7 * 7 }}", "<script>alert(1)</script>", "=1+1", "2020-02-30", "x" * 21_000]),
)


@pytest.mark.parametrize("kind", WORLD_OF)
def test_whatever_is_typed_is_answered_in_words(kind: Owed, owing: Callable[[Owed], Visits]) -> None:
    """Each answer is a page or a redirection; what is refused leaves everything as it was."""
    visits = owing(kind)
    page = page_of(kind, str(visits.case.ref))
    guest = visits.as_guest(whose(kind))
    form = guest.form(page)
    names = sorted({name for name, _ in form.fields if name != "csrf"} | _names(guest, page))

    @settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
    @given(typed=st.dictionaries(st.sampled_from([*names, "strange", "a.b.c", "actions.7.ref"]), ODD, max_size=8))
    def type_anything(typed: dict[str, str]) -> None:
        before = visits.case.facts.version
        answer = guest.post(page, data={**dict(form.fields), **typed})
        assert answer.status_code in (200, 303, 403, 413, 422), (answer.status_code, typed)
        assert "{{" not in answer.text.replace("{{ 7 * 7 }}", "")
        assert "<script>alert" not in answer.text
        if answer.status_code != 303:
            assert visits.case.facts.version == before

    type_anything()


def _names(guest: Browser, page: str) -> set[str]:
    """The names of fields that hold nothing before anybody types or chooses."""
    return set(re.findall(r'name="([a-z][a-z0-9_.]*)"', guest.get(page).text)) - {"csrf", "viewport"}
