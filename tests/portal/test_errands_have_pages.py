"""Whatever a message asks of somebody who comes by a link has a page at the address that the message names."""

from collections.abc import Iterator

import pytest
from starlette.routing import Match

from config.vocabulary import OF_THE_AUTHORITY, PEERS
from engagements.obligations import DUTIES, Owed
from notifications.errands import EVERYTHING, Errand, documents, findings, papers, report, scrutiny, timetable
from portal.tasks.pages import PARTS

REF = "ESSEX-2026-1"
SUBJECTS = {
    Owed.ANSWER_INVITATION: "kent-lead",
    Owed.COMPLETE_ACTION: "A1",
    Owed.FILE_RETURN: "2026-27-Q1",
    Owed.ANSWER_QUERY: "2026-27-Q1",
    Owed.RESPOND_TO_RECOMMENDATION: "1",
    Owed.SUBMIT_PAPER: "2026-27-Q1.slt",
    Owed.RECORD_DECISION: "2026-27-Q1.slt",
    Owed.ANSWER_BOARD: "2026-27-Q1.slt",
}
"""What they are about, where there may be several of a kind."""


def errands() -> Iterator[Errand]:
    yield EVERYTHING
    yield scrutiny(REF)
    yield timetable(REF)
    yield report(REF)
    yield findings(REF)
    yield documents(REF)
    yield papers(REF)
    for kind, duty in DUTIES.items():
        if duty.by in OF_THE_AUTHORITY | PEERS:
            yield Errand.about(REF, kind, SUBJECTS.get(kind, ""))


@pytest.mark.parametrize("errand", list(errands()), ids=lambda errand: errand.page)
def test_every_errand_has_its_page(errand: Errand) -> None:
    asked = {"type": "http", "method": "GET", "path": errand.path}
    found = [route for part in PARTS for route in part.router.routes if route.matches(asked)[0] is Match.FULL]
    assert found, f"Messages send people to {errand.path}: give portal/tasks/ a page there."
