"""Questions worth asking of a plan follow from what is on record."""

from datetime import date

from config.vocabulary import Role, Stage
from documents.facts.questions import Question, questions
from documents.facts.wording import Texts
from engagements.as_of import AsOf
from engagements.database import reading
from engagements.loading import load_whole
from engagements.periods import ReportingPeriod
from engagements.sweeping import open_periods
from engagements.texts import of_engagement
from tests.builders import Case, CaseAt


def asked(case: Case) -> list[Question]:
    with reading(case.engine) as connection:
        engagement = load_whole(connection, str(case.ref), case.world)
        typed = Texts(of_engagement(connection, engagement.id))
    return list(questions(AsOf(engagement, ReportingPeriod.of(case.today), case.today), typed))


def about(case: Case, what: str) -> list[str]:
    return [question.because for question in asked(case) if question.about == what]


def moved(case: Case, by: int) -> None:
    """The date of action A1 moves by so many working days."""
    due_on = case.due("complete_action", "A1")
    assert due_on
    later = {"due_to": case.world.calendar.after(due_on, by), "reason": "It takes longer."}
    case.give("RequestExtension", Role.AUTHORITY, later, action="A1")
    case.give("DecideExtension", Role.PRINCIPAL_ADVISER, action="A1", grant=True, reason="So be it.")


def test_a_plan_on_course_raises_none(case_at: CaseAt) -> None:
    assert asked(case_at(Stage.QUARTERLY_REPORTING)) == []


def test_a_date_that_moved_twice_is_asked_about(case_at: CaseAt) -> None:
    case = case_at(Stage.QUARTERLY_REPORTING)
    moved(case, 20)
    assert about(case, "Action A1") == []
    moved(case, 20)
    [because] = about(case, "Action A1")
    assert "Its date moved twice" in because


def test_two_quarters_without_a_return_are_asked_about(case_at: CaseAt) -> None:
    case = case_at(Stage.QUARTERLY_REPORTING)
    for day in (date(2020, 7, 1), date(2020, 10, 1)):
        case.wait(on=day)
        list(open_periods(case.engine, case.world, case.now))
    case.wait(on=date(2020, 12, 1))
    assert asked(case)[0].text == "What has been done since, and who knows?"


def test_evidence_that_was_rejected_is_asked_about(case_at: CaseAt) -> None:
    case = case_at(Stage.QUARTERLY_REPORTING)
    case.complete("A1")
    case.give("RejectEvidence", Role.PRINCIPAL_ADVISER, days=3, action="A1", reason="The link is dead.")
    assert any("The link is dead." in because for because in about(case, "Action A1"))


def test_what_became_business_as_usual_is_asked_about_when_nobody_looked_since(case_at: CaseAt) -> None:
    case = case_at(Stage.QUARTERLY_REPORTING)
    case.settle()
    assert about(case, "Action A2") == []
    case.wait(days=130)
    [because] = about(case, "Action A2")
    assert "Nobody has looked since whether it is still done." in because
    case.give("CheckBack", Role.PRINCIPAL_ADVISER, action="A2", still_running=False, outcome="It ended in May.")
    [because] = about(case, "Action A2")
    assert "it was no longer done" in because


def test_a_board_that_refused_is_asked_about_until_it_agrees(case_at: CaseAt) -> None:
    case = case_at(Stage.QUARTERLY_REPORTING)
    case.settle()
    board = {"board": "Fire Authority", "about": "closure"}
    refused = {**board, "decision": "referred_back", "reason": "Nobody owns the audits."}
    case.give("RecordBoardDecision", Role.CLERK, refused, met_on=case.today)
    assert any("Nobody owns the audits." in because for because in about(case, "Closure"))
    case.wait(days=5)
    case.give("RecordBoardDecision", Role.CLERK, {**board, "decision": "approved"}, met_on=case.today)
    assert about(case, "Closure") == []


def test_a_cause_of_concern_is_asked_about_until_it_is_removed(case_at: CaseAt) -> None:
    case = case_at(Stage.QUARTERLY_REPORTING)
    issued = {"question": "protecting the public through fire regulation", "text": "Too few audits."}
    case.give("RecordCauseOfConcern", Role.COORDINATOR, issued, issued_on=case.today)
    assert about(case, "Cause of concern 1")
    case.give("RecordConcernRemoved", Role.COORDINATOR, number=1, removed_on=case.today)
    assert about(case, "Cause of concern 1") == []
