"""Failing over: an address that is no good is written to no more, and what it was told goes to whoever is next."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, Engine

from config.vocabulary import Role
from engagements import outbox
from engagements.database import reading, writing
from engagements.people import absent, add_person, mark_unreachable, unreachable
from engagements.state.people import Contact, Unreachable
from notifications import ledger
from notifications.delivery import deliver
from notifications.drafting import draft
from notifications.ledger import CONTACT_UNREACHABLE, Notification, NotificationStatus
from notifications.sending import Sender
from tests.builders import Case
from tests.notifications.conftest import SettingsWith
from tests.notifications.mailserver import MailServer
from tests.notifications.story import PAGES

NO_MAILBOX = "550 5.1.1 No such mailbox"
AUTHORITY, ADVISER, COORDINATOR = "essex-authority", "adviser-east", "coordinator"

Told = Callable[..., Case]


@pytest.fixture
def told(engine: Engine) -> Told:
    """A request was made, and people in some role are to be told of it."""

    def tell(role: Role = Role.AUTHORITY, template: str = "request-received", **second: Any) -> Case:
        case = Case(engine)
        position = case.request().positions[0]
        with writing(engine) as connection:
            [followed] = outbox.followed(connection, [position])
            ledger.record(connection, draft(connection, followed, role, template, case.world, PAGES))
        return case

    return tell


def a_second_holder(case: Case, role: Role = Role.AUTHORITY, **values: Any) -> None:
    second = Contact(id="essex-second", role=role, name="Second", email="second@example.org", authority="essex")
    with writing(case.engine) as connection:
        add_person(connection, second.amended({"turn": 2, **values}))


def out_of_reach(connection: Connection, case: Case, person: str) -> None:
    address = f"{person}@example.org"
    mark_unreachable(connection, Unreachable(person=person, address=address, since=case.today, reason="550"))


def delivered(case: Case, sender: Sender) -> None:
    """Deliver until nothing is left that may be sent now."""
    while deliver(case.engine, case.world, sender, lambda: case.now, "relay", 50):
        pass


def stands(case: Case) -> list[tuple[str, str, str]]:
    with reading(case.engine) as connection:
        return [(m.template, m.recipient, m.status.value) for m in ledger.listed(connection)]


def notices(case: Case) -> list[Notification]:
    with reading(case.engine) as connection:
        return [message for message in ledger.listed(connection) if message.template == CONTACT_UNREACHABLE]


def test_a_refused_address_is_entered_as_out_of_reach_and_its_message_goes_to_the_next_holder(
    told: Told, settings_with: SettingsWith, mail_server: MailServer
) -> None:
    case = told()
    a_second_holder(case)
    mail_server.instead["RCPT"] = [NO_MAILBOX]
    delivered(case, Sender(settings_with(mail_server.url)))
    assert stands(case) == [
        ("request-received", AUTHORITY, "failed"),
        ("request-received", "essex-second", "sent"),
        (CONTACT_UNREACHABLE, COORDINATOR, "sent"),
    ]
    with reading(case.engine) as connection:
        [failed] = unreachable(connection).values()
    assert (failed.person, failed.since) == (AUTHORITY, case.today)
    assert NO_MAILBOX in failed.reason


def test_the_coordinator_is_told_who_what_and_what_to_do(
    told: Told, settings_with: SettingsWith, mail_server: MailServer
) -> None:
    case = told()
    a_second_holder(case)
    mail_server.instead["RCPT"] = [NO_MAILBOX]
    delivered(case, Sender(settings_with(mail_server.url)))
    [notice] = notices(case)
    assert notice.subject == f"{case.ref}: Essex authority cannot be reached by mail"
    for said in (
        "Essex authority, authority's contact, was sent",
        "> The mail server refused essex-authority@example.org: 550 5.1.1 No such mailbox",
        "It has gone to Second instead.",
        "peer-support people change-address essex-authority ADDRESS",
    ):
        assert said in notice.text


def test_where_nobody_is_left_the_coordinator_reads_what_nobody_else_has_read(
    told: Told, settings_with: SettingsWith, mail_server: MailServer
) -> None:
    case = told()
    mail_server.instead["RCPT"] = [NO_MAILBOX]
    delivered(case, Sender(settings_with(mail_server.url)))
    [notice] = notices(case)
    assert "Nobody else can be told in that role" in notice.text
    assert "> Dear Essex authority," in notice.text
    assert ("request-received", "", "unaddressed") in stands(case)


def test_of_a_coordinator_out_of_reach_the_principal_adviser_is_told(
    told: Told, settings_with: SettingsWith, mail_server: MailServer
) -> None:
    case = told(Role.COORDINATOR)
    mail_server.instead["RCPT"] = [NO_MAILBOX, NO_MAILBOX]
    delivered(case, Sender(settings_with(mail_server.url)))
    assert [(notice.recipient, notice.audience) for notice in notices(case)] == [(ADVISER, Role.PRINCIPAL_ADVISER)] * 2
    assert "It has gone to Other coordinator instead" in notices(case)[0].text
    assert "Nobody else" in notices(case)[1].text


def test_it_comes_to_an_end_when_every_address_is_no_good(
    told: Told, settings_with: SettingsWith, mail_server: MailServer
) -> None:
    case = told()
    a_second_holder(case)
    mail_server.instead["RCPT"] = [NO_MAILBOX] * 1000
    delivered(case, Sender(settings_with(mail_server.url)))
    assert {status for _, _, status in stands(case)} == {"failed", "unaddressed"}
    with reading(case.engine) as connection:
        assert set(unreachable(connection)) == {AUTHORITY, "essex-second", COORDINATOR, "other-coordinator", ADVISER}


@pytest.mark.parametrize(
    "answer", ["451 4.1.1 Try later", "550 5.7.1 We do not relay", "550 5.1.8 Bad sender", "554 Rejected", "552 Full"]
)
def test_what_may_go_better_or_is_our_fault_makes_nobody_unreachable(
    told: Told, settings_with: SettingsWith, mail_server: MailServer, answer: str
) -> None:
    case = told()
    mail_server.instead["RCPT"] = [answer]
    delivered(case, Sender(settings_with(mail_server.url)))
    assert notices(case) == []
    with reading(case.engine) as connection:
        assert unreachable(connection) == {}


@pytest.mark.parametrize(
    "answer", ["550 No such user", "550 5.4.1 Recipient address rejected", "553 5.1.3 Bad address"]
)
def test_an_address_may_be_refused_in_many_ways(
    told: Told, settings_with: SettingsWith, mail_server: MailServer, answer: str
) -> None:
    case = told()
    mail_server.instead["RCPT"] = [answer]
    delivered(case, Sender(settings_with(mail_server.url)))
    assert len(notices(case)) == 1


def test_a_coordinator_is_told_once_of_an_address_however_much_mail_was_on_its_way(
    told: Told, settings_with: SettingsWith, mail_server: MailServer
) -> None:
    case = told()
    told()
    a_second_holder(case)
    mail_server.instead["RCPT"] = [NO_MAILBOX, NO_MAILBOX]
    delivered(case, Sender(settings_with(mail_server.url)))
    assert len(notices(case)) == 1
    assert stands(case).count(("request-received", "essex-second", "sent")) == 2


def test_two_deliverers_at_once_pass_a_message_on_once(
    told: Told, settings_with: SettingsWith, mail_server: MailServer
) -> None:
    case = told()
    a_second_holder(case)
    mail_server.instead["RCPT"] = [NO_MAILBOX]
    sender = Sender(settings_with(f"{mail_server.url}?cto=20"))
    with ThreadPoolExecutor(3) as pool:
        list(pool.map(lambda _: delivered(case, sender), range(3)))
    delivered(case, sender)
    assert len(stands(case)) == 3
    assert len(mail_server.received) == 2


def test_a_notice_keeps_quiet_hours_and_what_is_passed_on_does_not(
    told: Told, settings_with: SettingsWith, mail_server: MailServer
) -> None:
    case = told()
    a_second_holder(case)
    mail_server.instead["RCPT"] = [NO_MAILBOX]
    case.now += timedelta(hours=12)
    delivered(case, Sender(settings_with(mail_server.url)))
    [notice] = notices(case)
    assert notice.status is NotificationStatus.PENDING
    assert notice.not_before.hour == 8
    assert [mail["To"] for mail in mail_server.received] == ["second@example.org"]


def test_mail_of_who_is_away_goes_to_their_deputy_and_of_who_is_out_of_reach_to_the_others(told: Told) -> None:
    case = Case(told().engine)
    with writing(case.engine) as connection:
        absent(connection, AUTHORITY, case.today, None, "essex-clerk")
    case.request()
    with writing(case.engine) as connection:
        [followed] = outbox.followed(connection, [2])
        [deputy] = draft(connection, followed, Role.AUTHORITY, "request-received", case.world, PAGES)
        out_of_reach(connection, case, "essex-clerk")
        [waits] = draft(connection, followed, Role.AUTHORITY, "request-received", case.world, PAGES)
        out_of_reach(connection, case, AUTHORITY)
        [nobody] = draft(connection, followed, Role.AUTHORITY, "request-received", case.world, PAGES)
    assert (deputy.recipient, deputy.audience) == ("essex-clerk", Role.AUTHORITY)
    assert waits.recipient == AUTHORITY  # better than nobody: they read it when they are back
    assert (nobody.status, nobody.outcome) == (
        "unaddressed",
        "Mail to essex-authority at essex-authority@example.org comes back.",
    )
