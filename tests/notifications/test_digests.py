"""Digests: one message to one person a day, saying everything; at no time at which nobody works; and nothing twice."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, time, timedelta
from functools import partial

import pytest
from sqlalchemy import Engine, select, update

from config.vocabulary import Role, Stage
from engagements.chasing import chase
from engagements.database import reading, writing
from engagements.engagement import UK
from engagements.people import absent
from engagements.state.team import Invitation
from notifications.delivery import deliver
from notifications.digests import Composed
from notifications.ledger import Notification, NotificationStatus
from notifications.reminders import note
from notifications.sending import Sender
from tests.builders import Case
from tests.notifications.chased import (
    ADVISER,
    AUTHORITY,
    CHIEF,
    DUE,
    LAST_REMINDED,
    LATE,
    REMINDED,
    TO_ADVISER,
    TO_CHIEF,
    chased,
    composed,
    delivered,
    digests,
    noted,
    waiting,
    with_a_return_owed,
)
from tests.notifications.conftest import SettingsWith


@pytest.fixture
def case(engine: Engine) -> Case:
    """The return for April to June is owed; only that is chased."""
    return with_a_return_owed(Case(engine))


def test_whoever_owes_something_is_reminded_of_it_with_its_date(case: Case) -> None:
    assert chased(case, REMINDED) == [Composed(people=1, digests=1, dropped=0)]
    [digest] = digests(case)
    assert (digest.recipient, digest.audience, digest.status) == (AUTHORITY, Role.AUTHORITY, NotificationStatus.PENDING)
    assert digest.subject == f"{case.ref}: please file the return for April to June 2020, due in 10 working days"
    said = f"Essex County Fire and Rescue Service ({case.ref}), due on 21 July 2020"
    assert f"- Please file the return for April to June 2020. {said}" in digest.text
    assert "Coming up" in digest.text
    assert "coordinator@example.org" in digest.text


def test_everything_that_somebody_is_reminded_of_on_a_day_is_one_message_the_latest_first(case: Case) -> None:
    with_a_return_owed(Case(case.engine))
    chased(case, REMINDED)
    chased(case, LATE)
    [_, digest] = digests(case, AUTHORITY)
    assert digest.subject == "Peer support: 2 late"
    assert [line.count("ESSEX-2020-") for line in digest.text.splitlines() if line.startswith("- Please")] == [1, 1]
    assert "3 working days late" in digest.text


def test_an_escalation_says_who_was_asked_what_comes_next_and_who_decides(case: Case) -> None:
    for day in (REMINDED, LAST_REMINDED, DUE, LATE, TO_CHIEF):
        chased(case, day)
    [chief] = digests(case, CHIEF)
    line = " ".join(chief.text.split())
    assert "Late, and now put to you" in line
    assert "The authority's contact was to file the return for April to June 2020." in line
    assert "Essex authority was asked 4 times, first on 7 July 2020 and last on 24 July 2020." in line
    assert "On 4 August 2020 it goes to the principal adviser and the chair." in line
    assert "Please see to it, or ask the coordinator for more time." in line
    chased(case, TO_ADVISER)
    [adviser] = digests(case, ADVISER)
    line = " ".join(adviser.text.split())
    assert "On 11 August 2020 it is listed as “no update received” in the oversight committee's report." in line
    assert "You can decide now: waive it, give more time, or put the engagement on hold." in line


def test_a_copy_says_that_it_is_one_and_of_what(case: Case) -> None:
    with writing(case.engine) as connection:
        absent(connection, AUTHORITY, date(2019, 1, 1), date(2019, 1, 2), "essex-clerk")
    chased(case, LATE)
    [copy] = digests(case, "essex-clerk")
    assert "Copies, for you to know" in copy.text
    assert "A copy of what went to the authority's contact, who is to file the return" in copy.text


def test_what_is_still_late_from_before_is_listed_again_in_short(case: Case, settings_with: SettingsWith) -> None:
    chased(case, LATE)
    delivered(case, Sender(settings_with()))
    other = with_a_return_owed(Case(case.engine))
    chased(other, TO_CHIEF)
    other_late = digests(case, AUTHORITY)[-1]
    assert "Still late from before" in other_late.text
    assert f"- file the return for April to June 2020: {case.ref}, due on 21 July 2020, 5 working days late." in (
        other_late.text
    )


def test_nobody_is_reminded_of_what_was_settled_meanwhile(case: Case) -> None:
    case.now = datetime.combine(REMINDED, time(7), UK)
    list(chase(case.engine, case.world, case.now, partial(noted, case)))
    case.give("FileNilReturn", Role.AUTHORITY, period="2020-21-Q1")
    assert composed(case) == [Composed(people=1, digests=0, dropped=1)]
    assert (digests(case), waiting(case)) == ([], 0)


def test_nobody_is_reminded_of_an_engagement_on_hold(case: Case) -> None:
    case.now = datetime.combine(REMINDED, time(7), UK)
    list(chase(case.engine, case.world, case.now, partial(noted, case)))
    case.give("PutOnHold", Role.COORDINATOR, reason="A major incident.")
    assert composed(case) == [Composed(people=1, digests=0, dropped=1)]


def test_a_digest_that_waits_is_withdrawn_when_everything_in_it_is_settled(case: Case) -> None:
    chased(case, REMINDED)
    case.give("FileNilReturn", Role.AUTHORITY, period="2020-21-Q1")
    with_a_return_owed(other := Case(case.engine))
    case.now = other.now
    chased(other, LATE)
    assert [digest.status.value for digest in digests(case, AUTHORITY)] == ["superseded", "pending"]


def test_todays_digest_is_composed_anew_as_long_as_it_has_not_been_tried(case: Case) -> None:
    chased(case, REMINDED)
    with_a_return_owed(other := Case(case.engine))
    chased(other, REMINDED)
    [digest] = digests(case)
    assert digest.subject == "Peer support: 2 coming up"
    assert (waiting(case), digest.attempts) == (0, 0)


def test_what_comes_after_todays_digest_has_gone_out_waits_for_the_next_working_day(
    case: Case, settings_with: SettingsWith
) -> None:
    chased(case, REMINDED)
    delivered(case, Sender(settings_with()))
    other = with_a_return_owed(Case(case.engine))
    assert chased(other, REMINDED, hour=9) == []
    assert waiting(case) == 1
    other.now = datetime.combine(REMINDED + timedelta(days=1), time(7), UK)
    assert composed(other) == [Composed(1, 1, 0)]
    assert [digest.day for digest in digests(case)] == [REMINDED, REMINDED + timedelta(days=1)]


def test_a_digest_that_has_not_gone_out_is_replaced_by_the_next_days(case: Case) -> None:
    chased(case, REMINDED)
    other = with_a_return_owed(Case(case.engine))
    chased(other, REMINDED)
    chased(case, LAST_REMINDED)
    assert [(digest.day, digest.status.value) for digest in digests(case)] == [
        (REMINDED, "superseded"),
        (LAST_REMINDED, "pending"),
    ]
    assert digests(case)[-1].subject == "Peer support: 2 coming up"


def test_digests_go_out_in_working_hours_alone(case: Case, settings_with: SettingsWith) -> None:
    sender = Sender(settings_with())
    chased(case, REMINDED)
    for on, hour in ((REMINDED, 7), (REMINDED, 18), (REMINDED, 23), (date(2020, 7, 11), 12)):
        case.now = datetime.combine(on, time(hour), UK)
        assert deliver(case.engine, case.world, sender, lambda: case.now, "relay", 50) == []
    case.now = datetime.combine(date(2020, 7, 13), time(8), UK)
    assert len(deliver(case.engine, case.world, sender, lambda: case.now, "relay", 50)) == 1


def test_a_digest_decided_in_the_evening_is_the_next_working_days(case: Case) -> None:
    chased(case, date(2020, 7, 10), hour=19)  # a Friday
    [digest] = digests(case)
    assert (digest.day, digest.not_before) == (date(2020, 7, 13), datetime.combine(date(2020, 7, 13), time(8), UK))


def test_two_sweeps_at_once_write_each_digest_once(case: Case) -> None:
    with_a_return_owed(Case(case.engine))
    with ThreadPoolExecutor(3) as pool:
        list(pool.map(lambda _: chased(case, REMINDED), range(3)))
    [digest] = digests(case)
    assert digest.subject == "Peer support: 2 coming up"
    assert waiting(case) == 0


def test_a_chase_that_was_cut_off_is_taken_up_by_whoever_comes_next(case: Case) -> None:
    case.now = datetime.combine(REMINDED, time(7), UK)
    list(chase(case.engine, case.world, case.now, partial(noted, case)))  # and here it is cut off
    assert composed(case, left_over=True) == []  # it may still be under way
    case.now += timedelta(minutes=11)
    assert composed(case, left_over=True) == [Composed(1, 1, 0)]


def test_a_peer_is_reminded_of_an_invitation_of_their_own(engine: Engine) -> None:
    case = Case(engine).at_stage(Stage.TEAM_ASSIGNMENT)
    case.give("InvitePeer", Role.COORDINATOR, peer="hertfordshire-lead", team_role="lead_peer")
    with reading(engine) as connection:
        answer_by = connection.execute(select(Invitation.table.c.answer_by)).scalar_one()
    chased(case, answer_by)
    [digest] = digests(case, "hertfordshire-lead")
    assert "Please accept or decline the invitation" in digest.text


def test_a_nudge_noted_twice_is_one_reminder(case: Case) -> None:
    case.now = datetime.combine(REMINDED, time(7), UK)
    [nudged] = chase(case.engine, case.world, case.now, partial(noted, case))
    with writing(case.engine) as connection:
        note(connection, case.world, nudged)
        connection.execute(update(Notification.table).values(attempts=0))
    assert waiting(case) == 1
