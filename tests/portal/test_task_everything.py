"""Everything that somebody owes on one page, whose duty it is, and how whoever came for one thing gets there."""

from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import select

from config.vocabulary import Role, Stage
from engagements.database import reading, writing
from engagements.people import absent
from notifications.ledger import Notification
from tests.builders import Case, CaseAt
from tests.portal.reading import conceals, says
from tests.portal.visits import Visits

VisitsTo = Callable[[Case], Visits]
Q1 = "2020-21-Q1"


@pytest.fixture
def visits(case_at: CaseAt, visits_to: VisitsTo) -> Visits:
    case = case_at(Stage.QUARTERLY_REPORTING)
    case.give("OpenPeriod", Role.SYSTEM, on=date(2020, 7, 1), period=Q1)
    return visits_to(case)


def the_return(visits: Visits) -> str:
    return f"/to-do/{visits.case.ref}/file-return/{Q1}"


def test_each_thing_leads_to_its_form_with_its_date_in_words(visits: Visits) -> None:
    answer = visits.as_guest().get("/to-do")
    assert says(answer, "Essex County Fire and Rescue Service", "File the return for April to June 2020")
    assert says(answer, "Due 21 July 2020", "Due in 20 days", "2 more, due later", "Complete action A1")
    assert f'href="{the_return(visits)}"' in answer.text
    assert f'href="/to-do/{visits.case.ref}/complete-action/A1"' in answer.text


def test_what_is_late_says_so_in_words_and_colour(visits: Visits) -> None:
    visits.case.wait(on=date(2020, 7, 24))
    answer = visits.as_guest().get("/to-do")
    assert says(answer, "3 days late")
    assert "tag--bad" in answer.text


def test_what_was_done_lately_is_still_there(visits: Visits) -> None:
    guest = visits.as_guest()
    guest.press(the_return(visits), "Nothing exceptional to report")
    assert says(guest.get("/to-do"), "done in the last month", "File the return for April to June 2020 done on")
    visits.case.wait(on=date(2020, 8, 15))
    assert conceals(visits.as_guest().get("/to-do"), "April to June 2020")


def test_a_deputy_is_told_for_whom_they_stand_in(visits: Visits) -> None:
    with writing(visits.case.engine) as connection:
        absent(connection, "essex-authority", date(2020, 6, 30), date(2020, 8, 1), "essex-chief-fire-officer")
    answer = visits.as_guest("essex-chief-fire-officer").get("/to-do")
    assert says(answer, "File the return for April to June 2020", "You stand in for Essex authority")
    assert visits.as_guest("essex-chief-fire-officer").get(the_return(visits)).status_code == 200


def test_who_owes_nothing_is_told_so(visits: Visits) -> None:
    assert says(visits.as_outsider().get("/to-do"), "You owe nothing at the moment. We write to you when")


def test_a_peer_sees_their_own_invitation_and_nobody_elses(case_at: CaseAt, visits_to: VisitsTo) -> None:
    case = case_at(Stage.TEAM_ASSIGNMENT)
    for peer, place in (("hertfordshire-lead", "lead_peer"), ("hertfordshire-operational", "operational_peer")):
        case.give("InvitePeer", Role.COORDINATOR, peer=peer, team_role=place)
    answer = visits_to(case).as_peer().get("/to-do")
    assert answer.text.count("answer-invitation") == 1
    assert f"/to-do/{case.ref}/answer-invitation/hertfordshire-lead" in answer.text


def test_whoever_came_for_one_thing_is_mailed_a_link_for_everything(visits: Visits) -> None:
    guest = visits.as_guest(errands=[the_return(visits)])
    assert guest.get("/to-do").status_code == 403
    answer = guest.press(the_return(visits), "See everything that you owe")
    assert (answer.status_code, answer.headers["location"]) == (303, the_return(visits))
    assert says(guest.get(the_return(visits)), "We have sent you a mail")
    table = Notification.table
    with reading(visits.case.engine) as connection:
        sent = connection.execute(select(table).where(table.c.template == "fresh-link")).all()
    assert [(one.recipient, "/to-do" in one.text) for one in sent] == [("essex-authority", True)]
    assert guest.get("/to-do").status_code == 403


def test_nobody_else_can_have_a_link_mailed(visits: Visits) -> None:
    for stranger in (visits.as_anyone(), visits.as_coordinator()):
        assert stranger.post("/to-do/fresh-link", data={}).status_code == 403


def test_a_peer_on_the_team_finds_the_documents_and_the_findings_of_the_visit(
    case_at: CaseAt, visits_to: VisitsTo
) -> None:
    visits = visits_to(case_at(Stage.CHALLENGE_VISIT))
    page = visits.as_peer().get("/to-do").text
    for below in ("documents", "findings"):
        assert f'href="/to-do/{visits.case.ref}/{below}"' in page
    assert "Note and read findings" not in visits.as_guest().get("/to-do").text
