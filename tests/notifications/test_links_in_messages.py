"""Every message that asks for something names the page where it is done; on its way to a guest, that opens it."""

import re
from datetime import date
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import Engine

from config.vocabulary import Role
from engagements.capacities import roles_of
from engagements.chasing import chase
from engagements.database import reading, writing
from engagements.obligations import Owed
from engagements.people import absent
from engagements.state.people import Contact
from notifications import ledger
from notifications.drafting import draft
from notifications.errands import EVERYTHING, Errand
from notifications.ledger import Notification
from notifications.links import Links
from notifications.mailbox import messages
from notifications.pages import WHO_SIGN_IN
from notifications.sending import Sender
from tests.builders import Case
from tests.notifications.chased import (
    ADVISER,
    AUTHORITY,
    CHIEF,
    DUE,
    LATE,
    TO_ADVISER,
    TO_CHIEF,
    chased,
    composed,
    delivered,
    digests,
    noted,
    with_a_return_owed,
)
from tests.notifications.conftest import SettingsWith
from tests.notifications.story import PAGES, Story
from tests.notifications.test_messages import MADE_FROM

PAGE = re.compile(r"http://127\.0\.0\.1:8000/\S*")
LINE = re.compile(r"^(?:- |  )?\S.*\S: (http://127\.0\.0\.1:8000/\S*)$", re.MULTILINE)
Q1 = "2020-21-Q1"


@pytest.fixture
def case(sqlite: Engine) -> Case:
    return with_a_return_owed(Case(sqlite))


def pages(message: Notification) -> list[str]:
    """The pages that the text names; each on a line of its own, with words, and the same in the HTML part."""
    found = PAGE.findall(message.text)
    assert LINE.findall(message.text) == found, message.text
    assert re.findall(r'href="(http[^"]*)"', message.html) == found
    return found


def errand(page: str) -> Errand:
    found = Errand.parse(page.removeprefix(PAGES.url))
    assert found, page
    return found


@pytest.mark.parametrize("template", sorted(MADE_FROM))
def test_what_asks_for_something_names_the_page_where_it_is_done(story: Story, template: str) -> None:
    with reading(story.engine) as connection:
        drafts = [
            message
            for name, roles in MADE_FROM[template].items()
            for followed in story.of(name)
            for role in roles
            for message in draft(connection, followed, role, template, story.world, PAGES)
        ]
    for message in drafts:
        asked = message.text.count("\n- Please ")
        assert len(pages(message)) >= asked, message.text
        for page in pages(message):
            assert ("/engagements/" in page) is (message.audience in WHO_SIGN_IN)
            if message.audience not in WHO_SIGN_IN:
                assert errand(page).ref in (None, message.subject.partition(":")[0])


def test_the_page_is_that_of_what_is_owed(story: Story) -> None:
    with reading(story.engine) as connection:
        [opened, *_] = story.of("PeriodOpened")
        [to_authority] = draft(connection, opened, Role.AUTHORITY, "period-opened", story.world, PAGES)
        [approved] = story.of("PlanApproved")[-1:]
        [many] = draft(connection, approved, Role.AUTHORITY, "plan-approved", story.world, PAGES)
    ref = opened.engagement.ref
    page = f"{PAGES.url}/to-do/{ref}/file-return/{Q1}"
    assert f"\n\nFile the return for April to June 2020: {page}\n" in to_authority.text
    assert f"Complete the 2 actions of the plan: {PAGES.url}/to-do\n" in many.text


def test_a_digest_names_a_page_for_each_line_and_one_for_everything(case: Case) -> None:
    chased(case, DUE)
    [digest] = digests(case, AUTHORITY)
    assert [errand(page) for page in pages(digest)] == [Errand.about(str(case.ref), Owed.FILE_RETURN, Q1), EVERYTHING]
    assert "Everything that you owe on one page: " in digest.text


def test_whoever_signs_in_is_sent_to_the_engagement(case: Case) -> None:
    for day in (DUE, LATE, TO_CHIEF, TO_ADVISER):
        chased(case, day)
    [digest] = digests(case, ADVISER)
    assert pages(digest) == [f"{PAGES.url}/engagements/{case.ref}#owed", f"{PAGES.url}/"]
    [to_chief] = digests(case, CHIEF)[:1]
    assert "See how it stands: " in to_chief.text


def sent(case: Case, settings: SettingsWith, tmp_path: Path, to: str) -> list[str]:
    """The addresses in what was sent to somebody, in the text part; those of the HTML part are the same."""
    delivered(case, Sender(settings()))
    [*_, mail] = [mail for mail in messages(tmp_path / "data") if mail.address == f"{to}@example.org"]
    found = PAGE.findall(mail.text)
    assert re.findall(r'href="(http[^"]*)"', mail.html) == found
    return found


def test_on_its_way_each_page_becomes_a_link_for_its_reader_alone(
    case: Case, settings_with: SettingsWith, tmp_path: Path
) -> None:
    chased(case, DUE)
    [digest] = digests(case, AUTHORITY)
    found = sent(case, settings_with, tmp_path, AUTHORITY)
    links = Links.of(settings_with())
    read = [links.read(page.removeprefix(f"{PAGES.url}/link/"), case.now) for page in found]
    assert [link.errand for link in read] == [errand(page) for page in pages(digest)]
    for link in read:
        assert (link.person, link.notification, link.issued_at) == (AUTHORITY, digest.id, case.now)
        assert link.went_to(f"{AUTHORITY}@example.org")


def test_the_ledger_never_holds_a_key(case: Case, settings_with: SettingsWith, tmp_path: Path) -> None:
    chased(case, DUE)
    before = pages(digests(case, AUTHORITY)[0])
    sent(case, settings_with, tmp_path, AUTHORITY)
    [digest] = digests(case, AUTHORITY)
    assert pages(digest) == before
    assert "/link/" not in digest.text + digest.html


def test_a_message_that_is_sent_again_holds_a_fresh_link(
    case: Case, settings_with: SettingsWith, tmp_path: Path
) -> None:
    chased(case, DUE)
    first = sent(case, settings_with, tmp_path, AUTHORITY)
    [digest] = digests(case, AUTHORITY)
    with writing(case.engine) as connection:
        ledger.resend(connection, digest.id or 0, "coordinator", case.now)
    case.wait(days=1)
    again = sent(case, settings_with, tmp_path, AUTHORITY)
    assert set(first).isdisjoint(again)


def test_whoever_signs_in_gets_no_link(case: Case, settings_with: SettingsWith, tmp_path: Path) -> None:
    for day in (DUE, LATE, TO_CHIEF, TO_ADVISER):
        chased(case, day)
    assert not [page for page in sent(case, settings_with, tmp_path, ADVISER) if "/link/" in page]
    assert date(2020, 8, 4) == case.today


def test_a_deputy_who_stands_in_gets_links_of_their_own(
    case: Case, settings_with: SettingsWith, tmp_path: Path
) -> None:
    with writing(case.engine) as connection:
        absent(connection, AUTHORITY, date(2020, 7, 1), deputy="essex-clerk")
    chased(case, DUE)
    links = Links.of(settings_with())
    [first, _] = sent(case, settings_with, tmp_path, "essex-clerk")
    link = links.read(first.removeprefix(f"{PAGES.url}/link/"), case.now)
    assert (link.person, link.errand) == ("essex-clerk", Errand.about(str(case.ref), Owed.FILE_RETURN, Q1))
    with reading(case.engine) as connection:
        assert Role.AUTHORITY in roles_of(connection, link.person, case.facts, case.today, case.world)


def test_whoever_gets_a_copy_because_somebody_is_late_can_follow_its_link(case: Case) -> None:
    with writing(case.engine) as connection:
        connection.execute(Contact.table.update().where(Contact.table.c.id == AUTHORITY).values(deputy="essex-clerk"))
    chased(case, DUE)
    chased(case, LATE)
    [copy] = digests(case, "essex-clerk")
    assert errand(pages(copy)[0]) == Errand.about(str(case.ref), Owed.FILE_RETURN, Q1)
    with reading(case.engine) as connection:
        assert Role.AUTHORITY in roles_of(connection, "essex-clerk", case.facts, case.today, case.world)


def test_what_was_handed_over_is_asked_of_the_new_one_alone(case: Case) -> None:
    chased(case, DUE)
    case.give("HandOver", Role.AUTHORITY, {"kind": "file_return", "subject": Q1}, to="essex-clerk")
    chased(case, LATE)
    [_, copy] = digests(case, AUTHORITY)
    assert "A copy of what went to" in copy.text
    assert "Please" not in copy.text
    [digest] = digests(case, "essex-clerk")
    assert "Please file the return for April to June 2020" in digest.text


def test_what_is_handed_over_before_its_digest_is_written_is_not_asked_of_the_first(case: Case) -> None:
    case.wait(on=DUE)
    list(chase(case.engine, case.world, case.now, partial(noted, case)))
    case.give("HandOver", Role.AUTHORITY, {"kind": "file_return", "subject": Q1}, to="essex-clerk")
    composed(case)
    assert digests(case) == []
