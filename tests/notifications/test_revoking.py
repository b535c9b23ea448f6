"""Links that no longer open anything."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine

from engagements.database import reading, writing
from engagements.people import change_address
from notifications.errands import EVERYTHING
from notifications.links import Link, Links
from notifications.revoking import is_revoked, revoke, stands
from tests import cast as people

AT = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
LINKS = Links(["k" * 32], "https://peer-support.example.org", 45)
CLERK, CHAIR = "essex-clerk", "essex-chair"


def link(person: str = CLERK, at: datetime = AT, notification: int = 1) -> Link:
    url = LINKS.issue(person, EVERYTHING, f"{person}@example.org", at, notification)
    return LINKS.read(url.rpartition("/")[2], at)


def test_a_link_of_somebody_on_record_stands(engine: Engine) -> None:
    with reading(engine) as connection:
        assert stands(connection, link())
        assert stands(connection, link(people.LEAD))
        assert not stands(connection, link("nobody"))


def test_all_that_a_person_had_before_a_moment_can_be_revoked(engine: Engine) -> None:
    with writing(engine) as connection:
        revoke(connection, person=CLERK, before=AT + timedelta(minutes=1), by="coordinator")
    with reading(engine) as connection:
        assert is_revoked(connection, link())
        assert not stands(connection, link())
        assert stands(connection, link(at=AT + timedelta(minutes=1)))
        assert stands(connection, link(CHAIR))


def test_the_links_of_one_message_can_be_revoked(engine: Engine) -> None:
    with writing(engine) as connection:
        revoke(connection, notification=7, before=AT, by="coordinator")
    with reading(engine) as connection:
        assert not stands(connection, link(notification=7))
        assert stands(connection, link(notification=8))


@pytest.mark.parametrize("named", [{}, {"person": CLERK, "notification": 1}])
def test_a_revocation_is_of_a_person_or_of_a_message(engine: Engine, named: dict[str, str]) -> None:
    with writing(engine) as connection, pytest.raises(ValueError, match="either a person or a notification"):
        revoke(connection, before=AT, by="coordinator", **named)  # type: ignore[arg-type]


def test_a_link_dies_when_the_address_on_record_changes(engine: Engine) -> None:
    with writing(engine) as connection:
        change_address(connection, CLERK, "new-clerk@example.org")
        assert not stands(connection, link())
        change_address(connection, CLERK, "Essex-Clerk@example.org")
        assert stands(connection, link())
