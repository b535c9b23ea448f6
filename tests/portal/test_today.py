"""Today: what belongs on it, and that each line is one click from the act that settles it."""

import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urljoin

from config.vocabulary import Role, Stage
from engagements.database import writing
from notifications.ledger import Notification, NotificationStatus, record
from tests import cast as people
from tests.builders import Case, CaseAt
from tests.portal.visits import Browser, Visits, plain
from tests.portal.worlds import full

VisitsTo = Callable[[Case], Visits]


def links(page: str) -> dict[str, str]:
    """Where each link leads, by what it says."""
    found = re.findall(r'<a [^>]*href="([^"]+)"[^>]*>(.*?)</a>', page, re.DOTALL)
    return {plain(words): href.replace("&amp;", "&") for href, words in found}


def today(browser: Browser, query: str = "") -> str:
    page = browser.get(f"/today{query}")
    assert page.status_code == 200
    return str(page.text)


def test_what_staff_owe_is_one_click_from_the_form_that_settles_it(visits: Visits) -> None:
    visits.case.request()
    visits.case.wait(days=9)
    found = links(today(visits.as_principal_adviser()))
    line = "Accept or decline the request , Essex County Fire and Rescue Service"
    assert found[line] == f"/engagements/{visits.case.ref}/do/AcceptRequest"


def test_what_somebody_else_owes_can_be_given_more_time_and_some_of_it_waived(
    case_at: CaseAt, visits_to: VisitsTo
) -> None:
    case = case_at(Stage.CHALLENGE_VISIT)
    case.schedule_visit()
    visits = visits_to(case.wait(on=case.due("submit_self_assessment")))
    found = links(today(visits.as_coordinator()))
    about = "?kind=submit_self_assessment"
    assert f"/engagements/{case.ref}/do/ExtendObligation{about}" in found.values()
    assert f"/engagements/{case.ref}/do/WaiveObligation{about}" in found.values()
    assert f"/engagements/{case.ref}/do/SubmitSelfAssessment" not in found.values()


def test_nobody_is_offered_to_let_themselves_off(visits: Visits) -> None:
    visits.case.request()
    visits.case.wait(days=9)
    assert "ExtendObligation" not in today(visits.as_principal_adviser())
    assert "ExtendObligation" in today(visits.as_coordinator())


def test_for_an_action_the_authority_asks_itself(case_at: CaseAt, visits_to: VisitsTo) -> None:
    case = case_at(Stage.QUARTERLY_REPORTING)
    visits = visits_to(case.wait(on=case.due("complete_action", "A1")))
    page = today(visits.as_coordinator())
    assert "Complete action A1" in page
    assert "ExtendObligation?kind=complete_action" not in page


def test_a_message_that_failed_leads_to_its_page_and_one_about_nothing_is_everybodys(visits: Visits) -> None:
    visits.case.request()
    with writing(visits.case.engine) as connection:
        for number, (of, recipient) in enumerate(((visits.case.facts.id, "essex-clerk"), (None, "kent-clerk"))):
            failed = Notification(
                engagement_id=of,
                recipient=recipient,
                subject=f"Subject {number}",
                audience=Role.CLERK,
                template="digest",
                text="",
                html="",
                not_before=visits.case.now,
                decided_at=visits.case.now,
                status=NotificationStatus.FAILED,
            )
            record(connection, [failed])
    found = links(today(visits.as_coordinator(people.OTHER_COORDINATOR)))
    assert found["Subject 0 , Essex County Fire and Rescue Service"] == f"/engagements/{visits.case.ref}/messages/1"
    assert "Subject 1 , Several engagements" in found
    assert "Subject 0" not in today(visits.as_principal_adviser(people.ADVISER_SOUTH_EAST))


def test_an_invitation_that_waits_can_be_taken_back(case_at: CaseAt, visits_to: VisitsTo) -> None:
    case = case_at(Stage.TEAM_ASSIGNMENT)
    case.give("InvitePeer", Role.COORDINATOR, peer=people.LEAD, team_role="lead_peer")
    visits = visits_to(case)
    release = f"/engagements/{case.ref}/do/ReleasePeer?subject={people.LEAD}"
    assert release in links(today(visits.as_coordinator())).values()
    assert release not in links(today(visits.as_principal_adviser())).values()
    case.give("AcceptInvitation", Role.PEER, peer=people.LEAD)
    assert release not in links(today(visits.as_coordinator())).values()


def test_an_adviser_begins_with_their_regions_and_may_look_at_all(visits: Visits) -> None:
    visits.case.request(authority=people.KENT)
    visits.case.wait(days=9)
    east, south_east = (visits.as_principal_adviser(who) for who in (people.ADVISER, people.ADVISER_SOUTH_EAST))
    assert str(visits.case.ref) in today(south_east)
    assert str(visits.case.ref) not in today(east)
    assert str(visits.case.ref) in today(east, "?whose=all")
    assert str(visits.case.ref) not in today(east, "?whose=nonsense")


def test_nothing_that_waits_says_so_and_what_to_do(visits: Visits) -> None:
    page = plain(today(visits.as_coordinator()))
    assert "Nothing waits for anybody here." in page
    assert "See every engagement in the pipeline" in page


def test_the_first_page_is_today_for_the_lga(visits: Visits) -> None:
    answer = visits.as_coordinator().get("/")
    assert (answer.status_code, answer.headers["location"]) == (303, "/today")


def test_today_is_not_for_guests_or_strangers(visits: Visits) -> None:
    visits.case.request()
    for path in ("/today", "/today/late", "/pipeline", "/pipeline.csv", "/services", "/authorities/essex", "/insight"):
        assert visits.as_guest().get(path).status_code == 403, path
        assert visits.as_operator().get(path).status_code == 403, path
        assert visits.as_anyone().get(path).status_code == 303, path


def test_every_link_of_what_a_page_says_leads_to_a_page(visits: Visits, tmp_path: Path) -> None:
    full(visits.case, tmp_path)
    browser = visits.as_staff(people.COORDINATOR, people.ADVISER)
    for page in ("/today?whose=all", "/pipeline", "/services", "/authorities/essex", "/insight"):
        _, _, content = browser.get(page).text.partition("<main")
        for words, href in links(content.partition("</main>")[0]).items():
            if not href.startswith("#"):
                answer = browser.get(urljoin(page, href))
                assert answer.status_code == 200, f"{page}: “{words}” leads to {href}: {answer.status_code}"
