"""A fresh link, by mail to the address on record, whoever asks; and nobody learns from asking who is on record."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, event

from config.settings import Settings
from config.vocabulary import Role, Stage
from engagements.database import reading, writing
from engagements.engagement import World
from engagements.people import change_address, mark_unreachable
from engagements.state.people import Contact, Unreachable
from notifications import ledger
from notifications.delivery import deliver
from notifications.errands import EVERYTHING, Errand
from notifications.fresh_links import request_fresh_link
from notifications.ledger import Notification, NotificationStatus
from notifications.links import Link, Links
from notifications.mailbox import messages
from notifications.sending import Sender
from tests.builders import CaseAt
from tests.notifications.conftest import SettingsWith

SUNDAY_NIGHT = datetime(2020, 3, 1, 23, tzinfo=UTC)
CLERK = "essex-clerk"
WORLD = World.shipped()
LINKS = Links(["k" * 32], "http://127.0.0.1:8000", 45)


def asked(engine: Engine, asked: Link | str, at: datetime = SUNDAY_NIGHT) -> list[Notification]:
    """Ask, and see what is on the ledger."""
    with writing(engine) as connection:
        assert request_fresh_link(connection, WORLD, asked, at, Settings()) is None  # type: ignore[func-returns-value]
        return ledger.listed(connection)


def old_link(errand: Errand = EVERYTHING, person: str = CLERK) -> Link:
    url = LINKS.issue(person, errand, "elsewhere@example.org", SUNDAY_NIGHT - timedelta(days=100), 1)
    return LINKS.read(url.rpartition("/")[2], SUNDAY_NIGHT - timedelta(days=99))


def test_an_old_link_gets_a_fresh_one_to_the_address_on_record(
    case_at: CaseAt, settings_with: SettingsWith, tmp_path: Path
) -> None:
    case = case_at(Stage.SCOPING)
    errand = Errand("agree-scope", case.ref)
    with writing(case.engine) as connection:
        change_address(connection, "essex-authority", "new@example.org")
    [message] = asked(case.engine, old_link(errand, "essex-authority"))
    assert (message.address, message.engagement_id) == ("new@example.org", case.facts.id)
    assert f"Agree the scope: http://127.0.0.1:8000{errand.path}" in message.text
    deliver(case.engine, WORLD, Sender(settings_with()), lambda: SUNDAY_NIGHT, "relay", 9)  # whatever the hour
    [mail] = messages(tmp_path / "data")
    [token] = [line.rpartition("/link/")[2] for line in mail.text.splitlines() if "/link/" in line]
    link = Links.of(settings_with()).read(token, SUNDAY_NIGHT)
    assert (link.person, link.errand, link.went_to("new@example.org")) == ("essex-authority", errand, True)


def test_whoever_has_the_address_gets_a_link_to_everything(engine: Engine) -> None:
    with writing(engine) as connection:
        connection.execute(
            Contact.table.update().where(Contact.table.c.id == "kent-clerk").values(email=f"{CLERK}@example.org")
        )
    found = asked(engine, f" {CLERK.upper()}@example.org ")
    assert [message.recipient for message in found] == [CLERK, "kent-clerk"]
    assert all("on one page: http://127.0.0.1:8000/to-do\n" in message.text for message in found)


@pytest.mark.parametrize(
    "address", ["nobody@example.org", "", "not an address", "x" * 10_000, "\ud800@example.org", "é"]
)
def test_an_address_that_nobody_has_gets_nothing(sqlite: Engine, address: str) -> None:
    assert asked(sqlite, address) == []


def test_a_stranger_cannot_tell_who_is_on_record(sqlite: Engine) -> None:
    """Known or not, asked before or not: the same is read and rendered, and one transaction commits a line."""
    said: list[str] = []
    event.listen(sqlite, "before_cursor_execute", lambda *call: said.append(call[2].split()[0]))
    steps = []
    for address in (f"{CLERK}@example.org", "nobody@example.org"):
        said.clear()
        asked(sqlite, address)
        steps.append([word for word in said if word in ("INSERT", "DELETE", "UPDATE")])
    known, unknown = steps
    assert known == [*unknown, "INSERT"]  # but for the line of the ledger


def test_nobodys_mailbox_is_filled(engine: Engine) -> None:
    for minutes in (0, 1, 4):
        asked(engine, f"{CLERK}@example.org", SUNDAY_NIGHT + timedelta(minutes=minutes))
    assert len(asked(engine, old_link(), SUNDAY_NIGHT + timedelta(minutes=4))) == 1
    assert len(asked(engine, old_link(), SUNDAY_NIGHT + timedelta(minutes=5))) == 2


def test_what_is_out_of_reach_or_out_of_office_gets_nothing(sqlite: Engine) -> None:
    failed = Unreachable(person=CLERK, address=f"{CLERK}@example.org", since=SUNDAY_NIGHT.date(), reason="550")
    with writing(sqlite) as connection:
        mark_unreachable(connection, failed)
        former = Contact.table.update().where(Contact.table.c.id == "essex-chair")
        connection.execute(former.values(holds_to=date(2020, 2, 1)))
    assert asked(sqlite, f"{CLERK}@example.org") == []
    assert asked(sqlite, "essex-chair@example.org") == []
    assert asked(sqlite, old_link(person="nobody")) == []


def test_whoever_signs_in_is_told_so(sqlite: Engine, settings_with: SettingsWith, tmp_path: Path) -> None:
    [message] = asked(sqlite, "coordinator@example.org")
    assert message.audience is Role.COORDINATOR
    assert "Sign in: http://127.0.0.1:8000/\n" in message.text
    deliver(sqlite, WORLD, Sender(settings_with()), lambda: SUNDAY_NIGHT, "relay", 9)
    [mail] = messages(tmp_path / "data")
    assert "/link/" not in mail.text + mail.html
    with reading(sqlite) as connection:
        assert ledger.listed(connection)[0].status is NotificationStatus.SENT
