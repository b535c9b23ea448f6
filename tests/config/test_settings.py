"""Settings, from the environment and a file."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from config.explanation import explain
from config.settings import Settings
from config.vocabulary import Role
from tests.config.told import RANDOM, explained, refusal

Write = Callable[[str], None]
pytestmark = pytest.mark.usefixtures("nothing_set")


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Writes the settings file."""

    def to_file(text: str) -> None:
        (tmp_path / "peer-support.toml").write_text(text)

    return to_file


def test_nothing_need_be_set() -> None:
    settings = Settings.load()
    assert settings.data_dir == Path("var")
    assert settings.database == "sqlite:///var/peer-support.sqlite3"
    assert (settings.prefect_host, settings.prefect_port) == ("127.0.0.1", 4200)
    assert settings.flows_at_once == 1
    assert settings.channels == ()


def test_the_environment_wins_over_the_file(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    write("prefect_port = 4300\nlease_seconds = 90\n")
    monkeypatch.setenv("PEER_SUPPORT_PREFECT_PORT", "4400")
    settings = Settings.load()
    assert (settings.prefect_port, settings.lease_seconds) == (4400, 90)


def test_an_empty_environment_variable_sets_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PEER_SUPPORT_PREFECT_PORT", "")
    assert Settings.load().prefect_port == 4200
    assert explained("prefect_port").source == "default"


def test_the_file_may_be_named_in_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "elsewhere.toml").write_text("work_pool = 'north'")
    monkeypatch.setenv("PEER_SUPPORT_SETTINGS", "elsewhere.toml")
    assert Settings.load().work_pool == "north"


def test_a_named_file_that_is_not_there_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PEER_SUPPORT_SETTINGS", "nowhere.toml")
    assert refusal() == "PEER_SUPPORT_SETTINGS: there is no settings file nowhere.toml."


@pytest.mark.parametrize("content", [b"work_pool", b"\xff"])
def test_a_file_that_is_not_toml_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "peer-support.toml").write_bytes(content)
    assert refusal().startswith("peer-support.toml: this is not a TOML file: ")


def test_a_misspelt_setting_in_the_file_is_refused_by_name(write: Write) -> None:
    write("lease_secs = 5\n")
    assert refusal() == "peer-support.toml: lease_secs: there is no such setting. Did you mean lease_seconds?"


def test_every_problem_has_its_sentence_and_says_where_it_was_set(
    write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    write("lease_seconds = -1\ncolour = 'red'\n")
    monkeypatch.setenv("PEER_SUPPORT_PREFECT_PORT", "99999")
    assert refusal().splitlines() == [
        "PEER_SUPPORT_PREFECT_PORT: Input should be less than or equal to 65535.",
        "lease_seconds (PEER_SUPPORT_LEASE_SECONDS): Input should be greater than 0.",
        "peer-support.toml: colour: there is no such setting.",
    ]


@pytest.mark.parametrize(
    "name",
    [
        "lease_seconds",
        "attempts_before_set_aside",
        "delivery_attempts",
        "delivery_timeout_seconds",
        "flows_at_once",
        "link_days",
        "portal_port",
        "retention_years",
        "prefect_port",
    ],
)
@pytest.mark.parametrize("value", ["-1", "0", "several"])
def test_a_number_is_one_or_more(name: str, value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(f"PEER_SUPPORT_{name.upper()}", value)
    assert refusal().startswith(f"PEER_SUPPORT_{name.upper()}: Input should be ")


@pytest.mark.parametrize("name", ["retry_seconds", "delivery_retry_seconds"])
@pytest.mark.parametrize(
    ("value", "told"),
    [
        ("[5, -1]", "Input should be greater than or equal to 0."),
        ("[]", "too few entries."),
        ("5, 30", "must be a JSON list, such as [5, 30]."),
    ],
)
def test_waits_are_a_list_of_seconds(name: str, value: str, told: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(f"PEER_SUPPORT_{name.upper()}", value)
    assert refusal() == f"PEER_SUPPORT_{name.upper()}: {told}"


def test_waits_can_be_set_in_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PEER_SUPPORT_RETRY_SECONDS", "[1, 2]")
    assert Settings.load().retry_seconds == (1, 2)


@pytest.mark.parametrize("scheme", ["postgresql", "postgresql+psycopg"])
def test_the_engagements_may_live_in_postgresql(scheme: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PEER_SUPPORT_DATABASE_URL", f"{scheme}://peer:p%40ss@127.0.0.1:5433/support?sslmode=require")
    assert Settings.load().database == "postgresql+psycopg://peer:p%40ss@127.0.0.1:5433/support?sslmode=require"


@pytest.mark.parametrize(
    "url", ["sqlite:///x", "mysql://u:hunter2@127.0.0.1/x", "hunter2", "postgresql://u:hunter2@[x"]
)
@pytest.mark.parametrize("name", ["DATABASE_URL", "PREFECT_DATABASE_URL"])
def test_another_database_is_refused_without_showing_its_address(
    name: str, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(f"PEER_SUPPORT_{name}", url)
    told = refusal()
    assert told.startswith(f"PEER_SUPPORT_{name}: ")
    assert "hunter2" not in told
    assert "postgresql://" in told or "this is not an address" in told


@pytest.mark.parametrize("host", ["0.0.0.0", "192.0.2.7", "prefect.example.org", "::"])
def test_a_prefect_server_that_others_can_reach_needs_a_password(host: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PEER_SUPPORT_PREFECT_HOST", host)
    assert "give user:password, because prefect_host lets other machines reach" in refusal()
    monkeypatch.setenv("PEER_SUPPORT_PREFECT_AUTH", f"operator:{RANDOM}")
    assert Settings.load().prefect_host == host


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.2", "::1", "localhost"])
def test_on_loopback_no_password_is_needed_and_any_will_do(host: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PEER_SUPPORT_PREFECT_HOST", host)
    assert Settings.load().prefect_auth is None
    monkeypatch.setenv("PEER_SUPPORT_PREFECT_AUTH", "admin:password")
    assert Settings.load().prefect_auth is not None


@pytest.mark.parametrize(
    "auth", ["admin:Password1", "admin:changeme", "admin:Password123456!", "operator:short", f"{RANDOM}:{RANDOM}"]
)
def test_a_password_that_others_would_guess_is_refused_off_loopback(auth: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PEER_SUPPORT_PREFECT_HOST", "0.0.0.0")
    monkeypatch.setenv("PEER_SUPPORT_PREFECT_AUTH", auth)
    told = refusal()
    assert told.startswith("PEER_SUPPORT_PREFECT_AUTH: this password is easily guessed and others can reach the host")
    assert auth.partition(":")[2] not in told


def test_a_guessable_password_of_a_database_elsewhere_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PEER_SUPPORT_DATABASE_URL", "postgresql://peer:postgres@db.example.org/support")
    assert refusal().startswith("PEER_SUPPORT_DATABASE_URL: this password is easily guessed")


@pytest.mark.parametrize("auth", ["changeme", "operator:", ":changeme"])
def test_what_prefect_asks_for_is_a_user_and_a_password(auth: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PEER_SUPPORT_PREFECT_AUTH", auth)
    assert refusal() == "PEER_SUPPORT_PREFECT_AUTH: must be user:password."


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("127.0.0.1:4200", "must be an address such as http://127.0.0.1:4200/api."),
        ("http://127.0.0.1:4200", "must be an address such as http://127.0.0.1:4200/api."),
        ("http://me:hunter2@127.0.0.1/api", "must not hold a user or password: give them in prefect_auth."),
    ],
)
def test_a_running_prefect_server_is_named_by_its_api(url: str, told: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PEER_SUPPORT_PREFECT_API_URL", url)
    assert refusal() == f"PEER_SUPPORT_PREFECT_API_URL: {told}"


def test_flows_run_one_at_a_time_on_sqlite(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PEER_SUPPORT_FLOWS_AT_ONCE", "2")
    assert refusal().startswith("PEER_SUPPORT_FLOWS_AT_ONCE: must be 1 on SQLite")


def test_several_flows_run_at_once_where_both_databases_are_postgresql(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PEER_SUPPORT_DATABASE_URL", "postgresql://127.0.0.1/support")
    assert Settings.load().flows_at_once == 1
    monkeypatch.setenv("PEER_SUPPORT_PREFECT_DATABASE_URL", "postgresql://127.0.0.1/prefect")
    settings = Settings.load()
    assert settings.flows_at_once == 4
    assert settings.prefect_database_url is not None
    assert settings.prefect_database_url.get_secret_value() == "postgresql+asyncpg://127.0.0.1/prefect"
    monkeypatch.setenv("PEER_SUPPORT_FLOWS_AT_ONCE", "9")
    assert Settings.load().flows_at_once == 9


@pytest.mark.parametrize("sender", ["Peer Support", "a@example.org\nBcc: b@example.org"])
def test_messages_come_from_one_address(sender: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PEER_SUPPORT_SENDER", sender)
    assert refusal().startswith("PEER_SUPPORT_SENDER: must hold an address")


def test_channels_say_where_to_send_and_for_whom(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    write("[[channels]]\nurl = 'mailto://127.0.0.1:2525?to={address}'\nroles = ['peer', 'chair']\ntags = ['urgent']\n")
    (channel,) = Settings.load().channels
    assert (channel.roles, channel.tags, channel.people) == ((Role.PEER, Role.CHAIR), ("urgent",), ())
    monkeypatch.setenv("PEER_SUPPORT_CHANNELS", '[{"url": "json://127.0.0.1"}]')
    (channel,) = Settings.load().channels
    assert channel.url.get_secret_value() == "json://127.0.0.1"


@pytest.mark.parametrize(
    ("channels", "told"),
    [
        ('[{"url": "hunter2"}]', "must be an Apprise address, such as mailto://."),
        ('[{"url": "json://x", "roles": ["mayor"]}]', "Input should be 'coordinator', "),
        ('[{"url": "json://x", "colour": "red"}]', "unknown field."),
        ("[{}]", "this field is missing."),
        ("mailto://me:hunter2@127.0.0.1", "must be a JSON list"),
    ],
)
def test_a_malformed_channel_is_refused(channels: str, told: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PEER_SUPPORT_CHANNELS", channels)
    message = refusal()
    assert message.startswith(f"PEER_SUPPORT_CHANNELS: {told}")
    assert "hunter2" not in message


def test_settings_do_not_change_while_they_are_used() -> None:
    with pytest.raises(ValueError, match="frozen"):
        Settings.load().prefect_port = 1  # type: ignore[misc]


def test_each_setting_is_explained_with_its_variable_and_its_meaning() -> None:
    settings = explain(Settings.load())
    assert [setting.name for setting in settings] == list(Settings.model_fields)
    for setting in settings:
        assert setting.meaning.endswith(".")
        assert setting.environment_variable == f"PEER_SUPPORT_{setting.name.upper()}"
        assert (setting.source, setting.value_shown) == ("default", setting.default)


def test_it_is_said_where_a_setting_was_set(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    write("lease_seconds = 90\nprefect_port = 4300\n")
    monkeypatch.setenv("PEER_SUPPORT_PREFECT_PORT", "4400")
    assert (explained("lease_seconds").source, explained("lease_seconds").value_shown) == ("file", "90")
    assert (explained("prefect_port").source, explained("prefect_port").value_shown) == ("environment", "4400")
    assert (explained("prefect_port").default, explained("sender").source) == ("4200", "default")


def test_a_secret_is_never_shown(write: Write) -> None:
    write(
        "database_url = 'postgresql://peer:hunter2@127.0.0.1/x'\nprefect_auth = 'operator:hunter2'\n"
        "[[channels]]\nurl = 'mailto://peer:hunter2@127.0.0.1'\nroles = ['peer']\ntags = ['a', 'b']\n"
        "[[channels]]\nurl = 'json://hunter2'\n"
    )
    settings = Settings.load()
    assert "hunter2" not in repr(settings) + str(settings) + settings.model_dump_json() + repr(explain(settings))
    assert explained("database_url").value_shown == "********"
    assert explained("channels").value_shown == "******** (roles peer; tags a, b), ******** (everybody)"


def test_reading_the_settings_imports_neither_prefect_nor_the_database() -> None:
    program = (
        "import config.explanation, sys; print({'prefect', 'sqlmodel', 'sqlalchemy', 'apprise'} & sys.modules.keys())"
    )
    root = Path(__file__).parents[2]
    ran = subprocess.run([sys.executable, "-c", program], cwd=root, capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "set()"
