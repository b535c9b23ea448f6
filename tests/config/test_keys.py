"""The keys that sign links and sessions."""

import stat
import subprocess
import sys
from pathlib import Path

import pytest
from pydantic import SecretStr

from config.keys import keys
from config.settings import MalformedSettings, Settings

CHECKOUT = Path(__file__).parents[2]
NEW, OLD = "n" * 32, "o" * 32


def test_the_keys_that_are_set_are_used_in_their_order(tmp_path: Path) -> None:
    assert keys(Settings(data_dir=tmp_path, secret_keys=(SecretStr(NEW), SecretStr(OLD)))) == (NEW, OLD)
    assert not list(tmp_path.iterdir())


def test_without_a_setting_a_key_is_made_once_for_us_alone(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path / "var")
    [made] = keys(settings)
    assert len(made) > 40
    assert keys(settings) == (made,)
    [file] = settings.data_dir.iterdir()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert keys(Settings(data_dir=tmp_path / "elsewhere")) != (made,)


def test_a_new_key_at_the_top_of_the_file_signs_from_then_on(tmp_path: Path) -> None:
    (tmp_path / "keys").write_text(f"{NEW}\n{OLD}\n")
    assert keys(Settings(data_dir=tmp_path)) == (NEW, OLD)


@pytest.mark.parametrize("content", ["", "short\n", f"{NEW}\nshort"])
def test_a_file_without_a_proper_key_is_refused(content: str, tmp_path: Path) -> None:
    (tmp_path / "keys").write_text(content)
    with pytest.raises(MalformedSettings, match="each line must be a key of at least 32 characters") as refused:
        keys(Settings(data_dir=tmp_path))
    assert "short" not in str(refused.value)


def test_processes_that_ask_at_the_same_moment_get_the_same_key(tmp_path: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from config.keys import keys; from config.settings import Settings;"
        "settings = Settings(data_dir=Path(sys.argv[1])); print('ready', flush=True); input(); print(keys(settings)[0])"
    )
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True, "cwd": CHECKOUT}
    at_once = [subprocess.Popen([sys.executable, "-c", program, str(tmp_path)], **pipes) for _ in range(6)]  # type: ignore[call-overload]
    for process in at_once:
        assert process.stdout.readline() == "ready\n"
    for process in at_once:
        process.stdin.write("\n")
        process.stdin.flush()
    found = {process.communicate()[0] for process in at_once}
    assert len(found) == 1
    assert found == {f"{keys(Settings(data_dir=tmp_path))[0]}\n"}
    assert [file.name for file in tmp_path.iterdir()] == ["keys"]
