"""The improvement plan by link: proposed action by action or from a spreadsheet, and approved by a board."""

import io
from collections.abc import Callable
from datetime import date
from typing import Any

from openpyxl.reader.excel import load_workbook

from config.vocabulary import Role, Stage
from documents.spreadsheets.plan_written import template
from documents.spreadsheets.writing import workbook
from engagements.state.plan import Action, Finding, Plan
from tests.builders import Case, CaseAt
from tests.portal.forms import forms
from tests.portal.reading import conceals, says
from tests.portal.visits import Visits

VisitsTo = Callable[[Case], Visits]


def answered(case_at: CaseAt) -> tuple[Case, str]:
    """Both recommendations are accepted; the page that asks for the plan."""
    case = case_at(Stage.FOLLOW_UP_PLAN)
    case.respond()
    return case, f"/to-do/{case.ref}/propose-plan"


def action(number: int, due_on: date, **fields: str) -> dict[str, Any]:
    """What is typed for an action."""
    typed = {"ref": str(number + 1), "text": f"Do part {number + 1}.", "findings": f"r{number + 1}", "owner": "Head"}
    day = {"due_on.day": str(due_on.day), "due_on.month": str(due_on.month), "due_on.year": str(due_on.year)}
    return {f"actions.{number}.{name}": value for name, value in {**typed, **day, **fields}.items()}


def planned(case: Case) -> list[tuple[str, list[str], str]]:
    return [(one.ref, one.findings, one.status) for one in case.rows(Action)]


def in_a_year(case: Case) -> date:
    return case.world.calendar.after(case.today, 250)


def test_the_page_begins_with_an_action_for_each_finding_that_needs_one(case_at: CaseAt, visits_to: VisitsTo) -> None:
    case, page = answered(case_at)
    answer = visits_to(case).as_guest().get(page)
    assert says(answer, "Set targets for audits.", "Recommendation, needs an action", "Action 1", "Action 2")
    assert 'value="R2"' in answer.text


def test_a_plan_is_typed_and_proposed(case_at: CaseAt, visits_to: VisitsTo) -> None:
    case, page = answered(case_at)
    guest, due_on = visits_to(case).as_guest(), in_a_year(case)
    typed = {**action(0, due_on, findings="R1, R2"), **action(1, due_on, findings="R2"), "press": "propose"}
    assert guest.fill_in(page, typed).status_code == 303
    assert planned(case) == [("1", ["R1", "R2"], "proposed"), ("2", ["R2"], "proposed")]
    assert says(guest.get(page), "This has been done. Plan proposed on")


def test_actions_are_added_and_removed_without_losing_what_was_typed(case_at: CaseAt, visits_to: VisitsTo) -> None:
    case, page = answered(case_at)
    guest = visits_to(case).as_guest()
    more = guest.fill_in(page, {"actions.0.text": "Typed before adding.", "press": "add"})
    assert more.status_code == 200
    assert says(more, "Typed before adding.", "Action 3")
    fewer = guest.fill_in(page, {"actions.1.text": "Stays.", "actions.0.text": "Goes.", "press": "remove-0"})
    assert says(fewer, "Stays.")
    assert conceals(fewer, "Goes.")
    assert planned(case) == []


def test_what_is_missing_is_said_beside_each_field(case_at: CaseAt, visits_to: VisitsTo) -> None:
    case, page = answered(case_at)
    guest, due_on = visits_to(case).as_guest(), in_a_year(case)
    typed = {
        **action(0, due_on, text="", findings="everything", ref="no spaces please"),
        **action(1, due_on, **{"due_on.month": "13"}),
        "press": "propose",
    }
    answer = guest.fill_in(page, typed)
    assert answer.status_code == 422
    assert says(
        answer,
        "enter what is to be done.",
        "write R1 for recommendation 1",
        "use letters",
        "Action 2: enter a real day",
    )
    for field in ("actions-0-text", "actions-0-findings", "actions-0-ref", "actions-1-due_on"):
        assert f'href="#{field}"' in answer.text
        assert f'id="{field}"' in answer.text
    assert 'value="everything"' in answer.text
    assert planned(case) == []


def test_a_finding_without_an_action_keeps_the_plan_back(case_at: CaseAt, visits_to: VisitsTo) -> None:
    case, page = answered(case_at)
    typed = {**action(0, in_a_year(case)), "actions.1.ref": "", "actions.1.findings": "", "press": "propose"}
    assert says(visits_to(case).as_guest().fill_in(page, typed), "No action answers R2")


def test_a_plan_is_replaced_until_it_is_approved(case_at: CaseAt, visits_to: VisitsTo) -> None:
    case, page = answered(case_at)
    case.propose_plan()
    guest = visits_to(case).as_guest()
    assert says(guest.get(page), "Do what R1 asks.", "Do what R2 asks.")
    assert guest.fill_in(page, {"actions.0.text": "Something better.", "press": "propose"}).status_code == 303
    assert [plan.number for plan in case.rows(Plan)] == [1, 2]


def test_a_plan_sent_twice_counts_once(case_at: CaseAt, visits_to: VisitsTo) -> None:
    case, page = answered(case_at)
    guest, due_on = visits_to(case).as_guest(), in_a_year(case)
    form = guest.form(page).filled({**action(0, due_on), **action(1, due_on), "press": "propose"})
    assert [guest.post(page, data=form).status_code for _ in range(2)] == [303, 303]
    assert len(case.rows(Plan)) == 1


def filled_template(case: Case, **changes: str) -> bytes:
    """The empty spreadsheet with an area for improvement and three actions."""
    book = load_workbook(io.BytesIO(workbook(template())))
    book["Findings"].append(["A1", "", "", "The service should know its risks."])
    headings = [str(cell.value) for cell in book["Actions"][1]]
    for ref, answers in (("1", "R1"), ("2", "R2"), ("3", "A1")):
        due_on = in_a_year(case).strftime("%d/%m/%Y")
        row = {"Ref": ref, "Action": "Do it.", "Answers": answers, "Owner": "Head", "Due": due_on, **changes}
        book["Actions"].append([row.get(heading, "") for heading in headings])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def sent(guest: Any, page: str, content: bytes, name: str = "plan.xlsx") -> Any:
    return guest.fill_in(f"{page}/spreadsheet", files={"file": (name, content)})


def test_a_spreadsheet_is_looked_over_and_then_proposed(case_at: CaseAt, visits_to: VisitsTo) -> None:
    case, page = answered(case_at)
    guest = visits_to(case).as_guest()
    looked_over = sent(guest, page, filled_template(case))
    assert says(looked_over, "What plan.xlsx says", "Nothing is proposed yet", "recorded with the plan")
    assert planned(case) == []
    [form] = [form for form in forms(looked_over.text) if form.action == page]
    assert guest.post(page, data=form.filled({"press": "propose"})).status_code == 303
    assert [ref for ref, _, _ in planned(case)] == ["1", "2", "3"]
    assert [finding.ref for finding in case.rows(Finding)] == ["A1"]


def test_what_is_wrong_in_a_spreadsheet_is_told_by_row_and_column(case_at: CaseAt, visits_to: VisitsTo) -> None:
    case, page = answered(case_at)
    answer = sent(visits_to(case).as_guest(), page, filled_template(case, Due="soon"))
    assert answer.status_code == 422
    assert says(answer, "3 things need mending", "What needs mending", "is not a date")


def test_what_is_no_spreadsheet_is_refused_in_words(case_at: CaseAt, visits_to: VisitsTo) -> None:
    case, page = answered(case_at)
    guest = visits_to(case).as_guest()
    for content in (b"%PDF-1.7", b"", b"PK\x03\x04rubbish", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"\x00" * 100):
        answer = sent(guest, page, content)
        assert answer.status_code == 422
        assert says(answer, "There is a problem")
    assert says(guest.fill_in(f"{page}/spreadsheet"), "Choose a file.")


def test_the_template_and_the_plan_are_downloaded(case_at: CaseAt, visits_to: VisitsTo) -> None:
    case, page = answered(case_at)
    case.propose_plan()
    visits = visits_to(case)
    for name, sheets in (("template.xlsx", 3), ("plan.xlsx", 2)):
        answer = visits.as_guest().get(f"{page}/{name}")
        assert len(load_workbook(io.BytesIO(answer.content)).sheetnames) == sheets
    assert visits.as_guest("essex-payer").get(f"{page}/plan.xlsx").status_code == 404
    assert visits.as_outsider().get(f"{page}/plan.xlsx").status_code == 404


def test_the_clerk_records_which_board_approved_the_plan(case_at: CaseAt, visits_to: VisitsTo) -> None:
    case, _ = answered(case_at)
    case.report_through("slt", "board")
    case.propose_plan()
    clerk, page = visits_to(case).as_guest("essex-clerk"), f"/to-do/{case.ref}/approve-plan"
    assert says(clerk.get(page), "It has 2 actions", "Do what R1 asks.", "Performance and Resources Board")
    assert says(clerk.fill_in(page), "Choose the board.")
    wrong = clerk.fill_in(page, {"which": "SLT", "met_on.day": "1", "met_on.month": "1", "met_on.year": "2019"})
    assert says(wrong, "Give the day of the meeting")
    day = {"met_on.day": case.today.day, "met_on.month": case.today.month, "met_on.year": case.today.year}
    assert clerk.fill_in(page, {"which": "Performance and Resources Board", **day}).status_code == 303
    assert case.facts.stage is Stage.QUARTERLY_REPORTING
    assert says(clerk.get(page), "This has been done. Plan approved on")


def test_without_a_route_the_boards_name_is_typed(case_at: CaseAt, visits_to: VisitsTo) -> None:
    case, _ = answered(case_at)
    case.propose_plan()
    clerk, page = visits_to(case).as_guest("essex-governance-body"), f"/to-do/{case.ref}/approve-plan"
    assert says(clerk.fill_in(page), "Enter the name of the board.", "Enter the day of the meeting.")
    day = {"met_on.day": case.today.day, "met_on.month": case.today.month, "met_on.year": case.today.year}
    assert clerk.fill_in(page, {"board": "Fire Authority", **day}).status_code == 303


def test_a_plan_that_somebody_else_proposed_meanwhile_is_not_replaced_unawares(
    case_at: CaseAt, visits_to: VisitsTo
) -> None:
    case, page = answered(case_at)
    guest, due_on = visits_to(case).as_guest(), in_a_year(case)
    form = guest.form(page).filled({**action(0, due_on), **action(1, due_on), "press": "propose"})
    case.give("ProposePlan", Role.AUTHORITY, actions=[case.action("X", "R1", due_on), case.action("Y", "R2", due_on)])
    answer = guest.post(page, data=form)
    assert says(answer, "after you opened this page", "Do part 1.")
    assert [ref for ref, _, _ in planned(case)] == ["X", "Y"]
