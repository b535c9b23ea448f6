"""``report`` shows how the final report differs from the draft, and writes a draft to begin from."""

import json
from pathlib import Path

import pytest

from config.vocabulary import Role, Stage
from tests.builders import Case
from tests.cast import PROTECTION
from tests.cli.conftest import Terminal
from tests.cli.plans import ref


@pytest.fixture
def case(terminal: Terminal) -> Case:
    """The visit is over, with one finding."""
    case = terminal.case().at_stage(Stage.RECOMMENDATIONS)
    case.give("NoteFinding", Role.COORDINATOR, line=PROTECTION, kind="area_to_consider", text="Few audits.")
    terminal.follow(case)
    return case


def test_a_draft_from_the_findings_is_given_once_its_summary_is_written(
    terminal: Terminal, case: Case, tmp_path: Path
) -> None:
    file = tmp_path / "draft.json"
    said = terminal("report", "draft", ref(case), "--to", str(file))
    assert (said.code, said.out) == (
        0,
        f"Wrote 1 paragraph and 1 recommendation to {file}. The summary is still to be written.\n",
    )
    assert terminal("report", "draft", ref(case), "--to", str(file)).code == 2
    give = ("do", "DraftReport", "--ref", ref(case), "--as", "coordinator", "--data", f"@{file}")
    assert terminal(*give).code == 1
    file.write_text(json.dumps(json.loads(file.read_text()) | {"summary": "Too few."}))
    assert terminal(*give).code == 0
    assert "Few audits." in terminal("report", ref(case)).out


def test_what_differs_is_marked_and_says_why(terminal: Terminal, case: Case) -> None:
    assert terminal("report", ref(case)).code == 1
    draft = {"summary": "Seen.", "recommendations": [{"text": "Set targets."}]}
    case.give("DraftReport", Role.COORDINATOR, draft, paragraphs=[{"text": "There are 12 stations."}])
    case.give("SendForAccuracyCheck", Role.COORDINATOR)
    corrections = [{"place": "P1", "correction": "There are 13."}]
    case.give("ReturnAccuracyCheck", Role.AUTHORITY, corrections=corrections)
    reworded = {"outcome": "reworded", "wording": "There are 13 stations.", "reason": "Counted."}
    case.give("DecideCorrection", Role.COORDINATOR, reworded, number=1)
    terminal.follow(case)
    said = terminal("report", ref(case)).out
    assert "Paragraph 1: reworded\nThere are [-12-] {+13+} stations.\nReason: Counted." in said
    _, paragraph, _ = terminal("report", ref(case), "--json").json
    assert (paragraph["draft"], paragraph["final"]) == ("There are 12 stations.", "There are 13 stations.")
