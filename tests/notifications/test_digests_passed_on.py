"""A digest whose address is no good goes to whoever is next, on the same day; and it comes to an end."""

import pytest
from sqlalchemy import Engine

from config.vocabulary import Role
from engagements.database import reading, writing
from engagements.people import add_person
from engagements.state.people import Contact
from notifications import ledger
from notifications.ledger import DIGEST, NotificationStatus
from notifications.sending import Sender
from tests.builders import Case
from tests.notifications.chased import (
    AUTHORITY,
    LAST_REMINDED,
    REMINDED,
    chased,
    delivered,
    digests,
    waiting,
    with_a_return_owed,
)
from tests.notifications.conftest import SettingsWith
from tests.notifications.mailserver import MailServer

NO_MAILBOX = "550 5.1.1 No such mailbox"


@pytest.fixture
def case(engine: Engine) -> Case:
    """The return for April to June is owed; only that is chased."""
    return with_a_return_owed(Case(engine))


def test_a_refused_digest_goes_to_the_next_holder_on_the_same_day(
    case: Case, settings_with: SettingsWith, mail_server: MailServer
) -> None:
    second = Contact(id="essex-second", role=Role.AUTHORITY, name="Second", email="second@example.org", turn=2)
    with writing(case.engine) as connection:
        add_person(connection, second.amended({"authority": "essex"}))
    chased(case, REMINDED)
    mail_server.instead["RCPT"] = [NO_MAILBOX]
    delivered(case, Sender(settings_with(mail_server.url)))
    first, passed_on = digests(case)
    assert (first.status.value, passed_on.status.value) == ("failed", "sent")
    assert (passed_on.recipient, passed_on.list_of, passed_on.day) == ("essex-second", AUTHORITY, REMINDED)
    assert "This was sent to Essex authority, who cannot be reached by mail." in passed_on.text
    told = [mail["Subject"] for mail in mail_server.received]
    assert f"{case.ref}: Essex authority cannot be reached by mail" in told
    chased(case, LAST_REMINDED)
    assert digests(case)[-1].recipient == "essex-second"


def test_a_refused_digest_of_the_only_holder_is_put_to_the_coordinator(
    case: Case, settings_with: SettingsWith, mail_server: MailServer
) -> None:
    chased(case, REMINDED)
    mail_server.instead["RCPT"] = [NO_MAILBOX]
    delivered(case, Sender(settings_with(mail_server.url)))
    [put] = digests(case, "coordinator")
    assert "Nobody on record can be reached as authority's contact" in put.text
    assert put.status is NotificationStatus.SENT


def test_when_every_address_is_no_good_it_ends_and_shows(
    case: Case, settings_with: SettingsWith, mail_server: MailServer
) -> None:
    chased(case, REMINDED)
    mail_server.instead["RCPT"] = [NO_MAILBOX] * 100
    delivered(case, Sender(settings_with(mail_server.url)))
    assert waiting(case) == 0
    with reading(case.engine) as connection:
        assert any(message.template == DIGEST for message in ledger.for_attention(connection))
    chased(case, LAST_REMINDED)
    assert digests(case)[-1].status is NotificationStatus.UNADDRESSED
