"""What an operator may start by hand."""

from pathlib import Path

import pytest

from engagements.outbox import NotInTheOutbox
from notifications.ledger import NoSuchNotification
from notifications.mailbox import messages as mailbox
from tests.builders import Case
from tests.workflows.relays import drained, outbox, relay_for, run
from workflows.by_hand import redispatch_event, resend_notification

pytestmark = pytest.mark.usefixtures("one_loop")


def test_a_message_can_be_sent_again(case: Case, tmp_path: Path) -> None:
    case.request()
    relay = drained(relay_for(case, tmp_path))
    run(resend_notification(1))
    drained(relay)
    assert len(list(mailbox(tmp_path))) == 3


def test_an_event_can_be_followed_again(case: Case, tmp_path: Path) -> None:
    case.request()
    relay = drained(relay_for(case, tmp_path))
    run(redispatch_event(1))
    assert [event["position"] for event in outbox(case.engine)] == [1]
    drained(relay)
    assert outbox(case.engine) == []


def test_what_is_not_there_is_refused_in_words(case: Case, tmp_path: Path) -> None:
    relay_for(case, tmp_path)
    with pytest.raises(NoSuchNotification, match="There is no notification 7"):
        run(resend_notification(7))
    with pytest.raises(NotInTheOutbox, match="The journal has no event 7"):
        run(redispatch_event(7))
