"""What docs/security.md says shows a promise, is there."""

import re

from tests.architecture.sources import CHECKOUT, OUR_FOLDERS


def test_every_file_that_shows_how_we_are_secure_exists() -> None:
    said = (CHECKOUT / "docs" / "security.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`([\w/]+\.py)`", said))
    there = {file.relative_to(CHECKOUT).as_posix() for folder in OUR_FOLDERS.values() for file in folder.rglob("*.py")}
    missing = {name for name in named if not any(file == name or file.endswith(f"/{name}") for file in there)}
    assert len(named) > 15
    assert not missing, f"docs/security.md names {sorted(missing)}: say what shows the promise now."
