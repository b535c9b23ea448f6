"""What the stages give their people to read: each paper says what the journal knew, in Word and in PDF."""

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import delete

from config.vocabulary import Role, Stage
from documents.drafting import NothingToReport, drafted
from documents.facts.told import NAMELESS, NotYet
from documents.kinds import OF_STAGES, Kind
from documents.making import made
from documents.wanted import Wanted
from engagements import political_groups
from engagements.database import reading, writing
from engagements.refusals import Refused
from engagements.state.people import Peer
from tests import cast as people
from tests.builders import Case, CaseAt
from tests.desk import MONDAY, at_ten
from tests.documents.of_stages import paper
from tests.documents.reading import headings, lines, marks

AFTER = {
    Kind.SCOPE: "ScopeAgreed",
    Kind.INVITATION_LETTER: "PeerInvited",
    Kind.TEAM_BRIEF: "TeamConfirmed",
    Kind.TIMETABLE: "TimetableIssued",
    Kind.FEEDBACK_NOTE: "FeedbackPresented",
    Kind.DRAFT_REPORT: "AccuracyCheckSent",
    Kind.FINAL_REPORT: "ReportFinalised",
    Kind.LETTER_TO_CHAIR: "ReportFinalised",
}
CHALLENGE = "fire-peer-challenge"
each_kind = pytest.mark.parametrize("kind", OF_STAGES)


def to_whom(kind: Kind) -> str:
    return people.OPERATIONAL if kind is Kind.INVITATION_LETTER else ""


@pytest.fixture
def reported(case_at: CaseAt) -> Case:
    """A peer review of Essex whose report is final."""
    return case_at(Stage.FOLLOW_UP_PLAN)


def facts(case: Case, kind: Kind, after: str | None = None, peer: str = "") -> Any:
    return paper(case, kind, after or AFTER[kind], peer).facts


@each_kind
def test_each_can_be_read_in_word_and_by_a_screen_reader(reported: Case, tmp_path: Path, kind: Kind) -> None:
    found = made(paper(reported, kind, AFTER[kind], to_whom(kind)), tmp_path)
    assert any("Essex County Fire and Rescue Service" in line for line in lines(found.docx))
    assert headings(found.docx)
    said = marks(found.pdf)
    for needed in ("<pdfuaid:part>1</pdfuaid:part>", "/Lang(en-GB)", "/StructTreeRoot", "/H1", "/DisplayDocTitle true"):
        assert needed in said, f"The PDF has no {needed}."


@each_kind
def test_the_same_journal_gives_the_same_paper_whatever_happened_since(reported: Case, kind: Kind) -> None:
    before = paper(reported, kind, AFTER[kind], to_whom(kind)).facts
    reported.plan()
    assert paper(reported, kind, AFTER[kind], to_whom(kind)).facts == before


@each_kind
def test_before_there_is_anything_to_say_the_paper_is_refused(case: Case, kind: Kind) -> None:
    case.request()
    with pytest.raises(Refused):
        paper(case, kind, peer=to_whom(kind))
    with reading(case.engine) as connection, pytest.raises(NothingToReport, match="Choose a later day"):
        drafted(connection, Wanted(kind, str(case.ref), at_ten(MONDAY.replace(year=2019))), case.world)


def test_a_scope_says_whether_it_is_agreed(reported: Case) -> None:
    proposed, agreed = facts(reported, Kind.SCOPE, "ScopeProposed"), facts(reported, Kind.SCOPE)
    assert (proposed.agreed, agreed.agreed) == (False, True)
    assert proposed.cover.standing.endswith("not agreed yet")
    assert agreed.cover.standing.startswith("Agreed on ")
    assert [(line.title, line.questions) for line in agreed.lines] == [
        ("Protecting the public through fire regulation", ("Protecting the public through fire regulation",))
    ]
    assert [step.what for step in proposed.next] == ["Agree the scope"]


def test_a_letter_invites_one_peer_and_says_why_them(reported: Case, tmp_path: Path) -> None:
    letter = paper(reported, Kind.INVITATION_LETTER, "PeerInvited", people.OPERATIONAL)
    said = letter.facts
    assert letter.names == ("coordinator", people.OPERATIONAL)
    assert said.to == "Operational peer of Hertfordshire"  # type: ignore[union-attr]
    assert said.matched == ("good on protecting the public through fire regulation (Round 1)",)  # type: ignore[union-attr]
    in_word = "\n".join(lines(made(letter, tmp_path).docx))
    assert f"Please accept or decline by {said.answer_by}" in in_word  # type: ignore[union-attr]
    with pytest.raises(Refused, match="invitation for kent-officer"):
        paper(reported, Kind.INVITATION_LETTER, peer=people.KENT_OFFICER)


def test_a_brief_says_who_is_on_the_team_and_what_was_published_by_then(reported: Case) -> None:
    brief = facts(reported, Kind.TEAM_BRIEF)
    assert [(one.name, one.team_role) for one in brief.team] == [
        ("Lead peer of Hertfordshire", "Lead peer"),
        ("Operational peer of Hertfordshire", "Operational peer"),
    ]
    [grade] = brief.grades
    assert grade.grade.startswith("Requires improvement")
    assert (grade.round, grade.published) == ("1", "17 December 2019")
    assert brief.position == (), "The self-assessment came later."
    assert facts(reported, Kind.TEAM_BRIEF, "SelfAssessmentSubmitted").position == ("Where protection stands.",)


def test_a_timetable_lists_each_days_sessions_in_uk_time(reported: Case) -> None:
    timetable = facts(reported, Kind.TIMETABLE)
    [day] = timetable.days
    [session] = day.sessions
    assert (session.time, session.kind, session.peers) == ("10:00 to 11:00", "Interview", ("The whole team",))
    assert session.lines == ("Protecting the public through fire regulation",)
    assert timetable.note == ("Bring sturdy shoes.",)


def test_a_feedback_note_holds_what_was_gathered_and_nothing_else(case_at: CaseAt) -> None:
    case = case_at(Stage.CHALLENGE_VISIT)
    case.schedule_visit()
    case.plan_sessions({})
    case.wait(on=case.facts.visit_from)
    for kind, text in (("strength", "Sound records."), ("area_to_consider", "Few audits."), ("strength", "Left out.")):
        case.note(kind, text)
    case.give("GatherFindings", Role.LEAD_PEER, findings=[2, 1])
    case.give("CompleteVisitPhase", Role.LEAD_PEER, on=case.facts.visit_to, number=1)
    case.give("PresentFeedback", Role.LEAD_PEER, feedback="Good people.")
    note = facts(case, Kind.FEEDBACK_NOTE)
    [found] = note.found
    assert (found.strengths, found.to_consider, found.good_practice) == (("Sound records.",), ("Few audits.",), ())
    assert note.said == ("Good people.",)


def test_paragraphs_are_numbered_and_the_final_report_has_the_final_words(case_at: CaseAt) -> None:
    case = case_at(Stage.RECOMMENDATIONS)
    paragraphs = [{"text": "14 inspectors.", "line_of_enquiry": people.PROTECTION}, {"text": "Open doors."}]
    drafted_report = {"summary": "In short.", "paragraphs": paragraphs, "recommendations": [{"text": "Set targets."}]}
    case.give("DraftReport", Role.COORDINATOR, drafted_report, days=3)
    case.give("SendForAccuracyCheck", Role.COORDINATOR, days=1)
    corrections = [{"place": "P1", "correction": "It is 15."}]
    case.give("ReturnAccuracyCheck", Role.AUTHORITY, days=1, corrections=corrections)
    case.give("DecideCorrection", Role.COORDINATOR, number=1, outcome="reworded", wording="15 inspectors.")
    case.give("FinaliseReport", Role.COORDINATOR, days=1)
    draft, final = facts(case, Kind.DRAFT_REPORT), facts(case, Kind.FINAL_REPORT)
    numbered = [[(p.number, p.text) for section in one.sections for p in section.paragraphs] for one in (draft, final)]
    assert numbered == [
        [("1", "14 inspectors."), ("2", "Open doors.")],
        [("1", "15 inspectors."), ("2", "Open doors.")],
    ]
    assert [section.title for section in final.sections] == [
        "Protecting the public through fire regulation",
        "In general",
    ]
    assert "not for publication" in draft.cover.standing
    assert draft.check_by
    assert (final.summary, final.check_by) == (("In short.",), "")


def test_the_letter_to_the_chair_says_what_is_recommended_and_asked(reported: Case) -> None:
    letter = facts(reported, Kind.LETTER_TO_CHAIR)
    assert letter.to == "Essex chair"
    assert [one.text for one in letter.recommendations] == ["Set targets for audits.", "Link to the people strategy."]
    assert letter.publish_by
    assert {step.who for step in letter.next} == {"Authority"}
    assert letter.next[0].what == "Respond to recommendations 1 and 2"


def test_no_paper_tells_a_political_group(case_at: CaseAt, tmp_path: Path) -> None:
    case = case_at(Stage.FOLLOW_UP_PLAN, product=CHALLENGE)
    with writing(case.engine) as connection:
        political_groups.record(connection, people.MEMBER, "Aubergine", "coordinator", case.now)
    for kind in OF_STAGES:
        peer = people.MEMBER if kind is Kind.INVITATION_LETTER else ""
        said = lines(made(paper(case, kind, AFTER[kind] if not peer else None, peer), tmp_path).docx)
        assert not any("Aubergine" in line for line in said)


def test_somebody_whose_name_is_no_longer_known_is_named_no_more(reported: Case) -> None:
    with writing(reported.engine) as connection:
        connection.execute(delete(Peer.table).where(Peer.table.c.id == people.LEAD))
    assert NAMELESS in [one.name for one in facts(reported, Kind.TEAM_BRIEF).team]


def test_what_is_not_there_yet_is_said_with_the_day(reported: Case) -> None:
    with pytest.raises(NotYet, match=r"ESSEX-2020-1 had no final report on .* Choose a later day\."):
        paper(reported, Kind.FINAL_REPORT, "AccuracyCheckSent")
