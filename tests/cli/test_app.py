"""What holds for every command: quick help, exit codes, one sentence for a no, and output fit for a pipe."""

import subprocess
import sys
from collections.abc import Iterator

import pytest
from cyclopts import App
from sqlalchemy import text

from cli.app import app
from config.vocabulary import Stage
from engagements.database import writing
from tests.cli.conftest import PEER_SUPPORT, Terminal, run

HEAVY = ("alembic", "apprise", "prefect", "pydantic", "sqlalchemy", "sqlmodel")


def every_command(within: App = app, before: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    for name in within:
        if not name.startswith("-"):
            group = [each for each in within[name] if not each.startswith("-")]
            if (
                not group or within[name].default_command
            ):  # a group without an answer of its own only lists its commands
                yield (*before, name)
            yield from every_command(within[name], (*before, name))


COMMANDS = sorted(every_command())


def test_help_imports_nothing_that_is_slow() -> None:
    program = f"""
import sys
from cli.app import main
for command in {[list(command) for command in [(), *COMMANDS]]}:
    assert main([*command, "--help"]) == 0, command
    imported = [name for name in {HEAVY} if name in sys.modules]
    assert not imported, f"The help of {{command}} imports {{imported}}: import it inside the command instead."
"""
    checked = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert checked.returncode == 0, checked.stderr


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_every_command_explains_itself_and_answers_in_json(nowhere: Terminal, command: tuple[str, ...]) -> None:
    usage, meaning, *rest = nowhere(*command, "--help").out.split("\n\n")
    assert " ".join(usage.split()).startswith(f"Usage: peer-support {' '.join(command)}")
    assert not meaning.startswith("╭"), "Say what the command does, in its docstring."
    assert "--json" in "".join(rest)


def test_without_a_command_the_help_is_shown(nowhere: Terminal) -> None:
    said = nowhere()
    assert said.code == 0
    assert "Usage: peer-support COMMAND" in said.out


@pytest.mark.parametrize(
    ("arguments", "hint"),
    [
        (("engagments",), "Did you mean"),
        (("engagements", "list", "--colour"), "peer-support engagements list --help"),
        (("engagements", "list", "--stage", "lunch"), "--stage"),
        (("export",), "peer-support export --help"),
        (("verify", "everything"), "everything"),
    ],
)
def test_what_makes_no_sense_is_misuse_and_says_where_help_is(
    nowhere: Terminal, arguments: tuple[str, ...], hint: str
) -> None:
    said = nowhere(*arguments)
    assert (said.code, said.out) == (2, "")
    assert hint in said.err


def test_an_unexpected_fault_is_one_sentence_that_says_where_to_look(terminal: Terminal) -> None:
    case = terminal.case().at_stage(Stage.SCOPING)
    with writing(terminal.engine) as connection:
        connection.execute(text("DROP TRIGGER journal_is_not_updated"))
        connection.execute(text("UPDATE journal SET type = 'NobodyKnowsThis'"))
    log = terminal.data_dir / "logs" / "peer-support.log"
    sentence = terminal.refused("engagements", "show", str(case.ref))
    assert sentence == f"Something unexpected went wrong: LookupError. See {log}, or give --debug."
    assert "NobodyKnowsThis" in log.read_text()
    assert "Traceback" in terminal("engagements", "show", str(case.ref), "--debug").err


def test_a_database_that_cannot_be_used_is_said_so(nowhere: Terminal) -> None:
    (nowhere.data_dir / "peer-support.sqlite3").write_text("This is not a database." * 100)
    for command in ("engagements", "migrate"):
        said = nowhere(command)
        assert (said.code, said.out) == (1, "")
        assert said.err == "The database cannot be used: file is not a database.\n"


def test_a_database_server_that_is_away_is_said_so(nowhere: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PEER_SUPPORT_DATABASE_URL", "postgresql://nobody@127.0.0.1:1/nothing?connect_timeout=2")
    said = nowhere("engagements")
    assert (said.code, said.out) == (1, "")
    assert said.err.startswith("The database cannot be used: ")
    assert said.err.count("\n") == 1


def test_the_installed_command_ends_with_the_right_code(terminal: Terminal) -> None:
    assert run("engagements").returncode == 0
    assert run("engagements", "show", "ESSEX-1999-1").returncode == 1
    assert run("engagements", "shew").returncode == 2


def test_in_a_pipe_lines_stay_whole_and_plain(terminal: Terminal) -> None:
    terminal.case().at_stage(Stage.SCOPING)
    said = run("engagements", environment={"COLUMNS": "20", "TERM": "xterm-256color"})
    assert said.stderr == ""
    assert len(said.stdout.splitlines()) == 2
    assert "\x1b" not in said.stdout


def test_a_reader_who_has_read_enough_ends_the_command_quietly(terminal: Terminal) -> None:
    with subprocess.Popen(
        [PEER_SUPPORT, "commands", "--json"], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as command:
        assert command.stdout
        assert command.stderr
        command.stdout.read(1)
        command.stdout.close()
        assert command.stderr.read() == b""
    assert command.returncode == 0
