"""Papers by link: the clerk drafts, edits, downloads and submits them, and records what the board decided."""

from collections.abc import Callable
from typing import Any

from config.vocabulary import Characteristic, Decision, Role, Stage
from documents import ledger, making
from documents.drafting import drafted as papers_drafted
from documents.kinds import Kind
from documents.wanted import Wanted
from engagements.database import reading, writing
from engagements.governance import meetings
from engagements.state.boards import Meeting, Paper, PaperForBoard
from engagements.state.plan import BoardDecision
from tests.builders import Case, CaseAt
from tests.portal.reading import conceals, says
from tests.portal.visits import Visits

VisitsTo = Callable[[Case], Visits]

NO_IMPACT = {f"equality.{at}.impact": "no" for at in range(len(Characteristic))}
CLERK = "essex-clerk"


def closing(case_at: CaseAt) -> tuple[Case, str]:
    """A case whose actions are settled, which waits for a paper on closure to the SLT; the page that asks for it."""
    case = case_at(Stage.QUARTERLY_REPORTING)
    case.report_through("slt", "board")
    case.settle()
    return case, f"/to-do/{case.ref}/submit-paper/closure.slt"


def submitted(case_at: CaseAt) -> tuple[Case, str]:
    """The same with the paper submitted, on the day of the meeting; the page that asks what was decided."""
    case, _ = closing(case_at)
    case.draft("closure")
    [first, *_] = next_meetings(case)
    case.give("SubmitPaper", Role.CLERK, number=1, body="slt", met_on=first.met_on, agenda_item="7")
    case.wait(on=first.met_on)
    return case, f"/to-do/{case.ref}/record-decision/closure.slt"


def next_meetings(case: Case) -> list[Meeting]:
    with reading(case.engine) as connection:
        return [one for one in meetings(connection, case.authority, case.today) if one.body == "slt"]


def test_the_clerk_drafts_the_paper_and_submits_it(case_at: CaseAt, visits_to: VisitsTo) -> None:
    case, page = closing(case_at)
    clerk = visits_to(case).as_guest(CLERK)
    assert says(clerk.get(page), "There is no paper yet.", "Draft the paper")
    typed = {"legal_implications": "None that we know of.", **NO_IMPACT}
    assert clerk.fill_in(f"{page}/draft", typed).status_code == 303
    assert says(clerk.get(page), "The paper as it stands", "None that we know of.", "Race: no impact")
    [first, *_] = next_meetings(case)
    assert clerk.fill_in(page, {"meeting": first.met_on.isoformat(), "agenda_item": "7"}).status_code == 303
    [sent] = case.rows(PaperForBoard)
    assert (sent.body, sent.met_on, sent.agenda_item) == ("slt", first.met_on, "7")
    assert says(clerk.get(page), "This has been done. Paper submitted on")


def test_the_equality_table_is_answered_for_all_nine(case_at: CaseAt, visits_to: VisitsTo) -> None:
    case, page = closing(case_at)
    clerk = visits_to(case).as_guest(CLERK)
    some: dict[str, Any] = {**NO_IMPACT, "equality.4.impact": "negative", "legal_implications": "Typed at length."}
    del some["equality.0.impact"]
    answer = clerk.fill_in(f"{page}/draft", some)
    assert answer.status_code == 422
    assert says(answer, "Choose what it means for race.", "Say what the impact on age is.", "Typed at length.")
    assert case.rows(Paper) == []


def test_a_paper_is_edited_until_a_board_has_decided(case_at: CaseAt, visits_to: VisitsTo) -> None:
    case, page = closing(case_at)
    case.draft("closure")
    clerk = visits_to(case).as_guest(CLERK)
    assert "note the progress made against the plan" in clerk.get(f"{page}/draft").text
    assert clerk.fill_in(f"{page}/draft", {"asks": "approve closure\n\nthank the peers\n"}).status_code == 303
    [paper] = case.rows(Paper)
    assert len(paper.asks) == 2
    assert says(clerk.get(page), "thank the peers")


def test_a_paper_goes_to_a_meeting_on_another_day(case_at: CaseAt, visits_to: VisitsTo) -> None:
    case, page = closing(case_at)
    case.draft("closure")
    clerk = visits_to(case).as_guest(CLERK)
    assert says(clerk.fill_in(page, {"meeting": "another"}), "Enter the day of the meeting.")
    day = {"met_on.day": "30", "met_on.month": "2", "met_on.year": "2022"}
    assert says(clerk.fill_in(page, {"meeting": "another", **day}), "Enter a real day")
    day["met_on.day"] = "28"
    assert clerk.fill_in(page, {"meeting": "another", **day}).status_code == 303


def test_a_paper_is_downloaded_as_word_and_as_pdf(case_at: CaseAt, visits_to: VisitsTo) -> None:
    case, page = closing(case_at)
    case.draft("closure")
    visits = visits_to(case)
    with reading(case.engine) as connection:
        wanted = Wanted(Kind.DECISION_PAPER, str(case.ref), case.now, paper=1, board="slt")
        [draft] = papers_drafted(connection, wanted, case.world)
    document = making.keep(draft, visits.office.settings.data_dir)
    with writing(case.engine) as connection:
        ledger.record(connection, [document])
    clerk = visits.as_guest(CLERK)
    assert says(clerk.get(page), "Download it as Word")
    word, pdf = (clerk.get(f"{page}/paper-1.{form}") for form in ("docx", "pdf"))
    assert word.content.startswith(b"PK")
    assert pdf.content.startswith(b"%PDF")
    assert pdf.headers["content-disposition"].startswith("attachment")
    for person in ("kent-clerk", "avon-authority"):
        assert visits.as_guest(person).get(f"{page}/paper-1.pdf").status_code == 404
    for other in ("paper-2.pdf", "paper-1.exe", "paper-1.docx/..%2f..%2fkeys"):
        assert clerk.get(f"{page}/{other}").status_code == 404


def test_a_subject_that_there_cannot_be_is_no_page(case_at: CaseAt, visits_to: VisitsTo) -> None:
    case, _ = closing(case_at)
    clerk = visits_to(case).as_guest(CLERK)
    assert clerk.get(f"/to-do/{case.ref}/submit-paper/anything.slt").status_code == 404
    assert clerk.get(f"/to-do/{case.ref}/propose-scope/closure.slt/paper-1.pdf").status_code == 404


def test_the_clerk_records_what_the_board_decided(case_at: CaseAt, visits_to: VisitsTo) -> None:
    case, page = submitted(case_at)
    clerk = visits_to(case).as_guest(CLERK)
    assert says(clerk.get(page), "The paper was before SLT", "as item 7")
    assert says(clerk.fill_in(page), "Choose what the board decided.")
    assert clerk.fill_in(page, {"decision": "approved"}).status_code == 303
    [decision] = case.rows(BoardDecision)
    assert (decision.body, decision.paper, decision.decision) == ("slt", 1, Decision.APPROVED)
    assert case.due("submit_paper", "closure.board")


def test_a_board_that_refers_back_says_why_and_the_authority_answers(case_at: CaseAt, visits_to: VisitsTo) -> None:
    case, page = submitted(case_at)
    visits = visits_to(case)
    clerk = visits.as_guest(CLERK)
    assert says(clerk.fill_in(page, {"decision": "referred_back"}), "Say why the board did not agree")
    reason = "Nobody owns the audits after closure."
    assert clerk.fill_in(page, {"decision": "referred_back", "reason": reason}).status_code == 303
    authority, answer = visits.as_guest(), f"/to-do/{case.ref}/answer-board/closure.slt"
    assert says(authority.get(answer), "Answer SLT with a new paper", "referred it back", reason)
    assert authority.fill_in(answer, {"update": "The head of protection does.", **NO_IMPACT}).status_code == 303
    assert [paper.number for paper in case.rows(Paper)] == [1, 2]
    assert says(authority.get(answer), "This has been done. Paper drafted on")


def test_a_decision_is_recorded_after_the_meeting(case_at: CaseAt, visits_to: VisitsTo) -> None:
    case, page = submitted(case_at)
    case.wait(on=case.world.calendar.before(case.today, 1))
    clerk = visits_to(case).as_guest(CLERK)
    assert says(clerk.get(page), "The meeting is still to come")
    answer = clerk.fill_in(page, {"decision": "noted"})
    assert says(answer, "is still to come; record its decision after it")
    assert case.rows(BoardDecision) == []


def test_without_a_route_any_board_decides_on_closure(case_at: CaseAt, visits_to: VisitsTo) -> None:
    case = case_at(Stage.QUARTERLY_REPORTING)
    case.settle()
    clerk, page = visits_to(case).as_guest(CLERK), f"/to-do/{case.ref}/decide-closure"
    assert says(clerk.fill_in(page), "Enter the name of the board.", "Enter the day of the meeting.")
    day = {"met_on.day": case.today.day, "met_on.month": case.today.month, "met_on.year": case.today.year}
    typed = {"board": "Performance and Resources Board", "decision": "approved", **day}
    assert clerk.fill_in(page, typed).status_code == 303
    assert case.rows(BoardDecision)[0].decides_closure


def test_the_payer_of_another_page_reads_no_paper(case_at: CaseAt, visits_to: VisitsTo) -> None:
    case, page = closing(case_at)
    case.draft("closure", legal_implications="Confidential advice.")
    answer = visits_to(case).as_guest("essex-payer").get(page)
    assert says(answer, "This is not yours to do")
    assert conceals(answer, "Confidential")
