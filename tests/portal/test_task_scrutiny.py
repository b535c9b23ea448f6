"""A scrutiny member reads how the plan stands."""

from collections.abc import Callable
from datetime import date

from config.vocabulary import Role, Stage
from engagements.database import writing
from engagements.introducing import introduce
from engagements.sweeping import open_periods
from tests.builders import Case, CaseAt
from tests.cast import LEAD
from tests.portal.reading import says
from tests.portal.visits import Visits

VisitsTo = Callable[[Case], Visits]


def member(case: Case) -> str:
    with writing(case.engine) as connection:
        return introduce(connection, "essex", Role.SCRUTINY_MEMBER, "Member of the committee", "member@example.org").id


def test_a_member_reads_the_plan_by_exception_and_what_to_ask(case_at: CaseAt, visits_to: VisitsTo) -> None:
    case = case_at(Stage.QUARTERLY_REPORTING)
    case.wait(on=date(2020, 7, 1))
    list(open_periods(case.engine, case.world, case.now))
    off_track = {"action": "A1", "rating": "off_track", "text": "Nobody to do the audits."}
    on_track = {"action": "A2", "rating": "on_track"}
    case.give("FileReturn", Role.AUTHORITY, period="2020-21-Q1", updates=[off_track, on_track])
    case.complete("A2")
    case.give("RejectEvidence", Role.PRINCIPAL_ADVISER, days=3, action="A2", reason="The link is dead.")
    page = visits_to(case).as_guest(member(case)).get(f"/to-do/{case.ref}/scrutiny")
    assert says(page, "How the improvement plan stands", "The plan has 2 actions", "Nobody to do the audits.")
    assert says(page, "Questions worth asking", "The link is dead.", "What will show that it is done?")
    assert says(page, "April to June 2020", "Off track", "No board has decided anything about it yet.")


def test_before_there_is_a_plan_the_page_says_so(case_at: CaseAt, visits_to: VisitsTo) -> None:
    case = case_at(Stage.SCOPING)
    page = visits_to(case).as_guest(member(case)).get(f"/to-do/{case.ref}/scrutiny")
    assert says(page, "There is no plan with actions yet.", "Nothing on record calls for a question today.")


def test_peers_and_other_authorities_do_not(case_at: CaseAt, visits_to: VisitsTo) -> None:
    case = case_at(Stage.QUARTERLY_REPORTING)
    for person in (LEAD, "kent-authority", "avon-authority"):
        assert visits_to(case).as_guest(person).get(f"/to-do/{case.ref}/scrutiny").status_code == 404


def test_a_scrutiny_member_is_asked_for_nothing(case_at: CaseAt, visits_to: VisitsTo) -> None:
    case = case_at(Stage.FOLLOW_UP_PLAN)
    page = visits_to(case).as_guest(member(case)).get(f"/to-do/{case.ref}/propose-plan")
    assert says(page, "This is not yours to do")
    assert "command_id" not in page.text
