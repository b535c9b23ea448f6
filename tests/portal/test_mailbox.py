"""The mailbox of an installation on trial: what was "mailed" can be read, and its links followed."""

from pathlib import Path

from notifications.mailbox import messages
from portal.console.mailbox import pieces
from tests.builders import Case
from tests.portal.reading import says
from tests.portal.visits import Visits
from tests.portal.worlds import full

ELSEWHERE = [{"url": "json://127.0.0.1:9/"}]


def test_a_newcomer_reads_what_was_mailed_and_follows_its_links(case: Case, tmp_path: Path) -> None:
    coordinator = Visits(full(case, tmp_path), tmp_path).as_coordinator()
    last = list(messages(tmp_path))[-1]
    listed = coordinator.get("/mailbox")
    assert says(listed, last.subject, last.address)
    assert f'href="/mailbox/{last.file.name}"' in listed.text
    assert says(coordinator.get(f"/mailbox/{last.file.name}"), last.subject)


def test_only_addresses_of_the_portal_are_links() -> None:
    text = "File it: http://127.0.0.1:8000/link/abc. Guidance: https://example.org/link/abc\nhttp://127.0.0.1:80001/"
    found = list(pieces(text, "http://127.0.0.1:8000"))
    assert "".join(piece.text for piece in found) == text
    assert [piece.href for piece in found if piece.href] == ["/link/abc"]


def test_nothing_but_the_mailbox_can_be_read(visits: Visits, tmp_path: Path) -> None:
    (tmp_path / "secret.eml").write_text("not mail")
    coordinator = visits.as_coordinator()
    for name in ("..%2Fsecret.eml", "secret.eml", "%2e%2e%2fsecret.eml", "nothing.eml"):
        assert coordinator.get(f"/mailbox/{name}").status_code in (404, 307), name


def test_where_mail_is_really_sent_there_is_no_mailbox(case: Case, tmp_path: Path) -> None:
    sent = Visits(case, tmp_path, channels=ELSEWHERE)
    assert sent.as_coordinator().get("/mailbox").status_code == 404
    assert "Mailbox" not in sent.as_coordinator().get("/accessibility").text
