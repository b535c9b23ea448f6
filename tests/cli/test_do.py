"""``do`` gives a command exactly as the rules take it, and refuses in one sentence what they refuse."""

import json
from pathlib import Path
from uuid import uuid4

import pytest

from tests.builders import REVIEW
from tests.cli.conftest import Terminal
from tests.desk import everything

REQUEST = {"authority": "essex", "product": REVIEW, "reason": "The inspectorate asked us to look at protection."}
BEGIN = ("do", "RequestSupport", "--as", "coordinator", "--data")


def requested(terminal: Terminal) -> str:
    return str(terminal(*BEGIN, json.dumps(REQUEST), "--json").json["ref"])


def test_a_command_says_what_came_of_it_and_who_is_awaited_next(terminal: Terminal) -> None:
    said = terminal(*BEGIN, json.dumps(REQUEST))
    assert said.code == 0
    assert said.out.splitlines() == [
        "Support requested (ESSEX-2020-1, version 1).",
        "Essex County Fire and Rescue Service: Service-to-service peer review, at request, awaiting the "
        "principal adviser (Adviser east) to triage request by 13 January 2020, in 7 days.",
    ]


def test_a_program_gets_the_events_with_their_positions(terminal: Terminal) -> None:
    answer = terminal(*BEGIN, json.dumps(REQUEST), "--json").json
    assert answer.keys() == {"ref", "version", "replayed", "events"}
    [event] = answer["events"]
    assert (event["type"], event["position"], event["facts"]["authority"]) == ("SupportRequested", 1, "essex")


def test_data_may_come_from_a_file_or_be_typed(terminal: Terminal, tmp_path: Path) -> None:
    (tmp_path / "request.json").write_text(json.dumps(REQUEST), encoding="utf-8-sig")
    assert terminal(*BEGIN, f"@{tmp_path / 'request.json'}", "--json").json["ref"] == "ESSEX-2020-1"
    assert terminal(*BEGIN, "-", "--json", typed=json.dumps(REQUEST).encode()).json["ref"] == "ESSEX-2020-2"


def test_the_same_command_id_is_applied_once_and_answers_the_same(terminal: Terminal) -> None:
    again = (*BEGIN, json.dumps(REQUEST), "--command-id", str(uuid4()))
    first = terminal(*again, "--json").json
    before = everything(terminal.engine)
    second = terminal(*again, "--json").json
    assert everything(terminal.engine) == before
    assert second == first | {"replayed": True}
    assert terminal(*again).out.startswith("Applied before, and not again: Support requested")


def test_a_person_may_be_named_with_their_role(terminal: Terminal) -> None:
    ref = requested(terminal)
    assert terminal("do", "AcceptRequest", "--ref", ref, "--as", "principal-adviser:adviser-east").code == 0


def test_a_file_of_one_megabyte_is_refused(terminal: Terminal, tmp_path: Path) -> None:
    large = tmp_path / "large.json"
    large.write_text(json.dumps(REQUEST | {"reason": "ü" * 500_000}, ensure_ascii=False), encoding="utf-8")
    assert "larger than 512 KB" in terminal.refused(*BEGIN, f"@{large}")


@pytest.mark.parametrize(
    ("data", "where"),
    [
        ('{"authority": "essex",\n "product" "x"}', "line 2 column 12"),
        ('{"authority": "essex"', "line 1 column 21"),
        ("", "line 1 column 0"),
        ("essex", "line 1 column 1"),
        ("[]", "the data"),
        (json.dumps(REQUEST | {"reason": "a\x00b"}), "reason: holds a control character (U+0000) at position 2"),
        (json.dumps(REQUEST | {"colour": "red"}), "colour"),
        (json.dumps(REQUEST | {"reason": " "}), "reason"),
        (json.dumps(REQUEST | {"authority": "Essex!"}), "authority"),
        (json.dumps({name: REQUEST[name] for name in ("authority", "product")}), "reason: this field is missing"),
    ],
)
def test_malformed_data_is_refused_with_the_place(terminal: Terminal, data: str, where: str) -> None:
    assert where.lower() in terminal.refused(*BEGIN, data).lower()


def test_a_welsh_authority_is_refused(terminal: Terminal) -> None:
    data = json.dumps(REQUEST | {"authority": "south-wales"})
    assert "for England only" in terminal.refused(*BEGIN, data)


def test_what_does_not_fit_is_refused_in_one_sentence(terminal: Terminal) -> None:
    ref = requested(terminal)
    give = ("do", "AcceptRequest", "--as")
    assert "no command" in terminal.refused("do", "Accept", "--as", "coordinator")
    assert "no engagement" in terminal.refused(*give, "principal_adviser", "--ref", "ESSEX-1999-1")
    assert "by its reference" in terminal.refused(*give, "principal_adviser")
    assert "coordinator may not give it" in terminal.refused(*give, "coordinator", "--ref", ref)
    assert "nobody" in terminal.refused(*give, "principal_adviser:nobody", "--ref", ref)
    stale = terminal.refused(*give, "principal_adviser", "--ref", ref, "--expect-version", "7")
    assert "from version 7 to 1" in stale
    assert "at the stage request" in terminal.refused("do", "ConfirmTeam", "--as", "coordinator", "--ref", ref)


def test_a_program_is_told_the_rule_that_refused(terminal: Terminal) -> None:
    said = terminal("do", "AcceptRequest", "--as", "coordinator", "--ref", requested(terminal), "--json")
    assert said.code == 1
    assert said.json == {"refused": "NotAllowed", "reason": said.err.strip()}


def test_a_command_line_that_makes_no_sense_is_misuse(terminal: Terminal, tmp_path: Path) -> None:
    assert "Did you mean coordinator?" in terminal.refused("do", "AcceptRequest", "--as", "cordinator", code=2)
    assert "There are: " in terminal.refused("do", "AcceptRequest", "--as", "x", code=2)
    assert "--as" in terminal.refused("do", "AcceptRequest", code=2)
    assert "No such file" in terminal.refused(*BEGIN, f"@{tmp_path / 'nowhere.json'}", code=2)
    (tmp_path / "latin.json").write_bytes(b'{"reason": "caf\xe9"}')
    assert "from byte 16 on" in terminal.refused(*BEGIN, f"@{tmp_path / 'latin.json'}", code=2)
    assert "--command-id" in terminal.refused(*BEGIN, "{}", "--command-id", "seven", code=2)
