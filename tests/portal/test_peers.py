"""The pool's pages: who is in it, what is known of each, and files that are looked over before anything is written."""

import io

import pytest

from config.vocabulary import Role, Stage
from engagements.database import reading
from engagements.peers.on_record import PeerOnRecord, pool
from tests.builders import Case
from tests.cast import COORDINATOR, INTERESTED, KENT_OFFICER, LEAD
from tests.desk import everything
from tests.portal.forms import forms
from tests.portal.reading import conceals, says
from tests.portal.visits import Visits

HEADINGS = "Short name,Name,Email,Kind,Service,Expertise,Away\n"


def known(case: Case, peer: str) -> PeerOnRecord:
    with reading(case.engine) as connection:
        return next(one for one in pool(connection, case.today, case.world) if one.id == peer)


def a_file(text: str, name: str) -> dict[str, tuple[str, io.BytesIO]]:
    return {"file": (name, io.BytesIO(text.encode()))}


def a_day(name: str, year: int, month: int, day: int) -> dict[str, str]:
    return {f"{name}-day": str(day), f"{name}-month": str(month), f"{name}-year": str(year)}


def test_a_coordinator_finds_peers_by_what_they_know_and_when_they_are_free(visits: Visits) -> None:
    coordinator = visits.as_coordinator()
    assert says(coordinator.get("/peers?of=kent&kind=officer_peer"), "Officer peer of Kent", "of 2 peers")
    coordinator.fill_in(f"/peers/{LEAD}/expertise", {"subjects": ["culture", "procurement"]})
    assert says(coordinator.get("/peers?subject=culture"), "Lead peer of Hertfordshire", "of 1 peers")
    coordinator.fill_in(f"/peers/{LEAD}/away", a_day("first", 2020, 6, 1) | a_day("last", 2020, 6, 5))
    assert says(coordinator.get("/peers?subject=culture&from=2020-06-05&to=2020-06-08"), "Nobody fits")
    assert says(coordinator.get("/peers?subject=culture&from=2020-06-06"), "Lead peer of Hertfordshire")
    assert coordinator.get("/peers?from=someday").status_code == 422


def test_what_is_on_record_of_a_peer_is_shown_and_changed(visits: Visits) -> None:
    coordinator = visits.as_coordinator()
    form = coordinator.form(f"/peers/{LEAD}/details")
    assert form.filled({})["service"] == "hertfordshire"
    typed = {"rank": "Group manager", "regions": ["London"], "most_visits": "2", "would_observe": "true"}
    assert coordinator.fill_in(f"/peers/{LEAD}/details", typed).status_code == 303
    peer = known(visits.case, LEAD)
    assert (peer.rank, peer.regions, peer.most_visits, peer.would_observe) == (
        "Group manager",
        frozenset({"London"}),
        2,
        True,
    )
    trained = {"what": "Reviewer", **a_day("done_on", 2015, 1, 1), **a_day("lapses_on", 2018, 1, 1)}
    assert coordinator.fill_in(f"/peers/{LEAD}/training", trained).status_code == 303
    assert says(coordinator.get(f"/peers/{LEAD}"), "Group manager", "at most 2", "Lapsed on 1 January 2018")


@pytest.mark.parametrize(
    ("what", "typed", "told"),
    [
        ("away", a_day("first", 2020, 6, 5) | a_day("last", 2020, 6, 1), "comes before"),
        ("interest-ends", {"service": "essex", "kind": "other", **a_day("last", 2020, 6, 1)}, "no such interest"),
        ("free", a_day("first", 2020, 6, 1) | a_day("last", 2020, 6, 1), "is free on"),
        ("details", {"most_visits": "many"}, "whole number"),
        ("interest", {"service": "essex", "kind": "former_employer", "reason": "Worked there."}, "years count"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(
    visits: Visits, what: str, typed: dict[str, str], told: str
) -> None:
    coordinator = visits.as_coordinator()
    before = everything(visits.case.engine)
    answer = coordinator.fill_in(f"/peers/{LEAD}/{what}", typed)
    assert answer.status_code == 422
    assert says(answer, "There is a problem", told)
    assert everything(visits.case.engine) == before


def test_an_interest_tells_of_a_place_that_the_peer_holds_there(visits: Visits) -> None:
    visits.case.at_stage(Stage.TEAM_ASSIGNMENT).give("InvitePeer", COORDINATOR, peer=INTERESTED, team_role="observer")
    coordinator = visits.as_coordinator()
    declared = {"service": "essex", "kind": "family", "reason": "A sister on the authority."}
    answer = coordinator.fill_in(f"/peers/{INTERESTED}/interest", declared)
    page = coordinator.get(answer.headers["location"])
    assert says(page, f"They have a place in {visits.case.ref}", "A sister on the authority.", "family")
    visits.case.refused("AcceptInvitation", Role.PEER, peer=INTERESTED)
    over = {"service": "essex", "kind": "family", **a_day("last", 2020, 1, 31)}
    assert coordinator.fill_in(f"/peers/{INTERESTED}/interest-ends", over).status_code == 303
    visits.case.give("AcceptInvitation", Role.PEER, peer=INTERESTED)


def test_a_calendar_is_looked_over_and_then_its_days_alone_are_kept(visits: Visits) -> None:
    coordinator, path = visits.as_coordinator(), f"/peers/{LEAD}/calendar"
    whole = (
        "BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:x\nBEGIN:VEVENT\nUID:1\nSUMMARY:Secret\n{}\nEND:VEVENT\nEND:VCALENDAR\n"
    )
    endless = whole.format("DTSTART;VALUE=DATE:20200601\nRRULE:FREQ=DAILY")
    before = everything(visits.case.engine)
    assert says(coordinator.fill_in(path, files=a_file(endless, "mine.ics")), "repeats without end", "4")
    looked = coordinator.fill_in(path, files=a_file(whole.format("DTSTART;VALUE=DATE:20200601"), "mine.ics"))
    assert says(looked, "Nothing is kept yet", "1 June 2020")
    assert conceals(looked, "Secret")
    assert everything(visits.case.engine) == before
    [keep] = [form for form in forms(looked.text) if form.action.endswith("/keep")]
    assert coordinator.post(f"{path}/keep", data=keep.filled({})).status_code == 303
    assert says(coordinator.get(f"/peers/{LEAD}"), "1 June 2020, from their calendar")
    assert coordinator.post(f"{path}/keep", data=keep.filled({"days": "2020-06-02/2020-06-01"})).status_code >= 400


def test_a_list_is_looked_over_and_then_written_down_as_a_whole(visits: Visits) -> None:
    coordinator = visits.as_coordinator()
    wrong = HEADINGS + "a-b,A peer,a@example.org,officer_peer,esex,,\n"
    answer = coordinator.fill_in("/peers/import", files=a_file(wrong, "pool.csv"))
    assert says(answer, "1 thing needs mending", "Did you mean essex")
    right = HEADINGS + 'a-b,A peer,a@example.org,officer peer,avon,"culture; understanding risk",01/06/2020\n'
    looked = coordinator.fill_in("/peers/import", files=a_file(right, "pool.csv"))
    assert says(looked, "Nothing has happened yet", "To add: 1. To change: 0.")
    assert says(coordinator.get("/peers?of=avon"), "of 1 peers")
    [keep] = [form for form in forms(looked.text) if form.action.endswith("/keep")]
    assert coordinator.post("/peers/import/keep", data=keep.filled({})).status_code == 303
    assert known(visits.case, "a-b").expertise == frozenset({"culture", "understanding risk"})
    again = coordinator.post("/peers/import/keep", data=keep.filled({}))
    assert says(coordinator.get(again.headers["location"]), "Added 0 peers and changed 0")


def test_the_pool_is_downloaded_as_it_is_read_back(visits: Visits) -> None:
    coordinator = visits.as_coordinator()
    file = coordinator.get("/peers/pool.csv").text
    answer = coordinator.fill_in("/peers/import", files=a_file(file, "pool.csv"))
    assert says(answer, "To add: 0. To change: 0.")
    assert coordinator.get("/peers/pool.xlsx").content.startswith(b"PK")


def test_whoever_left_is_still_found_by_their_address_and_not_in_the_list(visits: Visits) -> None:
    coordinator = visits.as_coordinator()
    coordinator.fill_in(f"/peers/{KENT_OFFICER}/details", {"would_observe": "false", **a_day("left_on", 2019, 1, 1)})
    assert conceals(coordinator.get("/peers"), "Officer peer of Kent")
    assert says(coordinator.get(f"/peers/{KENT_OFFICER}"), "Left the pool after 1 January 2019")
    assert coordinator.get("/peers/nobody").status_code == 404
    assert coordinator.get("/peers/essex-clerk").status_code == 404
    assert coordinator.get(f"/peers/{LEAD}/nothing").status_code == 404
