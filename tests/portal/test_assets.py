"""Style, script and icon: complete, ours alone, and kept by browsers for as long as they stay the same."""

import re
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.testclient import TestClient

from portal.assets import BUILT, NAMES, Assets, NotBuilt

ASSETS = Assets()


@pytest.fixture
def client() -> TestClient:
    return TestClient(Starlette(routes=[Mount(Assets.AT, ASSETS)]))


@pytest.mark.parametrize("name", NAMES)
def test_what_is_addressed_by_its_content_may_be_kept_for_good(client: TestClient, name: str) -> None:
    answer = client.get(ASSETS.address(name))
    assert (answer.status_code, answer.headers["cache-control"]) == (200, "public, max-age=31536000, immutable")


def test_an_address_of_another_version_is_answered_but_not_kept(client: TestClient) -> None:
    answer = client.get("/static/0123456789ab/portal.css")
    assert (answer.status_code, answer.headers["cache-control"]) == (200, "no-cache")


@pytest.mark.parametrize("path", ["../assets.py", "..%2fassets.py", "nothing.css", ""])
def test_nothing_else_is_given_away(client: TestClient, path: str) -> None:
    assert client.get(ASSETS.address(path)).status_code in (404, 405)


def test_a_changed_style_has_another_address(tmp_path: Path) -> None:
    for name in NAMES:
        (tmp_path / name).write_bytes((BUILT / name).read_bytes())
    assert Assets(tmp_path).version == ASSETS.version
    (tmp_path / "portal.css").write_text("")
    assert Assets(tmp_path).version != ASSETS.version


def test_styles_that_were_never_built_are_missed_at_the_start(tmp_path: Path) -> None:
    with pytest.raises(NotBuilt, match=r"lacks portal\.css, .*python3 run\.py setup"):
        Assets(tmp_path)


def test_what_belongs_to_gov_uk_alone_is_left_out() -> None:
    style = (BUILT / "portal.css").read_text()
    assert not re.search(r"Transport|@font-face|crest|crown|url\(", style)
