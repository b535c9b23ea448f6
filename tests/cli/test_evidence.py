"""``evidence`` keeps files by what they contain, and finds the one that changed."""

from pathlib import Path

from tests.cli.conftest import Terminal

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"


def test_a_file_goes_in_and_comes_out_whole(terminal: Terminal, tmp_path: Path) -> None:
    file, copy = tmp_path / "targets.pdf", tmp_path / "copy.pdf"
    file.write_bytes(PDF)
    assert "No evidence file has been added" in terminal("evidence", "list").out
    added = terminal("evidence", "add", str(file), "--json").json
    assert added["sha256"] in terminal("evidence", "add", str(file)).out
    assert [one["sha256"] for one in terminal("evidence", "list", "--json").json] == [added["sha256"]]
    assert added["sha256"] in terminal("evidence").out
    assert terminal("evidence", "show", added["sha256"], "--to", str(copy)).code == 0
    assert copy.read_bytes() == PDF
    assert "exists already" in terminal.refused("evidence", "show", added["sha256"], "--to", str(copy))
    assert "no such" in terminal.refused("evidence", "show", added["sha256"], "--to", str(tmp_path / "x" / "y")).lower()


def test_what_cannot_be_evidence_is_refused_in_a_sentence(terminal: Terminal, tmp_path: Path) -> None:
    file = tmp_path / "tool.exe"
    file.write_bytes(b"MZ")
    assert "cannot be evidence" in terminal.refused("evidence", "add", str(file))
    assert "No evidence file" in terminal.refused("evidence", "show", "0" * 64, "--to", str(tmp_path / "copy"))


def test_a_file_that_changed_is_found(terminal: Terminal, tmp_path: Path) -> None:
    file = tmp_path / "targets.pdf"
    file.write_bytes(PDF)
    sha256 = terminal("evidence", "add", str(file), "--json").json["sha256"]
    assert terminal("evidence", "check").out == "Checked 1 evidence file: each is what was added.\n"
    (terminal.data_dir / "evidence" / sha256[:2] / sha256).write_bytes(b"%PDF-1.7 else")
    said = terminal("evidence", "check")
    assert said.code == 1
    assert "has changed since" in said.out
    assert terminal("evidence", "check", "--json").json["holds"] is False
