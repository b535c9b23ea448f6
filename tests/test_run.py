"""Setting up a fresh machine: what is skipped, what is started over, and what is said when it cannot go on."""

import ast
import os
import shutil
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

import run

CHECKOUT = Path(run.__file__).parent


@pytest.fixture
def fresh_checkout(tmp_path: Path) -> Path:
    """What run.py reads before anything is installed, in a folder of its own."""
    for name in ("run.py", "pyproject.toml"):
        shutil.copy(CHECKOUT / name, tmp_path / name)
    for name in ("requirements", "portal/look"):
        shutil.copytree(CHECKOUT / name, tmp_path / name, ignore=shutil.ignore_patterns("node_modules"))
    return tmp_path


@pytest.fixture
def out_of_reach() -> dict[str, str]:
    """An environment whose package registry is a loopback port that nobody listens on."""
    with socket.socket() as once_open:
        once_open.bind(("127.0.0.1", 0))
        port = once_open.getsockname()[1]
    kept = {name: value for name, value in os.environ.items() if not name.upper().startswith(("PIP_", "HTTP", "ALL_"))}
    nobody = f"http://127.0.0.1:{port}/"
    return kept | {"PIP_CONFIG_FILE": os.devnull, "PIP_INDEX_URL": nobody, "npm_config_registry": nobody}


@pytest.mark.parametrize("arguments", [["launch"], ["up"], ["--port", "80"], ["setup", "twice"], ["check", "lint"]])
def test_a_word_it_does_not_know_is_misuse(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run.main(arguments) == 2
    assert capsys.readouterr().err == run.USAGE


def test_help_is_no_misuse(capsys: pytest.CaptureFixture[str]) -> None:
    assert run.main(["--help"]) == 0
    assert capsys.readouterr().out == run.USAGE


def test_a_python_before_3_11_is_refused_with_what_to_do() -> None:
    with pytest.raises(run.CannotGoOn, match=r"needs Python 3\.11 or later; this is 3\.9\.2\. (Run it with|Install)"):
        run.refuse_old_python((3, 9, 2))
    run.refuse_old_python((3, 11, 0))


def test_an_old_python_can_read_run_py_as_far_as_the_refusal() -> None:
    tree = ast.parse(Path(run.__file__).read_text(), feature_version=(3, 6))
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    evaluated = [(f.name, a) for f in functions for a in (f.returns, *(arg.annotation for arg in f.args.args)) if a]
    assert len(evaluated) > len(functions)
    unreadable = [name for name, annotation in evaluated if not isinstance(annotation, ast.Name | ast.Constant)]
    assert not unreadable, f"Quote the annotations of {unreadable}: Python 3.8 fails on them before it can be refused."


def test_a_full_disk_is_refused_before_anything_is_installed() -> None:
    with pytest.raises(run.CannotGoOn, match=r"The disk is full: .* has 12 MB free and needs 1200\. Make room"):
        run.refuse_full_disk(free=12_000_000)
    run.refuse_full_disk(free=run.ROOM)


@pytest.mark.parametrize(
    ("said_by_pip", "sentence"),
    [
        (
            "ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device",
            "The disk filled up",
        ),
        (
            "ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.",
            "other than the one this project",
        ),
        (
            "WARNING: Retrying (Retry(total=0)) after connection broken by 'ReadTimeoutError'",
            "registry is out of reach",
        ),
        ("npm error FetchError: request to registry failed, reason: connect ECONNREFUSED", "registry is out of reach"),
        ("npm error code EINTEGRITY", "other than the one this project"),
        ("ERROR: No matching distribution found for alembic==0", "failed:\nERROR: No matching distribution found"),
    ],
)
def test_a_failed_installation_says_what_is_wrong(said_by_pip: str, sentence: str) -> None:
    failing = [sys.executable, "-c", "import sys; sys.exit(sys.argv[1])", said_by_pip]
    with pytest.raises(run.CannotGoOn, match=sentence):
        run.must(failing, progress=lambda _: "Fetching")


def test_a_registry_out_of_reach_is_said_in_a_sentence_and_what_was_half_finished_is_started_over(
    fresh_checkout: Path, out_of_reach: dict[str, str]
) -> None:
    half_copied = fresh_checkout / ".venv" / "bin" / "half-copied"
    half_copied.parent.mkdir(parents=True)
    half_copied.touch()

    ran = subprocess.run(
        [sys.executable, "run.py", "setup"], cwd=fresh_checkout, env=out_of_reach, capture_output=True, text=True
    )

    first, *_, last = ran.stderr.splitlines()
    assert (ran.returncode, ran.stdout, first) == (1, "", "Making .venv"), ran.stderr
    assert last.startswith("The package registry is out of reach")
    assert not half_copied.exists()
    assert not (fresh_checkout / ".venv" / run.STAMP.name).exists()


def test_an_interrupted_set_up_says_so_and_is_not_taken_for_complete(
    fresh_checkout: Path, out_of_reach: dict[str, str]
) -> None:
    command, pipe = [sys.executable, "run.py", "setup"], subprocess.PIPE
    with subprocess.Popen(
        command, cwd=fresh_checkout, env=out_of_reach, stdout=pipe, stderr=pipe, text=True
    ) as setting_up:
        assert setting_up.stderr
        assert setting_up.stderr.readline() == "Making .venv\n"
        setting_up.send_signal(signal.SIGTERM)
        _, said = setting_up.communicate()

    assert (setting_up.returncode, said) == (130, "Stopped. Run the same command again to go on.\n")
    assert not (fresh_checkout / ".venv" / run.STAMP.name).exists()


@pytest.fixture
def set_up_checkout(fresh_checkout: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A checkout stamped as set up for running. There is no room to install anything: trying to is refused."""
    monkeypatch.setattr(run, "HERE", fresh_checkout)
    monkeypatch.setattr(run, "VENV", fresh_checkout / ".venv")
    monkeypatch.setattr(run, "STAMP", fresh_checkout / ".venv" / run.STAMP.name)
    monkeypatch.setattr(run, "ROOM", shutil.disk_usage(fresh_checkout).total + 1)
    run.VENV.mkdir()
    run.STAMP.write_text(f"{run.home()}\n{run.fingerprint('runtime')}")
    return fresh_checkout


def test_what_is_already_set_up_is_skipped(set_up_checkout: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run.install("runtime")
    assert capsys.readouterr() == ("", "")


def test_a_checkout_set_up_for_running_is_not_yet_set_up_for_tests(set_up_checkout: Path) -> None:
    with pytest.raises(run.CannotGoOn):
        run.install("development")


@pytest.mark.parametrize("changed", ["requirements/runtime.txt", "pyproject.toml"])
def test_a_changed_lock_or_project_file_is_installed_again(set_up_checkout: Path, changed: str) -> None:
    with (set_up_checkout / changed).open("a") as file:
        file.write("# changed\n")
    with pytest.raises(run.CannotGoOn):
        run.install("runtime")


def test_another_python_makes_its_own_environment(set_up_checkout: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "base_prefix", "/another/python")
    assert run.home() not in run.stamped()
    with pytest.raises(run.CannotGoOn):
        run.install("runtime")


@pytest.fixture
def look_to_build(set_up_checkout: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A set-up checkout whose styles are yet to be built, with the programs of this one's environment."""
    monkeypatch.setattr(run, "BIN", Path(sys.executable).parent)
    monkeypatch.setattr(run, "LOOK", set_up_checkout / "portal" / "look")
    monkeypatch.setattr(run, "BUILT", set_up_checkout / "portal" / "static")
    return set_up_checkout


def test_styles_out_of_reach_are_said_in_a_sentence_and_not_taken_for_built(
    look_to_build: Path, out_of_reach: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in (out_of_reach | {"npm_config_cache": str(look_to_build / "cache")}).items():
        monkeypatch.setenv(name, value)
    with pytest.raises(run.CannotGoOn, match="The package registry is out of reach"):
        run.build_look()
    assert run.built_look() == ""


def test_styles_are_built_once_and_again_when_a_source_changes(
    look_to_build: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run, "LOOK", CHECKOUT / "portal" / "look")
    run.BUILT.mkdir(parents=True)
    (run.BUILT / "built").write_text(run.look())
    run.build_look()
    assert capsys.readouterr() == ("", "")

    monkeypatch.setattr(run, "LOOK", look_to_build / "portal" / "look")
    assert run.look() == run.built_look(), "A copy of the sources has the same look."
    with (run.LOOK / "portal.scss").open("a") as file:
        file.write("// changed\n")
    assert run.look() != run.built_look()


def test_the_lock_of_the_look_names_no_address() -> None:
    assert '"resolved"' not in (CHECKOUT / "portal" / "look" / "package-lock.json").read_text()


def test_both_locks_name_no_address_and_agree_on_every_version() -> None:
    runtime, development = (
        (CHECKOUT / "requirements" / f"{lock}.txt").read_text() for lock in ("runtime", "development")
    )
    assert "://" not in runtime + development
    pins = [line for line in runtime.splitlines() if "==" in line and not line.startswith((" ", "#"))]
    assert pins
    assert [pin for pin in pins if pin not in development.splitlines()] == []
