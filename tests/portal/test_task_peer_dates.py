"""A peer says by link on which days they are not free, and what kind of interest they have."""

import io
from collections.abc import Callable
from datetime import date

import pytest

from config.vocabulary import InterestKind, Role, Stage
from engagements.database import reading
from engagements.peers.availability import blocks_of
from engagements.peers.periods import Days
from engagements.state.team import InterestDeclaration
from tests.builders import Case, CaseAt
from tests.cast import LEAD, OPERATIONAL
from tests.desk import everything
from tests.portal.forms import forms
from tests.portal.reading import says
from tests.portal.visits import Visits

VisitsTo = Callable[[Case], Visits]
CALENDAR = "BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:x\nBEGIN:VEVENT\nUID:1\n{}\nEND:VEVENT\nEND:VCALENDAR\n"


@pytest.fixture
def case(case_at: CaseAt) -> Case:
    case = case_at(Stage.TEAM_ASSIGNMENT)
    case.give("InvitePeer", Role.COORDINATOR, peer=LEAD, team_role="lead_peer")
    return case


def page(case: Case) -> str:
    return f"/to-do/{case.ref}/answer-invitation/{LEAD}/dates"


def away(case: Case) -> list[Days]:
    with reading(case.engine) as connection:
        return [Days(one.first, one.last) for one in blocks_of(connection, LEAD)]


def days(first: date, last: date) -> dict[str, str]:
    boxes = ((name, part) for name in ("first", "last") for part in ("day", "month", "year"))
    return {f"{name}.{part}": str(getattr(first if name == "first" else last, part)) for name, part in boxes}


def test_a_peer_adds_days_and_takes_them_back(case: Case, visits_to: VisitsTo) -> None:
    peer, first, last = visits_to(case).as_peer(), date(2020, 7, 1), date(2020, 7, 3)
    assert says(peer.get(page(case).removesuffix("/dates")), "on which days you are not free")
    typed = {"csrf": peer.form(page(case)).filled({})["csrf"], **days(first, last)}
    assert peer.post(page(case), data=typed).status_code == 303
    assert away(case) == [Days(first, last)]
    assert says(peer.get(page(case)), "1 July 2020 to 3 July 2020", "typed in")
    assert peer.press(page(case), "I am free on 1 July 2020 to 3 July 2020").status_code == 303
    assert away(case) == []


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({}, "Enter a real day"),
        (days(date(2020, 7, 3), date(2020, 7, 1)), "comes before"),
        ({**days(date(2020, 7, 3), date(2020, 7, 3)), "first.month": "13"}, "Enter a real day"),
    ],
)
def test_days_that_are_none_are_refused_with_what_was_typed(
    case: Case, visits_to: VisitsTo, typed: dict[str, str], told: str
) -> None:
    peer = visits_to(case).as_peer()
    csrf = peer.form(page(case)).filled({})["csrf"]
    before = everything(case.engine)
    answer = peer.post(page(case), data={"csrf": csrf, **typed})
    assert answer.status_code == 422
    assert says(answer, "There is a problem", told)
    assert everything(case.engine) == before


def test_a_peer_who_is_away_on_the_visits_days_is_asked_to_say_so(case: Case, visits_to: VisitsTo) -> None:
    peer, visit = visits_to(case).as_peer(), case.facts.visit_from
    assert visit
    csrf = peer.form(page(case)).filled({})["csrf"]
    peer.post(page(case), data={"csrf": csrf, **days(visit, visit)})
    assert says(peer.get(page(case)), "not free on a day of this visit")


def test_a_peers_calendar_is_looked_over_before_its_days_are_kept(case: Case, visits_to: VisitsTo) -> None:
    peer = visits_to(case).as_peer()
    csrf = peer.form(page(case)).filled({})["csrf"]

    def send(entry: str) -> dict[str, tuple[str, io.BytesIO]]:
        return {"file": ("mine.ics", io.BytesIO(CALENDAR.format(entry).encode()))}

    endless = send("DTSTART;VALUE=DATE:20200701\nRRULE:FREQ=DAILY")
    assert says(peer.post(f"{page(case)}/calendar", data={"csrf": csrf}, files=endless), "repeats without end")
    assert says(peer.post(f"{page(case)}/calendar", data={"csrf": csrf}), "Choose a file")
    looked = peer.post(f"{page(case)}/calendar", data={"csrf": csrf}, files=send("DTSTART;VALUE=DATE:20200701"))
    assert (says(looked, "1 July 2020"), away(case)) == (True, [])
    [keep] = [form for form in forms(looked.text) if form.action.endswith("/keep")]
    assert peer.post(f"{page(case)}/calendar/keep", data=keep.filled({})).status_code == 303
    assert away(case) == [Days(date(2020, 7, 1), date(2020, 7, 1))]


def test_nobody_reaches_another_peers_days(case: Case, visits_to: VisitsTo) -> None:
    case.give("InvitePeer", Role.COORDINATOR, peer=OPERATIONAL, team_role="operational_peer")
    other = visits_to(case).as_guest(OPERATIONAL)
    assert other.get(page(case)).status_code == 404
    csrf = other.form(page(case).replace(LEAD, OPERATIONAL)).filled({})["csrf"]
    for path in (page(case), f"{page(case)}/calendar/keep"):
        answer = other.post(path, data={"csrf": csrf, "days": "2020-07-01/2020-07-02"})
        assert answer.status_code == 404
    assert away(case) == []


def test_a_former_employee_says_when_they_left(case: Case, visits_to: VisitsTo) -> None:
    peer, invitation = visits_to(case).as_peer(), page(case).removesuffix("/dates")
    declared = {"answer": "interest", "kind": "former_employer", "reason": "I worked there."}
    assert says(peer.fill_in(invitation, declared), "There is a problem", "the day on which you left")
    left = {"left_on.day": "1", "left_on.month": "5", "left_on.year": "2018"}
    assert peer.fill_in(invitation, declared | left).status_code == 303
    [one] = case.rows(InterestDeclaration)
    years = case.world.matching.former_employer_years
    assert (one.kind, one.until) == (InterestKind.FORMER_EMPLOYER, date(2018 + years, 5, 1))
