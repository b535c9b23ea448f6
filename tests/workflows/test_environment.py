"""What Prefect is told before it is imported: a process of its own for each, because Prefect listens only once."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from config.settings import Settings
from workflows.environment import api_url, prefect_environment

PASSWORD = SecretStr("operator:a-long-enough-secret-42")

APPLIED = """
import json, os, sys
from pathlib import Path
from config.settings import Settings
from workflows.environment import apply
apply(Settings(data_dir=Path(sys.argv[1])))
from prefect.settings import get_current_settings
told = get_current_settings()
apply(Settings(data_dir=Path(sys.argv[1])))  # told already: nothing to refuse
print(json.dumps({"prefect": told.model_dump(mode="json"), "environment": dict(os.environ)}))
"""

TOO_SOON = """
import sys
from pathlib import Path
import prefect
from config.settings import Settings
from workflows.environment import apply
apply(Settings(data_dir=Path(sys.argv[1])))
"""


def python(program: str, folder: Path, **inherited: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-c", program, str(folder)]
    clean = {name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")}
    return subprocess.run(command, env=clean | inherited, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def applied(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Any]]:
    """What Prefect makes of our environment in the hands of someone with an account and a proxy of their own."""
    folder = tmp_path_factory.mktemp("data")
    theirs = {
        "PREFECT_API_URL": "https://prefect.example.org/api",
        "PREFECT_API_KEY": "theirs",
        "PREFECT_PROFILE": "theirs",
        "PREFECT_SERVER_ALLOW_EPHEMERAL_MODE": "true",
        "PREFECT_API_DATABASE_CONNECTION_URL": "sqlite+aiosqlite:///theirs.db",
        "NO_PROXY": "intranet.example.org",
    }
    told = python(APPLIED, folder, **theirs)
    assert (told.returncode, told.stderr) == (0, "")
    return folder, json.loads(told.stdout)


def test_everything_that_prefect_keeps_is_under_the_data_directory(applied: tuple[Path, dict[str, Any]]) -> None:
    folder, told = applied
    home = folder / "prefect"
    assert home.stat().st_mode & 0o777 == 0o700
    prefect = told["prefect"]
    kept = [prefect["home"], prefect["profiles_path"], prefect["server"]["memo_store_path"]]
    assert all(Path(place).is_relative_to(home) for place in [*kept, prefect["results"]["local_storage_path"]])
    assert told["environment"]["PREFECT_SERVER_DATABASE_CONNECTION_URL"] == f"sqlite+aiosqlite:///{home}/prefect.db"


def test_prefect_talks_to_our_server_whatever_else_its_user_has(applied: tuple[Path, dict[str, Any]]) -> None:
    _, told = applied
    assert told["prefect"]["api"]["url"] == "http://127.0.0.1:4200/api"
    assert told["environment"]["PREFECT_API_KEY"] == ""
    assert told["prefect"]["server"]["ephemeral"]["enabled"] is False


def test_no_proxy_is_asked_for_a_server_on_this_machine(applied: tuple[Path, dict[str, Any]]) -> None:
    _, told = applied
    assert told["environment"]["NO_PROXY"] == "intranet.example.org,127.0.0.1,localhost,::1"


def test_prefect_tells_nobody_of_us(applied: tuple[Path, dict[str, Any]]) -> None:
    _, told = applied
    assert told["environment"]["DO_NOT_TRACK"] == "1"
    assert told["prefect"]["server"]["analytics_enabled"] is False
    assert told["prefect"]["server"]["ui"]["v2_enabled"] is False
    assert told["prefect"]["server"]["ui"]["show_promotional_content"] is False


def test_old_runs_and_events_go(applied: tuple[Path, dict[str, Any]]) -> None:
    _, told = applied
    assert set(told["prefect"]["server"]["services"]["db_vacuum"]["enabled"]) == {"events", "flow_runs"}


def test_every_variable_is_one_that_prefect_knows(applied: tuple[Path, dict[str, Any]]) -> None:
    from prefect.settings import Settings as PrefectSettings

    known = known_variables(PrefectSettings)
    ours = {name for name in prefect_environment(Settings()) if name.startswith("PREFECT_")}
    assert ours - known == {"PREFECT_PROFILE", "PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL"}


def known_variables(of: Any) -> set[str]:
    """The names that Prefect's settings are read by, in this model of them and those inside it."""
    known = {f"{of.model_config['env_prefix']}{field}".upper() for field in of.model_fields}
    for field in of.model_fields.values():
        if hasattr(field.annotation, "model_fields"):
            known |= known_variables(field.annotation)
    return known


def test_prefect_imported_before_it_is_told_is_refused(tmp_path: Path) -> None:
    refused = python(TOO_SOON, tmp_path, PREFECT_HOME=str(tmp_path / "another"))
    assert "PrefectImportedTooSoon: Prefect was imported before its environment was applied" in refused.stderr


@pytest.mark.parametrize(
    ("host", "url"),
    [
        ("127.0.0.1", "http://127.0.0.1:4200/api"),
        ("localhost", "http://localhost:4200/api"),
        ("::1", "http://[::1]:4200/api"),
        ("0.0.0.0", "http://127.0.0.1:4200/api"),
        ("::", "http://[::1]:4200/api"),
    ],
)
def test_clients_find_the_server_where_it_listens(host: str, url: str) -> None:
    assert api_url(Settings(prefect_host=host, prefect_auth=PASSWORD)) == url


def test_a_server_that_already_runs_is_used_where_the_settings_name_one() -> None:
    assert api_url(Settings(prefect_api_url="https://prefect.example.org/api")) == "https://prefect.example.org/api"


def test_server_and_clients_share_the_password_and_pages_find_the_api_by_any_name() -> None:
    told = prefect_environment(Settings(prefect_host="0.0.0.0", prefect_auth=PASSWORD))
    assert (
        told["PREFECT_API_AUTH_STRING"] == told["PREFECT_SERVER_API_AUTH_STRING"] == "operator:a-long-enough-secret-42"
    )
    assert told["PREFECT_SERVER_UI_API_URL"] == "/api"
