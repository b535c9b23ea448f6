"""Which channel a message goes through, and what becomes of it when there are several."""

import http.server
import json
import logging
import threading
from collections.abc import Iterator
from logging.handlers import BufferingHandler
from typing import Any

import pytest
from sqlalchemy import Engine

from notifications.mailbox import messages
from notifications.outcome import Delivered, Permanent, Temporary, Uncertain, of_all
from notifications.sending import Sender, UnusableChannel
from tests.notifications.conftest import SettingsWith, decide
from tests.notifications.mailserver import MailServer


class _Hook(http.server.BaseHTTPRequestHandler):
    """Keeps what is posted to it, and answers with the status that its server was given."""

    server: "Hooks"

    def do_POST(self) -> None:
        content = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.posted.append((self.path, json.loads(content)))
        self.send_response(self.server.status)
        self.end_headers()

    def log_message(self, format: str, *args: Any) -> None:
        """Keep quiet."""


class Hooks(http.server.ThreadingHTTPServer):
    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Hook)
        self.posted: list[tuple[str, dict[str, str]]] = []
        self.status = 200
        self.url = f"json://127.0.0.1:{self.server_port}"


@pytest.fixture
def hooks() -> Iterator[Hooks]:
    """A web hook on loopback: what stands for every channel that is neither mail nor the mailbox."""
    with Hooks() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def test_a_channel_for_a_person_or_a_role_goes_before_one_for_everybody(
    sqlite: Engine, settings_with: SettingsWith, hooks: Hooks
) -> None:
    case, [message] = decide(sqlite)
    sender = Sender(
        settings_with(
            {"url": f"{hooks.url}/everybody"},
            {"url": f"{hooks.url}/coordinators", "roles": ["coordinator"]},
            {"url": f"{hooks.url}/adviser", "people": ["adviser-east"]},
        )
    )
    for audience, recipient in (("authority", "a"), ("coordinator", "c"), ("principal_adviser", "adviser-east")):
        assert sender.send(message.amended({"audience": audience, "recipient": recipient}), case.now) == Delivered()
    assert [path for path, _ in hooks.posted] == ["/everybody", "/coordinators", "/adviser"]


def test_a_channel_with_tags_takes_those_messages_only(
    sqlite: Engine, settings_with: SettingsWith, hooks: Hooks
) -> None:
    case, [message] = decide(sqlite)
    settings = settings_with({"url": hooks.url, "tags": ["contact-unreachable"]})
    Sender(settings).send(message, case.now)
    Sender(settings).send(message.amended({"template": "contact-unreachable"}), case.now)
    assert len(hooks.posted) == 1
    assert len(list(messages(settings.data_dir))) == 1


def test_every_channel_of_a_person_is_used(
    sqlite: Engine, settings_with: SettingsWith, hooks: Hooks, mail_server: MailServer
) -> None:
    case, [message] = decide(sqlite)
    settings = settings_with(hooks.url, mail_server.url, "mailbox://")
    assert Sender(settings).send(message, case.now) == Delivered()
    assert (len(hooks.posted), len(mail_server.received), len(list(messages(settings.data_dir)))) == (1, 1, 1)


def test_other_channels_get_the_subject_and_the_plain_text(
    sqlite: Engine, settings_with: SettingsWith, hooks: Hooks
) -> None:
    case, [message] = decide(sqlite)
    Sender(settings_with(f"{hooks.url}/to/{{address}}")).send(message, case.now)
    [(path, posted)] = hooks.posted
    assert path == "/to/essex-authority@example.org"
    assert (posted["title"], posted["message"]) == (message.subject, message.text.rstrip())


def test_a_failure_of_another_channel_is_told_and_may_be_tried_again(
    sqlite: Engine, settings_with: SettingsWith, hooks: Hooks
) -> None:
    case, [message] = decide(sqlite)
    hooks.status = 500
    outcome = Sender(settings_with(hooks.url)).send(message, case.now)
    assert isinstance(outcome, Temporary)
    assert "error=500" in outcome.reason
    assert len(hooks.posted) == 1


def test_a_mail_channel_may_name_one_recipient_for_everybody(
    sqlite: Engine, settings_with: SettingsWith, mail_server: MailServer
) -> None:
    case, [message] = decide(sqlite)
    for channel in (f"{mail_server.url}?to=team@example.org", f"{mail_server.url}?to={{address}}"):
        Sender(settings_with(channel)).send(message, case.now)
    assert [mail["To"] for mail in mail_server.received] == ["team@example.org", "essex-authority@example.org"]


def test_a_mail_channel_may_name_its_own_sender(
    sqlite: Engine, settings_with: SettingsWith, mail_server: MailServer
) -> None:
    case, [message] = decide(sqlite)
    Sender(settings_with(f"{mail_server.url}?from=Fire%20Team%20%3Cfire@example.org%3E")).send(message, case.now)
    assert mail_server.received[0]["From"] == "Fire Team <fire@example.org>"


@pytest.mark.parametrize(
    ("channel", "reason"),
    [
        ({"url": "nosuch://relay.example.org"}, "Apprise cannot read such an address"),
        ({"url": "mailto://relay.example.org?bcc=all@example.org"}, "goes to one person"),
        ({"url": "mailto://relay.example.org?to=a@example.org,b@example.org"}, "goes to one person"),
        ({"url": "mailbox://", "tags": ["scope-agread"]}, "no message is made from scope-agread"),
        ({"url": "slack://secret-token"}, "Apprise does not know such an address"),
    ],
)
def test_a_channel_that_cannot_be_used_is_refused_at_the_start(
    settings_with: SettingsWith, channel: dict[str, Any], reason: str
) -> None:
    with pytest.raises(UnusableChannel, match=f"^channels.1: .*{reason}") as refusal:
        Sender(settings_with("mailbox://", channel))
    assert "secret" not in str(refusal.value)


def test_who_was_reached_through_one_channel_has_been_told() -> None:
    assert of_all([Permanent("a"), Delivered(), Temporary("b")]) == Delivered("a; b")
    assert of_all([Permanent("a"), Uncertain("b"), Temporary("c")]) == Uncertain("a; b; c")
    assert of_all([Permanent("a"), Temporary("b")]) == Temporary("a; b")
    assert of_all([Permanent("a"), Permanent("b", of_recipient=True)]) == Permanent("a; b")


def test_what_apprise_logs_of_people_reaches_no_log_of_ours(
    sqlite: Engine, settings_with: SettingsWith, hooks: Hooks, monkeypatch: pytest.MonkeyPatch
) -> None:
    case, [message] = decide(sqlite)
    everything = BufferingHandler(capacity=1000)
    monkeypatch.setattr(logging.getLogger(), "handlers", [everything])
    Sender(settings_with(f"{hooks.url}/{{address}}")).send(message, case.now)
    logging.getLogger("apprise").warning("Sent to %s", message.address)
    logging.getLogger("another").warning("This arrives.")
    assert [record.name for record in everything.buffer if record.levelno >= logging.WARNING] == ["another"]
