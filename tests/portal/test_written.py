"""What was written is offered to whom it is for, on the page that they came for; staff make any of it again."""

from collections.abc import Callable

from config.vocabulary import Role, Stage
from documents import ledger
from documents.kinds import Kind
from documents.making import keep
from engagements.database import reading, writing
from tests import cast as people
from tests.builders import Case, CaseAt
from tests.documents.of_stages import paper
from tests.portal.reading import conceals, says
from tests.portal.visits import Visits

VisitsTo = Callable[[Case], Visits]


def written(visits: Visits, kind: Kind, after: str, peer: str = "") -> None:
    with writing(visits.case.engine) as connection:
        made = keep(paper(visits.case, kind, after, peer), visits.office.settings.data_dir)
        ledger.record(connection, [made])


def test_the_authority_reads_the_scope_where_it_is_asked_to_agree_it(scope_proposed: Visits) -> None:
    written(scope_proposed, Kind.SCOPE, "ScopeProposed")
    page = f"/to-do/{scope_proposed.case.ref}/agree-scope"
    guest = scope_proposed.as_guest(errands=[page])
    assert says(guest.get(page), "To read", "Scope, of")
    word, pdf = (guest.get(f"{page}/document-1.{form}") for form in ("docx", "pdf"))
    assert word.content.startswith(b"PK")
    assert pdf.content.startswith(b"%PDF")
    assert guest.get(f"{page}/document-1.exe").status_code == 404
    assert guest.get(f"{page}/document-2.pdf").status_code == 404
    assert guest.get(f"/to-do/{scope_proposed.case.ref}/publish-report/document-1.pdf").status_code == 403


def test_nobody_reads_what_is_for_others(case_at: CaseAt, visits_to: VisitsTo) -> None:
    case = case_at(Stage.TEAM_ASSIGNMENT)
    case.give("InvitePeer", Role.COORDINATOR, peer=people.LEAD, team_role="lead_peer")
    case.give("InvitePeer", Role.COORDINATOR, peer=people.OPERATIONAL, team_role="operational_peer")
    visits = visits_to(case)
    written(visits, Kind.SCOPE, "ScopeAgreed")
    written(visits, Kind.INVITATION_LETTER, "PeerInvited", people.LEAD)
    page = f"/to-do/{case.ref}/answer-invitation/{people.LEAD}"
    invited = visits.as_peer(people.LEAD)
    assert says(invited.get(page), "Invitation letter, of")
    assert conceals(invited.get(page), "Scope, of")
    assert invited.get(f"{page}/document-2.pdf").status_code == 200
    assert invited.get(f"{page}/document-1.pdf").status_code == 404, "The scope is for whoever accepted."
    other = visits.as_peer(people.OPERATIONAL)
    theirs = f"/to-do/{case.ref}/answer-invitation/{people.OPERATIONAL}"
    assert other.get(f"{theirs}/document-2.pdf").status_code == 404
    assert visits.as_outsider().get(f"{page}/document-2.pdf").status_code == 404


def test_a_message_leads_to_everything_that_one_may_read(case_at: CaseAt, visits_to: VisitsTo) -> None:
    case = case_at(Stage.CHALLENGE_VISIT)
    visits, page = visits_to(case), f"/to-do/{case.ref}/papers"
    written(visits, Kind.SCOPE, "ScopeAgreed")
    written(visits, Kind.TEAM_BRIEF, "TeamConfirmed")
    peer, guest = visits.as_peer(errands=[page]), visits.as_guest(errands=[page])
    assert says(peer.get(page), "Papers to read", "Scope, of", "Team brief, of")
    assert says(guest.get(page), "Scope, of")
    assert conceals(guest.get(page), "Team brief")
    assert peer.get(f"{page}/document-2.docx").content.startswith(b"PK")
    assert guest.get(f"{page}/document-2.docx").status_code == 404
    case.at_stage(Stage.FOLLOW_UP_PLAN)
    assert conceals(peer.get(page), "Team brief"), "What the authority says of itself is for the visit alone."


def test_staff_make_a_paper_again_as_of_any_day(case_at: CaseAt, visits_to: VisitsTo) -> None:
    case = case_at(Stage.TEAM_ASSIGNMENT)
    visits = visits_to(case)
    staff, form = visits.as_coordinator(), f"/engagements/{case.ref}/papers/make"
    answer = staff.fill_in(form, {"kind": "scope"})
    assert answer.headers["location"] == f"/engagements/{case.ref}/papers"
    page = staff.get(f"/engagements/{case.ref}/papers")
    assert says(page, "The scope is made as things stood on", "Scope", "made by Coordinator")
    staff.fill_in(form, {"kind": "scope"})
    assert says(staff.get(f"/engagements/{case.ref}/papers"), "on record already; nothing differs")
    with reading(case.engine) as connection:
        [scope] = ledger.listed(connection)
    assert staff.get(f"/engagements/{case.ref}/papers/{scope.id}.pdf").content.startswith(b"%PDF")


def test_what_cannot_be_made_is_refused_beside_its_question(case_at: CaseAt, visits_to: VisitsTo) -> None:
    case = case_at(Stage.TEAM_ASSIGNMENT)
    staff, form = visits_to(case).as_coordinator(), f"/engagements/{case.ref}/papers/make"
    for typed, words in (
        ({}, "Choose a paper."),
        ({"kind": "scope", "on.month": "13"}, "Enter a real day"),
        ({"kind": "scope", "on.year": "2019"}, "began after"),
        ({"kind": "final-report"}, "had no final report"),
        ({"kind": "invitation-letter"}, "no invitation"),
    ):
        answer = staff.fill_in(form, typed)
        assert answer.status_code == 422
        assert says(answer, words)
    with reading(case.engine) as connection:
        assert ledger.listed(connection) == []
