"""Document requests: each is owed by its day, provided, or withdrawn; a final report ends the waiting."""

from config.vocabulary import Role, Stage
from engagements.refusals import NotAllowed
from engagements.stages.document_requests import DocumentProvided
from engagements.state.document_requests import DocumentRequest, ProvidedDocument
from tests.builders import Case, CaseAt
from tests.cast import COORDINATOR


def asked(case_at: CaseAt) -> Case:
    case = case_at(Stage.TEAM_ASSIGNMENT)
    case.request_documents("The audit plan.", "The staff survey.")
    return case


def test_each_document_is_owed_by_the_day_that_was_given(case_at: CaseAt) -> None:
    case = asked(case_at)
    due_on = case.world.calendar.after(case.today, 5)
    assert [case.due("provide_document", number) for number in ("1", "2")] == [due_on, due_on]


def test_providing_it_settles_one_and_more_may_follow(case_at: CaseAt) -> None:
    case = asked(case_at)
    case.provide(1)
    case.provide(1, title="Its annex")
    assert [due.subject for due in case.obligations() if due.kind == "provide_document"] == ["2"]
    assert [(one.request, one.number) for one in case.rows(ProvidedDocument)] == [(1, 1), (1, 2)]
    assert case.verify().holds


def test_it_is_told_once_that_all_of_them_are_there(case_at: CaseAt) -> None:
    case = asked(case_at)
    case.provide(2)
    case.provide(1)
    assert [event.outstanding for event in case.events() if isinstance(event, DocumentProvided)] == [1, 0]


def test_the_coordinator_provides_what_the_authority_sent_by_other_ways(case_at: CaseAt) -> None:
    case = asked(case_at)
    given = {"number": 1, "documents": [{"title": "The plan", "where": "By post, with the coordinator."}]}
    case.give("ProvideDocument", COORDINATOR, given)
    assert isinstance(case.refused("ProvideDocument", Role.CLERK, given), NotAllowed)


def test_a_withdrawn_request_is_owed_by_nobody(case_at: CaseAt) -> None:
    case = asked(case_at)
    case.give("WithdrawDocumentRequest", COORDINATOR, number=2, reason="It is on the website.")
    assert [due.subject for due in case.obligations() if due.kind == "provide_document"] == ["1"]
    assert [bool(one.withdrawn_on) for one in case.rows(DocumentRequest)] == [False, True]


def test_nobody_waits_for_documents_once_the_report_is_final(case_at: CaseAt) -> None:
    case = case_at(Stage.RECOMMENDATIONS)
    case.request_documents("The audit plan.")
    case.report()
    assert [due for due in case.obligations() if due.kind == "provide_document"] == []
