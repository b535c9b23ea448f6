"""The ledger: a message is decided once, is written before it is sent, and is never lost from sight."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import ColumnElement, Engine, and_, delete, select, text, update

from config.vocabulary import Role
from engagements import outbox
from engagements.database import reading, writing
from engagements.people import add_person
from engagements.refusals import UnknownEngagement
from engagements.state.people import Contact
from notifications import ledger
from notifications.drafting import draft
from notifications.ledger import NoSuchNotification, NotificationStatus, NotToBeResent
from tests.builders import Case
from tests.notifications.conftest import decide
from tests.notifications.story import PAGES

NOW = datetime(2020, 1, 6, 10, tzinfo=UTC)


def stands_as(engine: Engine, status: NotificationStatus, outcome: str = "") -> None:
    with writing(engine) as connection:
        connection.execute(update(ledger.Notification.table).values(status=status, outcome=outcome))


def test_what_was_decided_is_written_once_however_often_its_flow_runs(engine: Engine) -> None:
    case = Case(engine)
    position = case.request().positions[0]
    with writing(engine) as connection:
        [followed] = outbox.followed(connection, [position])
        drafts = draft(connection, followed, Role.AUTHORITY, "request-received", case.world, PAGES)
        drafts += draft(connection, followed, Role.COORDINATOR, "request-received", case.world, PAGES)
        assert ledger.record(connection, drafts[:1]) == 1
        assert ledger.record(connection, drafts) == 2
        assert ledger.record(connection, drafts) == 0
        assert ledger.record(connection, []) == 0
        assert [message.recipient for message in ledger.listed(connection)] == [d.recipient for d in drafts]


def test_what_is_written_is_what_was_drafted(engine: Engine) -> None:
    case = Case(engine)
    position = case.request().positions[0]
    with writing(engine) as connection:
        [followed] = outbox.followed(connection, [position])
        [drafted] = draft(connection, followed, Role.AUTHORITY, "request-received", case.world, PAGES)
        ledger.record(connection, [drafted])
        [written] = ledger.listed(connection)
    assert written == drafted.amended({"id": written.id})
    assert written.not_before == written.decided_at == case.now


def test_messages_are_listed_by_status_and_by_engagement(engine: Engine) -> None:
    case, _ = decide(engine, copies=2)
    with reading(engine) as connection:
        assert len(ledger.listed(connection, ref=case.ref)) == 2
        assert len(ledger.listed(connection, NotificationStatus.PENDING)) == 2
        assert ledger.listed(connection, NotificationStatus.SENT) == []
        with pytest.raises(UnknownEngagement):
            ledger.listed(connection, ref="ESSEX-1999-1")


def test_a_message_with_nobody_to_go_to_is_kept_for_a_person_to_see(engine: Engine) -> None:
    case = Case(engine)
    position = case.request().positions[0]
    with writing(engine) as connection:
        connection.execute(delete(Contact.table).where(Contact.table.c.role == Role.CLERK))
        [followed] = outbox.followed(connection, [position])
        ledger.record(connection, draft(connection, followed, Role.CLERK, "request-received", case.world, PAGES))
        [message] = ledger.for_attention(connection)
        assert (message.status, message.recipient) == (NotificationStatus.UNADDRESSED, "")
        assert message.outcome == "Nobody on record holds the role of clerk."
        with pytest.raises(NotToBeResent, match=f"have event {position} followed again"):
            ledger.resend(connection, message.id or 0, "coordinator", case.now)

        clerk = Contact(id="clerk", role=Role.CLERK, name="Clerk", email="clerk@example.org", authority=case.authority)
        add_person(connection, clerk)
        ledger.record(connection, draft(connection, followed, Role.CLERK, "request-received", case.world, PAGES))
        assert ledger.for_attention(connection) == []
        assert [m.address for m in ledger.listed(connection, NotificationStatus.PENDING)] == ["clerk@example.org"]


def test_a_person_without_an_address_is_named(sqlite: Engine) -> None:
    case = Case(sqlite)
    position = case.request().positions[0]
    with writing(sqlite) as connection:
        connection.execute(update(Contact.table).values(email=""))
        [followed] = outbox.followed(connection, [position])
        [message] = draft(connection, followed, Role.AUTHORITY, "request-received", case.world, PAGES)
    assert (message.status, message.outcome) == ("unaddressed", "essex-authority has no address on record.")


@pytest.mark.parametrize("status", [NotificationStatus.FAILED, NotificationStatus.UNCERTAIN, NotificationStatus.SENT])
def test_a_person_decides_that_a_message_goes_out_again(sqlite: Engine, status: NotificationStatus) -> None:
    case, [message] = decide(sqlite)
    stands_as(sqlite, status, "Nobody there.")
    later = case.now + timedelta(days=1)
    with writing(sqlite) as connection:
        resent = ledger.resend(connection, message.id or 0, "coordinator:coordinator", later)
        assert ledger.listed(connection) == [resent]
        assert ledger.due_by_engagement(connection, later, quiet=True, limit=10) == [case.ref]
    assert (resent.resent_by, resent.resent_at) == ("coordinator:coordinator", later)
    assert resent.outcome == f"To be sent again. It was {status}. Nobody there."


@pytest.mark.parametrize("status", [NotificationStatus.PENDING, NotificationStatus.SENDING])
def test_what_goes_out_anyway_is_not_sent_again(sqlite: Engine, status: NotificationStatus) -> None:
    case, [message] = decide(sqlite)
    stands_as(sqlite, status)
    with writing(sqlite) as connection:
        with pytest.raises(NotToBeResent, match=f"is {status}; it goes out"):
            ledger.resend(connection, message.id or 0, "coordinator", case.now)
        with pytest.raises(NoSuchNotification, match="no notification 99"):
            ledger.resend(connection, 99, "coordinator", case.now)


@pytest.mark.parametrize(
    ("which", "index"),
    [
        (ledger.is_due(NOW, quiet=False), "notification_to_send"),
        (ledger.is_due(NOW, quiet=True), "notification_to_send"),
        (ledger.is_expired(NOW), "notification_in_flight"),
        (and_(text(ledger.spelt(*ledger.FOR_ATTENTION))), "notification_for_attention"),
    ],
)
def test_what_is_looked_for_all_day_is_found_without_reading_the_whole_ledger(
    sqlite: Engine, which: ColumnElement[bool], index: str
) -> None:
    query = select(ledger.Notification.table.c.id).where(which)
    statement = query.compile(sqlite, compile_kwargs={"literal_binds": True})
    with reading(sqlite) as connection:
        plan = connection.execute(text(f"EXPLAIN QUERY PLAN {statement}")).all()
    assert any(index in step.detail for step in plan), plan
