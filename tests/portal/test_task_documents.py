"""Documents for a visit: the authority provides what was asked for, the team reads it, nobody else does."""

from collections.abc import Callable

import pytest

from config.vocabulary import Role, Stage
from engagements.state.document_requests import DocumentRequest, ProvidedDocument
from tests.builders import Case, CaseAt
from tests.cast import KENT_LEAD, LEAD, OPERATIONAL
from tests.portal.visits import Visits, plain

PLAN = ("files", ("Audit plan.txt", b"Every high-rise by June.\n", "text/plain"))
PROGRAM = ("files", ("tool.exe", b"MZ\x90", "application/octet-stream"))


@pytest.fixture
def visits(case_at: CaseAt, visits_to: Callable[[Case], Visits]) -> Visits:
    """Who comes once the authority was asked for two documents."""
    case = case_at(Stage.CHALLENGE_VISIT)
    case.schedule_visit()
    case.request_documents("The audit plan.", "The staff survey.")
    return visits_to(case)


@pytest.fixture
def asked_for(visits: Visits) -> str:
    return f"/to-do/{visits.case.ref}/provide-document"


def test_the_authority_finds_everything_that_it_is_asked_for_on_one_page(visits: Visits, asked_for: str) -> None:
    page = plain(visits.as_guest(errands=[asked_for]).get(asked_for).text)
    assert "1. The audit plan." in page
    assert "2. The staff survey." in page
    assert page.count("Waited for by") == 2


def test_a_file_that_is_sent_is_there_for_the_team_as_it_was(visits: Visits, asked_for: str) -> None:
    sent = visits.as_guest(errands=[asked_for]).fill_in(f"{asked_for}/1", files=[PLAN])
    assert sent.status_code == 303
    assert [due.subject for due in visits.case.obligations(Role.AUTHORITY) if due.kind == "provide_document"] == ["2"]
    documents = f"/to-do/{visits.case.ref}/documents"
    peer = visits.as_guest(OPERATIONAL, [documents])
    assert "Audit plan.txt" in peer.get(documents).text
    got = peer.get(f"{documents}/1/1")
    assert got.content == PLAN[1][1]
    assert 'filename="Audit plan.txt"' in got.headers["content-disposition"]
    assert visits.as_coordinator().get(f"/engagements/{visits.case.ref}/documents/1/1").content == PLAN[1][1]
    assert visits.as_guest(errands=[asked_for]).get(f"{asked_for}/1/1").content == PLAN[1][1]


def test_what_is_right_is_kept_although_something_else_is_wrong(visits: Visits, asked_for: str) -> None:
    typed = {"link": "the intranet", "where": "On paper at headquarters."}
    refused = visits.as_guest().fill_in(f"{asked_for}/1", typed, files=[PLAN, PROGRAM])
    assert refused.status_code == 422
    page = plain(refused.text)
    assert "tool.exe cannot be evidence" in page
    assert "Enter an address that begins with https://" in page
    assert "the intranet" in refused.text
    assert [bool(one.sha256) for one in visits.case.rows(ProvidedDocument)] == [True, False]


def test_an_empty_form_says_what_to_do(visits: Visits, asked_for: str) -> None:
    refused = visits.as_guest().fill_in(f"{asked_for}/1")
    assert refused.status_code == 422
    assert "Choose a file, give an address, or say where the document can be read." in plain(refused.text)


def test_more_may_be_added_to_what_was_provided(visits: Visits, asked_for: str) -> None:
    visits.case.provide(1)
    assert visits.as_guest().fill_in(f"{asked_for}/1", {"where": "The annex is on paper."}).status_code == 303
    assert [(one.request, one.number) for one in visits.case.rows(ProvidedDocument)] == [(1, 1), (1, 2)]


def test_what_is_no_longer_wanted_is_not_asked_for(visits: Visits, asked_for: str) -> None:
    visits.case.give("WithdrawDocumentRequest", Role.COORDINATOR, number=1)
    page = visits.as_guest().get(f"{asked_for}/1")
    assert "No longer wanted" in plain(page.text)
    assert "Send it to the peers" not in page.text


@pytest.mark.parametrize("who", [KENT_LEAD, "essex-authority", "essex-chair", "avon-authority"])
def test_nobody_but_the_team_reads_the_documents_page(visits: Visits, who: str) -> None:
    visits.as_guest().fill_in(f"/to-do/{visits.case.ref}/provide-document/1", files=[PLAN])
    documents = f"/to-do/{visits.case.ref}/documents"
    assert visits.as_guest(who).get(documents).status_code == 404
    assert visits.as_guest(who).get(f"{documents}/1/1").status_code == 404


@pytest.mark.parametrize("who", [LEAD, OPERATIONAL, "kent-authority"])
def test_peers_and_other_authorities_provide_nothing(visits: Visits, asked_for: str, who: str) -> None:
    ours = visits.as_guest().form(f"{asked_for}/1").filled({"where": "Nowhere."})
    assert visits.as_guest(who).post(f"{asked_for}/1", data=ours).status_code in (403, 404)
    assert visits.case.rows(ProvidedDocument) == []


def test_a_peer_reads_the_documents_only_until_the_report_is_final(visits: Visits) -> None:
    visits.as_guest().fill_in(f"/to-do/{visits.case.ref}/provide-document/1", files=[PLAN])
    visits.case.give("CompleteVisitPhase", Role.LEAD_PEER, on=visits.case.facts.visit_to, number=1)
    visits.case.give("PresentFeedback", Role.LEAD_PEER, feedback="Good people.")
    visits.case.report()
    documents = f"/to-do/{visits.case.ref}/documents"
    assert "Audit plan" not in visits.as_guest(LEAD).get(documents).text
    assert visits.as_guest(LEAD).get(f"{documents}/1/1").status_code == 404


def test_staff_ask_for_documents_and_see_what_came(visits: Visits) -> None:
    coordinator, ref = visits.as_coordinator(), visits.case.ref
    ask = f"/engagements/{ref}/do/RequestDocuments"
    due = visits.case.world.calendar.after(visits.case.today, 5)
    day = {"due_on-day": str(due.day), "due_on-month": str(due.month), "due_on-year": str(due.year)}
    asked = coordinator.fill_in(ask, {"documents.0.wanted": "The risk plan.", **day})
    assert asked.status_code == 303
    assert [one.number for one in visits.case.rows(DocumentRequest)] == [1, 2, 3]
    page = plain(coordinator.get(f"/engagements/{ref}/documents").text)
    assert "3. The risk plan." in page
