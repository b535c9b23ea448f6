"""The mailbox of an installation on trial: what was "mailed" can be read, and its links followed."""

from datetime import UTC, datetime
from pathlib import Path

from notifications.letter import Attachment, Letter
from notifications.mailbox import mailbox_in, messages, store
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


def test_what_was_attached_can_be_kept(case: Case, tmp_path: Path) -> None:
    coordinator = Visits(full(case, tmp_path), tmp_path).as_coordinator()
    file = Attachment("Interview.ics", "text/calendar; method=REQUEST; charset=utf-8", "BEGIN:VCALENDAR\r\n")
    when = datetime(2099, 1, 5, 10, tzinfo=UTC)
    letter = Letter(1, "Peer Support <peer-support@example.org>", "peer@example.org", "A", "A\n", "A\n", when, (file,))
    page = f"/mailbox/{store(mailbox_in(tmp_path), letter).name}"
    assert f'href="{page}/attachments/1"' in coordinator.get(page).text
    kept = coordinator.get(f"{page}/attachments/1")
    assert (kept.text, kept.headers["content-type"]) == (file.content, file.media)
    assert kept.headers["content-disposition"].startswith('attachment; filename="Interview.ics"')
    assert coordinator.get(f"{page}/attachments/2").status_code == 404


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
