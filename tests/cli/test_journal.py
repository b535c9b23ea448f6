"""``verify`` proves that nothing was changed behind the journal's back; ``export`` gives everything."""

import pytest
from sqlalchemy import text

from config.vocabulary import Stage
from engagements.database import writing
from tests.cli.conftest import Terminal, run


def test_what_commands_wrote_verifies(terminal: Terminal) -> None:
    case = terminal.case().at_stage(Stage.CLOSED)
    said = terminal("verify")
    assert (said.code, said.err) == (0, "")
    assert said.out.startswith(f"Verified 1 engagement and {case.facts.version} events: every chain holds")
    assert terminal("verify", "--json").json == {
        "holds": True,
        "engagements": 1,
        "events": case.facts.version,
        "problems": [],
    }


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ("UPDATE journal SET actor = 'chair' WHERE position = 2", "ESSEX-2020-1, entry 2 (RequestAccepted)"),
        ("UPDATE engagement SET authority = 'kent'", "table engagement, row (1,)"),
        ("DELETE FROM obligation WHERE kind = 'hold_scoping_meeting'", "table obligation, row (1, 2"),
    ],
)
def test_a_change_behind_the_journals_back_is_found_with_its_place(terminal: Terminal, change: str, place: str) -> None:
    terminal.case().at_stage(Stage.SCOPING)
    with writing(terminal.engine) as connection:
        connection.execute(text("DROP TRIGGER journal_is_not_updated"))
        connection.execute(text(change))
    said = terminal("verify")
    assert said.code == 1
    assert place in said.out
    assert said.err.startswith("Journal and tables differ in ")
    assert said.err.count("\n") == 1
    assert terminal("verify", "--json").json["holds"] is False


def test_an_export_holds_tables_journal_hashes_and_texts(terminal: Terminal) -> None:
    case = terminal.case().at_stage(Stage.FOLLOW_UP_PLAN)
    exported = terminal("export", str(case.ref)).json
    assert exported.keys() == {"ref", "engagement", "tables", "journal", "texts"}
    assert [entry["sequence"] for entry in exported["journal"]] == list(range(1, case.facts.version + 1))
    assert exported["journal"][-1]["hash"] == exported["engagement"]["chain"] == case.facts.chain.hex()
    assert terminal("export", str(case.ref), "--json").json == exported
    assert "There is no engagement" in terminal.refused("export", "ESSEX-1999-1")


def test_a_process_that_does_nothing_else_verifies_a_whole_life(terminal: Terminal) -> None:
    terminal.case().at_stage(Stage.CLOSED)
    said = run("verify")
    assert (said.returncode, said.stderr) == (0, "")
