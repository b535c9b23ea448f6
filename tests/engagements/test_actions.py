"""Actions: completed with evidence, moved with a decision, or transferred to business as usual."""

from datetime import date

import pytest

from config.vocabulary import Role, Stage
from engagements.refusals import Malformed
from engagements.stages.actions import ActionNotOpen
from engagements.stages.extensions import NotAnExtension
from engagements.state.plan import Action, Evidence, ExtensionRequest
from tests.builders import Case, CaseAt
from tests.cast import ADVISER, COORDINATOR

LATER = date(2021, 6, 30)
WHY = "The supplier was late."
TRANSFER = {"owner": "Head of Digital", "reason": WHY, "check_back_on": date(2022, 3, 31)}


@pytest.fixture
def reporting(case_at: CaseAt) -> Case:
    """The plan is approved: A1 is due on 24 February 2021, A2 on 24 May 2021."""
    return case_at(Stage.QUARTERLY_REPORTING)


def action(case: Case, ref: str = "A1") -> Action:
    [found] = [action for action in case.rows(Action) if action.ref == ref]
    return found


def ask(case: Case, due_to: date = LATER) -> None:
    case.give("RequestExtension", Role.AUTHORITY, action="A1", due_to=due_to, reason=WHY)


def decide(case: Case, *, grant: bool) -> None:
    case.give("DecideExtension", ADVISER, days=2, action="A1", grant=grant, reason="Agreed with the board.")


def owed(case: Case) -> list[tuple[str, str]]:
    ours = ("complete_action", "check_evidence", "decide_extension", "decide_closure", "close_engagement")
    return sorted((due.kind, due.subject) for due in case.obligations() if due.kind in ours)


def test_a_revised_date_keeps_the_original(reporting: Case) -> None:
    first = action(reporting).due_on
    ask(reporting)
    assert action(reporting).due_on == first  # asking moves nothing
    decide(reporting, grant=True)
    moved = action(reporting)
    assert (moved.due_first, moved.due_on, moved.moves) == (first, LATER, 1)
    assert reporting.due("complete_action", "A1") == LATER
    [request] = reporting.rows(ExtensionRequest)
    assert (request.due_from, request.due_to, request.granted) == (first, LATER, True)


def test_how_often_a_date_moved_is_counted(reporting: Case) -> None:
    for month in (6, 7, 8):
        ask(reporting, date(2021, month, 30))
        decide(reporting, grant=True)
    assert action(reporting).moves == 3
    assert [request.due_to.month for request in reporting.rows(ExtensionRequest)] == [6, 7, 8]


def test_a_refused_extension_moves_nothing(reporting: Case) -> None:
    first = action(reporting).due_on
    ask(reporting)
    decide(reporting, grant=False)
    assert (action(reporting).due_on, action(reporting).moves) == (first, 0)
    assert reporting.due("complete_action", "A1") == first


def test_an_extension_is_decided_within_five_working_days(reporting: Case) -> None:
    ask(reporting)
    assert reporting.due("decide_extension", "A1") == reporting.world.calendar.after(reporting.today, 5)


def test_an_extension_moves_a_date_to_a_later_day_to_come(reporting: Case) -> None:
    for day in (action(reporting).due_on, reporting.today):
        refusal = reporting.refused("RequestExtension", Role.AUTHORITY, action="A1", due_to=day, reason=WHY)
        assert isinstance(refusal, NotAnExtension)
        assert str(refusal).endswith("ask for a later day to come.")


def test_one_extension_of_an_action_waits_at_a_time(reporting: Case) -> None:
    ask(reporting)
    refusal = reporting.refused("RequestExtension", Role.AUTHORITY, action="A1", due_to=LATER, reason=WHY)
    assert isinstance(refusal, NotAnExtension)
    decide(reporting, grant=False)
    ask(reporting)


def test_only_what_was_asked_for_is_decided(reporting: Case) -> None:
    refusal = reporting.refused("DecideExtension", ADVISER, action="A1", grant=True, reason="Go on.")
    assert str(refusal) == "Nobody asked for an extension of A1."


def test_a_late_action_that_gets_more_time_is_late_no_more(reporting: Case) -> None:
    [obligation] = [due for due in reporting.obligations() if due.subject == "A1"]
    reporting.wait(on=date(2021, 3, 1))
    lapse = {"kind": "complete_action", "subject": "A1", "opened_by": reporting.facts.version}
    reporting.give("RecordLapse", Role.SYSTEM, lapse)
    ask(reporting)
    decide(reporting, grant=True)
    refusal = reporting.refused("RecordLapse", Role.SYSTEM, lapse)
    assert "is due on 30 June 2021" in str(refusal)
    reporting.wait(on=date(2021, 7, 1)).give("RecordLapse", Role.SYSTEM, lapse)
    assert obligation.due_on != LATER


def test_evidence_is_checked_within_ten_working_days(reporting: Case) -> None:
    reporting.complete("A1")
    assert reporting.due("check_evidence", "A1") == reporting.world.calendar.after(reporting.today, 10)
    assert action(reporting).rating == "complete"
    reporting.give("VerifyAction", COORDINATOR, action="A1")
    assert (action(reporting).status, action(reporting).settled_on) == ("verified", reporting.today)
    assert [item.verdict for item in reporting.rows(Evidence)] == ["verified"]


def test_rejected_evidence_opens_the_action_again_by_the_date_that_it_had(reporting: Case) -> None:
    reporting.complete("A1")
    reporting.give("RejectEvidence", ADVISER, action="A1", reason="This is last year's.")
    assert (action(reporting).status, action(reporting).rating) == ("open", "at_risk")
    assert reporting.due("complete_action", "A1") == action(reporting).due_on
    reporting.complete("A1")
    reporting.give("VerifyAction", ADVISER, action="A1")
    assert [item.verdict for item in reporting.rows(Evidence)] == ["rejected", "verified"]


def test_an_extension_still_undecided_when_evidence_is_rejected_is_owed_a_decision_again(reporting: Case) -> None:
    ask(reporting)
    reporting.complete("A1")
    assert ("decide_extension", "A1") not in owed(reporting)
    reporting.give("RejectEvidence", ADVISER, action="A1", reason="This is last year's.")
    assert ("decide_extension", "A1") in owed(reporting)
    decide(reporting, grant=True)
    assert reporting.due("complete_action", "A1") == LATER


@pytest.mark.parametrize(
    ("evidence", "field"),
    [
        ([], "evidence"),
        ([{"title": "Targets"}], "either link or sha256"),
        ([{"title": "Targets", "link": "https://example.org/a", "sha256": "0" * 64}], "either link or sha256"),
        ([{"title": "Targets", "sha256": "abc"}], "evidence.0.sha256"),
        ([{"title": "Targets", "link": "ask the office"}], "evidence.0.link"),
        ([{"title": "Targets", "link": "https://example.org/\x1b[2J"}], "evidence.0.link"),
    ],
)
def test_an_action_is_complete_only_with_evidence(reporting: Case, evidence: list[dict[str, str]], field: str) -> None:
    refusal = reporting.refused("CompleteAction", Role.AUTHORITY, action="A1", evidence=evidence)
    assert isinstance(refusal, Malformed)
    assert field in str(refusal)


def test_an_action_goes_to_business_as_usual_with_an_owner_and_a_reason(reporting: Case) -> None:
    for given in ({"owner": "Head of Digital"}, {"reason": WHY}, {"owner": "  ", "reason": WHY}):
        refusal = reporting.refused("TransferToBau", Role.AUTHORITY, given, action="A1", check_back_on=LATER)
        assert isinstance(refusal, Malformed)
    ask(reporting)
    reporting.give("TransferToBau", Role.AUTHORITY, TRANSFER, action="A1")
    transferred = action(reporting)
    assert (transferred.status, transferred.rating) == ("transferred", "transferred_to_bau")
    assert transferred.bau_owner
    assert transferred.bau_reason
    assert owed(reporting) == [("complete_action", "A2")]


@pytest.mark.parametrize(
    ("name", "role", "fields"),
    [
        ("CompleteAction", Role.AUTHORITY, {"evidence": [{"title": "Targets", "link": "https://example.org"}]}),
        ("VerifyAction", Role.COORDINATOR, {}),
        ("RejectEvidence", Role.COORDINATOR, {"reason": WHY}),
        ("RequestExtension", Role.AUTHORITY, {"due_to": date(2022, 1, 31), "reason": WHY}),
        ("DecideExtension", Role.PRINCIPAL_ADVISER, {"grant": True, "reason": WHY}),
        ("TransferToBau", Role.AUTHORITY, TRANSFER),
    ],
)
def test_a_verified_action_is_touched_no_more(
    reporting: Case, name: str, role: Role, fields: dict[str, object]
) -> None:
    reporting.complete("A1")
    reporting.give("VerifyAction", ADVISER, action="A1")
    refusal = reporting.refused(name, role, fields, action="A1")
    assert isinstance(refusal, ActionNotOpen)
    assert str(refusal).startswith("Action A1 is verified; this needs an action that is ")


def test_once_the_last_action_is_settled_the_boards_owe_a_decision_about_closure(reporting: Case) -> None:
    reporting.complete("A1")
    reporting.give("VerifyAction", ADVISER, action="A1")
    assert owed(reporting) == [("complete_action", "A2")]
    reporting.give("TransferToBau", Role.AUTHORITY, TRANSFER, action="A2")
    assert owed(reporting) == [("decide_closure", "")]


def test_where_the_board_approved_closure_before_closing_is_owed_at_once(reporting: Case) -> None:
    reporting.board_approves_closure()
    assert ("close_engagement", "") not in owed(reporting)
    reporting.settle()
    assert owed(reporting) == [("close_engagement", "")]
