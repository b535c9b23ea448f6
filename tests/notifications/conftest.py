"""What the tests of messages share: the whole story, a mail server, and messages that wait to be sent."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from config.channels import Channel
from config.settings import Settings
from config.vocabulary import Role
from engagements import outbox
from engagements.database import reading, writing
from notifications import ledger
from notifications.drafting import draft
from notifications.ledger import Notification
from tests.builders import Case
from tests.databases import on_sqlite
from tests.notifications.mailserver import MailServer, running
from tests.notifications.story import PAGES, Story, told

SettingsWith = Callable[..., Settings]


@pytest.fixture(autouse=True)
def _no_settings_of_this_machine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.fixture(scope="session")
def story(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Story]:
    file = tmp_path_factory.mktemp("story") / "story.db"
    shutil.copy(sqlite_template, file)
    engine = on_sqlite(file)
    yield told(engine)
    engine.dispose()


@pytest.fixture
def mail_server() -> Iterator[MailServer]:
    with running(MailServer()) as server:
        yield server


@pytest.fixture
def settings_with(tmp_path: Path) -> SettingsWith:
    """Settings with some channels, given as addresses or as tables; a mail server may take 0.3 seconds to answer."""

    def make(*channels: str | dict[str, Any], **others: Any) -> Settings:
        tables = [{"url": channel} if isinstance(channel, str) else channel for channel in channels]
        given = tuple(Channel.model_validate(_impatient(table)) for table in tables)
        return Settings(data_dir=tmp_path / "data", channels=given, **others)

    return make


def _impatient(channel: dict[str, Any]) -> dict[str, Any]:
    url = channel["url"]
    return {**channel, "url": f"{url}{'&' if '?' in url else '?'}cto=0.3"} if url.startswith("mailto") else channel


def decide(engine: Engine, copies: int = 1) -> tuple[Case, list[Notification]]:
    """A request was made, and its authority is to be told so: the case, and the messages as they wait in the ledger."""
    case = Case(engine)
    position = case.request().positions[0]
    with writing(engine) as connection:
        [followed] = outbox.followed(connection, [position])
        [message] = draft(connection, followed, Role.AUTHORITY, "request-received", case.world, PAGES)
        people = [{"recipient": f"person-{n}", "address": f"person-{n}@example.org"} for n in range(2, copies + 1)]
        ledger.record(connection, [message, *map(message.amended, people)])
    with reading(engine) as connection:
        return case, ledger.listed(connection)
