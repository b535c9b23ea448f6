"""A deliverer that is killed while a message is in flight: a person is shown it; it is not sent again, and not lost."""

import signal
import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import Engine

from config.settings import Settings
from engagements.database import connect, reading
from engagements.engagement import World
from notifications import ledger
from notifications.delivery import STOPPED, deliver, settle_uncertain
from notifications.ledger import NotificationStatus
from notifications.sending import Sender
from tests.notifications.conftest import SettingsWith, decide
from tests.notifications.mailserver import HANG, MailServer

CHECKOUT = Path(__file__).parents[2]


def test_what_was_in_flight_when_its_deliverer_was_killed_is_uncertain(
    sqlite: Engine, settings_with: SettingsWith, mail_server: MailServer
) -> None:
    case, [first, second] = decide(sqlite, copies=2)
    mail_server.instead["END"] = [HANG]
    arguments = [sys.executable, "-m", "tests.notifications.test_interrupted", str(sqlite.url), mail_server.url]
    with subprocess.Popen([*arguments, case.now.isoformat()], cwd=CHECKOUT) as deliverer:
        assert mail_server.handed_over.wait(timeout=60)
        deliverer.send_signal(signal.SIGKILL)

    later = case.now + timedelta(seconds=1)
    assert settle_uncertain(sqlite, "relay", later) == 1
    attempts = deliver(sqlite, World.shipped(), Sender(settings_with(mail_server.url)), lambda: later, "relay", 50)
    assert [(attempt.notification, attempt.status) for attempt in attempts] == [(second.id, NotificationStatus.SENT)]
    with reading(sqlite) as connection:
        [uncertain] = ledger.for_attention(connection)
    assert (uncertain.id, uncertain.outcome) == (first.id, STOPPED)
    assert [mail["To"] for mail in mail_server.received] == [second.address]


if __name__ == "__main__":
    database, channel, now = sys.argv[1:]
    settings = Settings.model_validate({"channels": [{"url": channel}]})
    deliver(connect(database), World.shipped(), Sender(settings), lambda: datetime.fromisoformat(now), "relay", 50)
