"""``people`` puts contacts and peers on record: checked field by field, a file whole or not at all."""

from datetime import date
from pathlib import Path

import pytest

from engagements.database import writing
from engagements.people import mark_unreachable
from engagements.state.people import Unreachable
from tests.cli.conftest import Terminal

HEADER = "id,name,email,role,authority,regions,holds_from,holds_to,kind,service"
CLERK = "clerk,The clerk,clerk@example.org,clerk,essex,,2020-04-01,,,"
ADVISER = "adviser,The adviser,adviser@example.org,principal_adviser,,East of England; London,,,,"
LEAD = "kent-lead,Lead peer,kent-lead@example.org,,,,,,officer_peer,kent"


NOBODY: dict[str, list[object]] = {"contacts": [], "peers": [], "unreachable": []}


def add(id: str, *options: str, name: str = "A name", email: str = "somebody@example.org") -> tuple[str, ...]:
    return ("people", "add", id, "--name", name, "--email", email, *options)


def test_a_newcomer_is_told_how_to_put_somebody_on_record(empty: Terminal) -> None:
    assert "peer-support people add" in empty("people").out
    assert empty("people", "--json").json == NOBODY


def test_a_scrutiny_member_of_an_authority_is_put_on_record(empty: Terminal) -> None:
    assert empty(*add("essex-scrutiny", "--role", "scrutiny-member", "--authority", "essex")).code == 0
    assert "belongs to an authority" in empty(*add("nowhere", "--role", "scrutiny-member")).err


def test_links_that_others_may_have_read_are_made_void(empty: Terminal) -> None:
    empty(*add("essex-clerk", "--role", "clerk", "--authority", "essex"))
    told = empty("people", "revoke-links", "essex-clerk").out
    assert told == "The links that A name was sent until now open nothing any more.\n"
    assert empty("people", "revoke-links", "essex-clerk", "--json").json["sessions_ended"] == 0
    assert "Nobody is on record as nobody" in empty("people", "revoke-links", "nobody").err


def test_contacts_and_peers_are_put_on_record_and_listed(empty: Terminal) -> None:
    assert empty(*add("essex-clerk", "--role", "clerk", "--authority", "essex")).code == 0
    regions = ("--regions", "East of England", "--regions", "London")
    assert empty(*add("adviser", "--role", "principal-adviser", *regions)).code == 0
    assert empty(*add("kent-lead", "--kind", "officer_peer", "--service", "kent", name="Lead")).out == (
        "Lead is on record as kent-lead.\n"
    )
    _, *lines = empty("people", "list").out.splitlines()
    assert [line.split()[0] for line in lines] == ["adviser", "essex-clerk", "kent-lead"]
    assert lines[0].endswith("principal adviser  East of England, London")
    assert lines[2].endswith("officer peer       kent")


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        (add("A Clerk", "--role", "clerk", "--authority", "essex"), "id: "),
        (add("clerk", "--role", "clerk"), "belongs to an authority"),
        (add("clerk", "--role", "clerk", "--authority", "esex"), "Did you mean essex?"),
        (add("clerk", "--role", "clerk", "--authority", "north-wales"), "for England only"),
        (add("clerk", "--role", "peer", "--authority", "essex"), "a peer has kind and service"),
        (add("coordinator-2", "--role", "coordinator", "--authority", "essex"), "leave authority out"),
        (add("adviser", "--role", "principal_adviser", "--regions", "Essex"), "there is no region 'Essex'"),
        (add("clerk", "--role", "clerk", "--authority", "essex", "--regions", "London"), "only a principal adviser"),
        (add("clerk", "--role", "clerk", "--authority", "essex", email="not an address"), "email: this is not a mail"),
        (add("clerk", "--role", "clerk", "--authority", "essex", email="a@b\nBcc: c@d"), "email: this is not a mail"),
        (add("clerk", "--role", "clerk", "--authority", "essex", name="A\x1b[31mB"), "name: holds a control character"),
        (add("clerk"), "role: this field is missing"),
        (add("lead", "--kind", "fire_peer", "--service", "kent"), "kind: "),
        (add("lead", "--kind", "officer_peer"), "service: this field is missing"),
        (add("lead", "--kind", "officer_peer", "--service", "kent", "--role", "clerk"), "role: unknown field"),
        (add("coordinator", "--role", "coordinator"), "is on record already"),
        (
            add("clerk", "--role", "coordinator", "--holds-from", "2020-02-01", "--holds-to", "2020-01-01"),
            "holds_to comes before holds_from",
        ),
    ],
)
def test_what_cannot_be_right_is_refused_with_the_field(
    terminal: Terminal, wrong: tuple[str, ...], reason: str
) -> None:
    assert reason in terminal.refused(*wrong)


def written(folder: Path, *lines: str) -> str:
    file = folder / "people.csv"
    file.write_text("\n".join(lines) + "\n", encoding="utf-8-sig", newline="\r\n")  # as a spreadsheet saves it
    return str(file)


def test_a_file_of_contacts_and_peers_is_imported(empty: Terminal, tmp_path: Path) -> None:
    said = empty("people", "import", written(tmp_path, HEADER, CLERK, ADVISER, LEAD))
    assert (said.code, said.out) == (0, "Put 3 people on record.\n")
    people = empty("people", "--json").json
    assert people["contacts"][1]["holds_from"] == "2020-04-01"
    assert people["contacts"][0]["regions"] == ["East of England", "London"]
    assert people["peers"][0]["service"] == "kent"


def test_one_line_that_cannot_be_used_keeps_everybody_out(empty: Terminal, tmp_path: Path) -> None:
    wrong = ("x,Nobody,nowhere,clerk,essex,,,,,", "y,,y@example.org,,,,,,,")
    said = empty("people", "import", written(tmp_path, HEADER, CLERK, *wrong))
    assert said.code == 1
    first, *told = said.err.splitlines()
    assert first.startswith("Nobody was added")
    assert told[0] == "Line 3: email: this is not a mail address."
    assert told[1].startswith("Line 4: name: this field is missing; role: ")
    assert empty("people", "--json").json == NOBODY


@pytest.mark.parametrize(
    ("lines", "reason"),
    [
        ((HEADER, CLERK, CLERK), "Nobody was added. Line 3: "),
        ((HEADER,), "names nobody"),
        (("id,name,political_group", "x,y,z"), "has the column 'political_group'"),
        ((HEADER, f"{CLERK},more,and more"), "more cells than columns"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused(
    empty: Terminal, tmp_path: Path, lines: tuple[str, ...], reason: str
) -> None:
    said = empty("people", "import", written(tmp_path, *lines))
    assert (said.code, reason in said.err) == (1, True)
    assert empty("people", "--json").json == NOBODY


def test_what_is_no_file_of_text_is_misuse(empty: Terminal, tmp_path: Path) -> None:
    (tmp_path / "binary.csv").write_bytes(b"PK\x03\x04\xff\xfe")
    assert "No such file" in empty.refused("people", "import", str(tmp_path / "nowhere.csv"), code=2)
    assert "not CSV in UTF-8" in empty.refused("people", "import", str(tmp_path / "binary.csv"), code=2)


def test_who_is_away_is_listed_with_their_deputy_until_they_are_back(terminal: Terminal) -> None:
    days = ("--from", "2019-10-01", "--to", "2030-10-14")
    said = terminal("people", "absent", "essex-chair", *days, "--deputy", "essex-clerk")
    assert said.out == "essex-chair is away from 1 October 2019 to 14 October 2030; their mail goes to essex-clerk.\n"
    assert line_of(terminal, "essex-chair").endswith("away until 14 October 2030, deputy essex-clerk")
    assert terminal("people", "back", "essex-chair").code == 0
    assert line_of(terminal, "essex-chair").endswith("deputy essex-clerk")


def test_who_holds_a_role_second_is_listed_so(terminal: Terminal) -> None:
    assert terminal(*add("essex-chair-2", "--role", "chair", "--authority", "essex", "--turn", "2")).code == 0
    assert "chair, turn 2" in line_of(terminal, "essex-chair-2")


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        (("absent", "nobody", "--from", "2020-01-01"), "Nobody is on record as nobody"),
        (("absent", "hertfordshire-lead", "--from", "2020-01-01"), "only contacts have deputies"),
        (("absent", "essex-chair", "--from", "2020-01-02", "--to", "2020-01-01"), "not before it"),
        (("absent", "essex-chair", "--from", "2020-01-01", "--deputy", "essex-chair"), "stand in for themselves"),
        (("absent", "essex-chair", "--from", "2020-01-01", "--deputy", "kent-chair"), "the authority essex"),
        (("absent", "essex-chair", "--from", "2020-01-01", "--deputy", "nobody"), "put the deputy on record first"),
        (("change-address", "essex-chair", "not an address"), "this is not a mail address"),
        (("mend", "essex-chair"), "there is nothing to mend"),
    ],
)
def test_an_absence_that_cannot_be_is_refused(terminal: Terminal, wrong: tuple[str, ...], reason: str) -> None:
    assert reason in terminal.refused("people", *wrong)


def test_mail_that_comes_back_is_shown_until_the_address_is_changed_or_mended(terminal: Terminal) -> None:
    for mended in (("mend", "essex-chair"), ("change-address", "essex-chair", "the-chair@example.org")):
        with writing(terminal.engine) as connection:
            address, since = "essex-chair@example.org", date(2020, 1, 6)
            failed = Unreachable(person="essex-chair", address=address, since=since, reason="No such mailbox.")
            mark_unreachable(connection, failed)
        assert line_of(terminal, "essex-chair").endswith("cannot be reached since 6 January 2020: No such mailbox.")
        assert terminal("people", *mended).code == 0
        assert "cannot be reached" not in line_of(terminal, "essex-chair")
    assert "the-chair@example.org" in line_of(terminal, "essex-chair")


def line_of(terminal: Terminal, person: str) -> str:
    [line] = [line for line in terminal("people").out.splitlines() if line.split()[0] == person]
    return line
