"""What people type stays words: it never becomes markup, a link, another header, or a second line of a subject."""

from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine

from config.vocabulary import Role
from engagements import outbox
from engagements.database import reading, writing
from engagements.people import add_person
from engagements.state.people import Contact
from notifications.drafting import draft
from notifications.ledger import Notification
from notifications.letter import Letter
from notifications.mailbox import store
from notifications.rendering import render
from notifications.typesetting import escaped, quoted, typeset
from tests.builders import Case
from tests.notifications.story import PAGES

NOW = datetime(2020, 1, 6, 10, tzinfo=UTC)

HOSTILE = """<script>alert(1)</script> & <b>bold</b> <a href="https://evil.example.org">here</a>
[click](https://evil.example.org) ![picture](https://evil.example.org/x.png) <https://evil.example.org>
# Heading
- bullet **strong** *soft* `code` {{ engagement.ref }} {% raw %}
> quotation &lt;i&gt; &#60;

    indented code

1. one
---
| a | b |"""


def declined(sqlite: Engine, reason: str) -> Notification:
    case = Case(sqlite)
    case.request()
    position = case.give("DeclineRequest", Role.PRINCIPAL_ADVISER, reason=reason).positions[0]
    with reading(sqlite) as connection:
        [followed] = outbox.followed(connection, [position])
        return draft(connection, followed, Role.AUTHORITY, "request-declined", case.world, PAGES)[0]


def test_typed_markup_is_shown_as_it_was_typed(sqlite: Engine) -> None:
    message = declined(sqlite, HOSTILE)
    for line in HOSTILE.splitlines():
        assert f"> {' '.join(line.split())}".rstrip() in message.text.splitlines() or not line


class _Elements(HTMLParser):
    """The elements of a page, with the names of their attributes."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: set[tuple[str, ...]] = set()
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.add((tag, *(name for name, _ in attrs)))


def test_typed_markup_makes_no_element_and_no_link(sqlite: Engine) -> None:
    plain, hostile = (_Elements(declined(sqlite, reason).html).found for reason in ("No.\nNever.", HOSTILE))
    assert hostile == plain


def test_a_name_with_a_line_break_adds_no_line_and_no_emphasis(sqlite: Engine) -> None:
    case = Case(sqlite)
    name = "Fire officer\r\nBcc: everybody@example.org\r\n\r\n**Pay now**"
    officer = Contact(id="new", role=Role.AUTHORITY, name=name, email="new@example.org", authority=case.authority)
    case.request()
    with writing(sqlite) as connection:
        add_person(connection, officer)
    with reading(sqlite) as connection:
        [followed] = outbox.followed(connection, [1])
        [_, message] = draft(connection, followed, Role.AUTHORITY, "request-received", case.world, PAGES)
    assert message.text.startswith("Dear Fire officer Bcc: everybody@example.org **Pay now**,\n")
    assert "<strong>Pay" not in message.html


def test_a_subject_is_one_line_whatever_it_quotes() -> None:
    engagement = {"ref": "ESSEX-2020-1", "authority": "Essex", "product": "review", "standing": "closed"}
    board = "Board\r\nBcc: all@example.org\u2028\u0085\x0bEnd"
    event = {"board": board, "met_on": "4 May 2027", "agenda_item": None, "about": "plan"}
    event |= {"decision": "noted", "reason": None, "paper": None}
    facts = {"engagement": engagement, "event": event, "recipient": "Clerk", "asks": [], "contacts": []}
    facts |= {"due": {}}
    subject = render("board-decision-recorded", facts).subject
    assert subject == "ESSEX-2020-1: Board Bcc: all@example.org End decided about the plan"


def test_a_header_cannot_be_smuggled_in_even_past_the_template(tmp_path: Path) -> None:
    letter = Letter(1, "Us <us@example.org>", "you@example.org", "One\nBcc: all@example.org", "t", "h", NOW)
    with pytest.raises(ValueError, match="linefeed"):
        store(tmp_path, letter)
    assert list(tmp_path.iterdir()) == []


TYPED = st.text(
    st.characters(exclude_categories=("Cc", "Cs")) | st.sampled_from("\n\r\t*_[]()<>&`#>-+.!\\|~1 "), max_size=60
)


@given(TYPED)
def test_any_text_comes_out_as_the_words_that_were_typed(typed: str) -> None:
    said = typeset(f"Said: {escaped(typed)}.")
    assert said.text == f"Said: {' '.join(typed.split())}.\n"
    assert _Elements(said.html).found == {("p",)}


@given(TYPED)
def test_any_quotation_keeps_its_words_and_stays_a_quotation(typed: str) -> None:
    said = typeset(f"Before\n\n{quoted(typed)}\n\nAfter")
    before, *lines, after = said.text.rstrip("\n").splitlines() if typed.strip() else ["Before", "After"]
    assert (before, after) == ("Before", "After")
    assert " ".join(line.removeprefix(">") for line in lines).split() == typed.split()
    assert _Elements(said.html).found <= {("p",), ("blockquote",), ("br",)}
