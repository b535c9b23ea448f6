"""Mail through a real server: it says what the ledger says, and the ledger learns exactly what the server said."""

import subprocess
from pathlib import Path
from ssl import PROTOCOL_TLS_SERVER, SSLContext

import pytest
from sqlalchemy import Engine

from notifications.letter import IDENTITY
from notifications.outcome import Delivered, Outcome, Permanent, Temporary, Uncertain
from notifications.sending import Sender
from tests.notifications.conftest import SettingsWith, decide
from tests.notifications.mailserver import DROP, HANG, MailServer, running

ADDRESS = "essex-authority@example.org"


def sent(sqlite: Engine, settings_with: SettingsWith, server: MailServer, **instead: str) -> Outcome:
    """What came of sending a message to a server that answers some steps differently, once."""
    for step, answer in instead.items():
        server.instead[step].append(answer)
    case, [message] = decide(sqlite)
    return Sender(settings_with(server.url)).send(message, case.now)


def test_what_arrives_is_what_the_ledger_says(
    sqlite: Engine, settings_with: SettingsWith, mail_server: MailServer
) -> None:
    case, [message] = decide(sqlite)
    message = message.amended({"text": f"{message.text}\n.dot — “quoted”\n..\n", "html": f"{message.html}.<p>—</p>\n"})
    settings = settings_with(mail_server.url, sender='"Peer Support, LGA" <support@example.org>')
    assert Sender(settings).send(message, case.now) == Delivered()
    [mail] = mail_server.received
    plain, html = mail.iter_parts()
    assert (plain.get_content_type(), html.get_content_type()) == ("text/plain", "text/html")
    assert plain.get_content().replace("\r\n", "\n") == message.text
    assert html.get_content().replace("\r\n", "\n") == message.html
    assert (mail["Subject"], mail["To"]) == (message.subject, ADDRESS)
    assert mail["From"].addresses[0].addr_spec == "support@example.org"
    assert mail[IDENTITY] == str(message.id)
    assert mail["Date"].datetime == case.now
    assert mail["Auto-Submitted"] == "auto-generated"


def test_what_is_attached_arrives_with_its_name_and_its_method(
    sqlite: Engine, settings_with: SettingsWith, mail_server: MailServer
) -> None:
    case, [message] = decide(sqlite)
    content = "BEGIN:VCALENDAR\r\n.SUMMARY:a line with a dot\r\nEND:VCALENDAR\r\n"
    file = {"name": "1.ics", "media": "text/calendar; method=REQUEST; charset=utf-8", "content": content}
    message = message.amended({"attachments": [file]})
    assert Sender(settings_with(mail_server.url)).send(message, case.now) == Delivered()
    [mail] = mail_server.received
    [attached] = mail.iter_attachments()
    assert (attached.get_filename(), attached.get_content_type()) == ("1.ics", "text/calendar")
    assert dict(attached["Content-Type"].params) == {"method": "REQUEST", "charset": "utf-8"}
    assert attached.get_content() == content
    plain = mail.get_body(("plain",))
    assert plain is not None
    assert plain.get_content().replace("\r\n", "\n") == message.text


@pytest.mark.parametrize(
    ("step", "answer", "reason"),
    [
        ("RCPT", "550 5.1.1 No such mailbox", f"The mail server refused {ADDRESS}: 550 5.1.1 No such mailbox"),
        ("DATA", "554 5.7.1 Not here", "The mail server refused the message: 554 5.7.1 Not here"),
        ("END", "552 5.3.4 Too large", "The mail server refused the message: 552 5.3.4 Too large"),
    ],
)
def test_what_is_refused_for_good_is_not_tried_again(
    sqlite: Engine, settings_with: SettingsWith, mail_server: MailServer, step: str, answer: str, reason: str
) -> None:
    assert sent(sqlite, settings_with, mail_server, **{step: answer}) == Permanent(reason, of_recipient=step == "RCPT")


@pytest.mark.parametrize(
    ("step", "answer"),
    [
        ("RCPT", "451 4.7.1 Greylisted, try again later"),
        ("RCPT", "421 4.3.2 Closing down"),
        ("DATA", "452 4.3.1 Disk full"),
        ("END", "451 4.3.0 Try later"),
        ("MAIL", "550 5.7.1 Sender not allowed"),  # said to us, and somebody may mend it meanwhile
    ],
)
def test_what_is_refused_for_now_may_be_tried_again(
    sqlite: Engine, settings_with: SettingsWith, mail_server: MailServer, step: str, answer: str
) -> None:
    outcome = sent(sqlite, settings_with, mail_server, **{step: answer})
    assert isinstance(outcome, Temporary)
    assert answer in outcome.reason


@pytest.mark.parametrize("trouble", [HANG, DROP])
@pytest.mark.parametrize("step", ["MAIL", "RCPT", "DATA"])
def test_a_server_that_hangs_or_drops_the_connection_before_the_message_may_be_tried_again(
    sqlite: Engine, settings_with: SettingsWith, mail_server: MailServer, step: str, trouble: str
) -> None:
    outcome = sent(sqlite, settings_with, mail_server, **{step: trouble})
    assert isinstance(outcome, Temporary)
    assert "stopped answering" in outcome.reason
    assert not mail_server.handed_over.is_set()


@pytest.mark.parametrize("trouble", [HANG, DROP])
def test_a_message_that_was_handed_over_and_never_acknowledged_is_uncertain(
    sqlite: Engine, settings_with: SettingsWith, mail_server: MailServer, trouble: str
) -> None:
    outcome = sent(sqlite, settings_with, mail_server, END=trouble)
    assert isinstance(outcome, Uncertain)
    assert "never acknowledged" in outcome.reason


def test_a_server_that_is_not_there_may_be_back_later(sqlite: Engine, settings_with: SettingsWith) -> None:
    with running(MailServer()) as gone:
        pass
    outcome = sent(sqlite, settings_with, gone)
    assert isinstance(outcome, Temporary)
    assert "could not be used" in outcome.reason


@pytest.mark.parametrize(
    "address", ["nobody", "a@example.org, b@example.org", "a@example.org\r\nRCPT TO:<b@example.org>"]
)
def test_a_malformed_address_never_reaches_the_server(
    sqlite: Engine, settings_with: SettingsWith, mail_server: MailServer, address: str
) -> None:
    case, [message] = decide(sqlite)
    outcome = Sender(settings_with(mail_server.url)).send(message.amended({"address": address}), case.now)
    assert outcome == Permanent(f"{address!r} is not an address that mail can be sent to.", True)
    assert mail_server.received == []


@pytest.fixture
def certificate(tmp_path: Path) -> SSLContext:
    """Of localhost, signed by nobody else."""
    key, signed = tmp_path / "key.pem", tmp_path / "certificate.pem"
    request = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    files = ["-keyout", str(key), "-out", str(signed), "-subj", "/CN=localhost", "-days", "2"]
    subprocess.run([*request, *files], check=True, capture_output=True)
    context = SSLContext(PROTOCOL_TLS_SERVER)
    context.load_cert_chain(signed, key)
    return context


def test_mail_goes_over_starttls_with_a_login(
    sqlite: Engine, settings_with: SettingsWith, certificate: SSLContext
) -> None:
    case, [message] = decide(sqlite)
    with running(MailServer(certificate, login=("relay", "p@ss/word"))) as server:
        url = f"mailtos://relay:p%40ss%2Fword@127.0.0.1:{server.port}?mode=starttls"
        assert Sender(settings_with(f"{url}&verify=no")).send(message, case.now) == Delivered()
        wrong = Sender(settings_with(f"{url.replace('word', 'key')}&verify=no")).send(message, case.now)
        unverified = Sender(settings_with(url)).send(message, case.now)
    assert len(server.received) == 1
    assert isinstance(wrong, Temporary)
    assert "535" in wrong.reason
    assert isinstance(unverified, Temporary)
    assert "CERTIFICATE_VERIFY_FAILED" in unverified.reason
