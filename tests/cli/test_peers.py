"""``peers`` keeps the pool: a list whole or not at all, days away, calendars, training, and interests."""

from pathlib import Path

import pytest

from tests.cast import LEAD
from tests.cli.conftest import Terminal
from tests.desk import everything

HEADINGS = (
    "Short name,Name,Email,Kind,Service,Rank or office,Regions,Expertise,Away,Training,Visited before,Would observe"
)
NEW = (
    'avon-new,A new peer,new@example.org,officer peer,Avon Fire and Rescue Service,Group manager,"London; South East",'
)
NEW += '"procurement; Understanding risk",01/06/2027 to 05/06/2027; 2027-07-01,Reviewer 01/03/2026 to 01/03/2029,'
NEW += "kent lead_peer 05/06/2019,yes"


def a_list(folder: Path, *lines: str, headings: str = HEADINGS) -> str:
    file = folder / "pool.csv"
    file.write_text("\n".join((headings, *lines)), encoding="utf-8")
    return str(file)


def problems(terminal: Terminal, *arguments: str) -> list[tuple[int, str]]:
    before = everything(terminal.engine)
    said = terminal(*arguments, "--json")
    assert said.code == 1
    assert everything(terminal.engine) == before
    return [(problem["row"], problem["says"]) for problem in said.json["problems"]]


def test_a_list_is_shown_before_it_is_written_and_read_back_as_it_was_written(
    terminal: Terminal, tmp_path: Path
) -> None:
    before = everything(terminal.engine)
    file = a_list(tmp_path, NEW)
    tried = terminal("peers", "import", file, "--dry-run").out
    assert "avon-new: new" in tried
    assert "Nothing was written" in tried
    assert everything(terminal.engine) == before
    assert terminal("peers", "import", file, "--json").json["added"] == ["avon-new"]
    peer = terminal("peers", "show", "avon-new", "--json").json
    assert (peer["rank"], peer["would_observe"]) == ("Group manager", True)
    assert set(peer["expertise"]) == {"procurement", "understanding risk"}
    assert [one["first"] for one in peer["away"]] == ["2027-06-01", "2027-07-01"]
    assert peer["visited"][0]["service"] == "kent"
    out = tmp_path / "out.csv"
    assert terminal("peers", "export", "--to", str(out)).code == 0
    again = terminal("peers", "import", str(out), "--json").json
    assert (again["added"], again["changed"]) == ([], {})


def test_a_list_changes_only_the_columns_that_it_has(terminal: Terminal, tmp_path: Path) -> None:
    terminal("peers", "import", a_list(tmp_path, NEW))
    headings, line = (
        "Short name,Name,Email,Kind,Service,Regions",
        "avon-new,A new peer,new@example.org,officer_peer,avon,",
    )
    said = terminal("peers", "import", a_list(tmp_path, line, headings=headings), "--json").json
    assert said["changed"] == {"avon-new": ["regions"]}
    peer = terminal("peers", "show", "avon-new", "--json").json
    assert (list(peer["regions"]), peer["rank"]) == ([], "Group manager")


def test_a_list_with_anything_wrong_is_refused_whole_saying_each_line(terminal: Terminal, tmp_path: Path) -> None:
    def with_(field: str, value: str, number: int) -> str:
        cells = {"kind": "officer_peer", "service": "avon", "expertise": "", "away": "", "visited": "", field: value}
        kind, service, expertise, away, visited = (
            cells[one] for one in ("kind", "service", "expertise", "away", "visited")
        )
        return f"new-{number},A peer,new@example.org,{kind},{service},,,{expertise},{away},,{visited},"

    lines = [
        with_("away", "05/06/2027 to 01/06/2027", 1),
        with_("away", "01/06/2027 to 05/06/2027; 05/06/2027 to 07/06/2027", 2),
        with_("service", "esex", 3),
        with_("kind", "fire_peer", 4),
        with_("expertise", "procurment", 5),
        with_("visited", "kent leader 05/06/2019", 6),
        with_("away", "next week", 7),
        with_("expertise", "", 1),
        "essex-clerk,A clerk,clerk@example.org,officer_peer,avon,,,,,,,",
    ]
    told = problems(terminal, "peers", "import", a_list(tmp_path, *lines))
    expected = (
        (2, "1 June 2027 comes before 5 June 2027"),
        (3, "5 June 2027 to 7 June 2027 overlaps with 1 June 2027 to 5 June 2027"),
        (4, "Did you mean essex"),
        (5, "officer_peer"),
        (6, "Did you mean procurement"),
        (7, "is not a visit"),
        (8, "is not days away"),
        (9, "is in row 2 already"),
        (10, "is somebody who is not in the pool"),
    )
    assert [row for row, _ in told] == [row for row, _ in expected]
    assert all(part in says for (_, part), (_, says) in zip(expected, told, strict=True)), told


def test_days_away_are_kept_taken_back_and_refused_where_they_overlap(terminal: Terminal) -> None:
    assert terminal("peers", "away", LEAD, "2027-06-01", "2027-06-05").out.endswith("1 June 2027 to 5 June 2027.\n")
    assert "overlaps" in terminal("peers", "away", LEAD, "2027-06-05").err
    assert "comes before" in terminal("peers", "away", LEAD, "2027-07-05", "2027-07-01").err
    assert LEAD not in terminal("peers", "list", "--free-from", "2027-06-04").out
    assert terminal("peers", "free", LEAD, "2027-06-03", "2027-06-30").code == 0
    assert LEAD in terminal("peers", "list", "--free-from", "2027-06-04", "--free-to", "2027-06-09").out
    assert "free on" in terminal("peers", "free", LEAD, "2027-06-04").err
    assert "is a contact" in terminal("peers", "away", "essex-clerk", "2027-06-01").err


def test_a_calendar_is_looked_over_first_and_one_that_never_ends_is_refused(terminal: Terminal, tmp_path: Path) -> None:
    file = tmp_path / "mine.ics"
    entry = "BEGIN:VEVENT\nUID:1\nSUMMARY:Secret\nDTSTART;VALUE=DATE:20200601\nRRULE:FREQ=DAILY{}\nEND:VEVENT\n"
    whole = "BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:x\n{}END:VCALENDAR\n"
    file.write_text(whole.format(entry.format("")))
    assert problems(terminal, "peers", "calendar", LEAD, str(file))[0][0] == 4
    file.write_text(whole.format(entry.format(";COUNT=3")))
    before = everything(terminal.engine)
    assert "1 June 2020 to 3 June 2020" in terminal("peers", "calendar", LEAD, str(file), "--dry-run").out
    assert everything(terminal.engine) == before
    assert terminal("peers", "calendar", LEAD, str(file)).code == 0
    assert terminal("peers", "show", LEAD, "--json").json["away"] == [{"first": "2020-06-01", "last": "2020-06-03"}]
    assert "Secret" not in str(everything(terminal.engine))
    assert terminal("peers", "calendar", LEAD, str(tmp_path / "none.ics")).code == 2


def test_what_a_peer_knows_is_kept_and_found(terminal: Terminal) -> None:
    assert terminal("peers", "expert", LEAD, "Culture and values", "understanding risk").code == 0
    assert LEAD in terminal("peers", "list", "--expert-in", "culture", "--kind", "officer").out
    assert "Nobody" in terminal("peers", "list", "--expert-in", "culture", "--service", "kent").out
    assert "Did you mean culture" in terminal("peers", "expert", LEAD, "cultur").err
    assert terminal("peers", "trained", LEAD, "Reviewer", "--on", "2015-01-01", "--lapses", "2018-01-01").code == 0
    assert "Reviewer" in terminal("peers", "show", LEAD).out
    assert (
        "cannot lapse"
        in terminal("peers", "trained", LEAD, "Reviewer", "--on", "2018-01-01", "--lapses", "2015-01-01").err
    )


def test_an_interest_is_declared_outside_any_engagement_and_ended(terminal: Terminal) -> None:
    declared = terminal(
        "peers", "interest", LEAD, "essex", "former-employer", "--left-on", "2019-01-01", "--reason", "Worked there."
    )
    assert "not asked to review it" in declared.out
    interests = terminal("peers", "show", LEAD, "--json").json["interests"]
    assert {"service": "essex", "kind": "former_employer", "since": None, "until": "2024-01-01"} in interests
    for wrong, told in (
        (("essex", "former-employer", "--left-on", "2019-01-01"), "declared such an interest"),
        (("avon", "former-employer"), "years count from there"),
        (("avon", "family", "--left-on", "2019-01-01"), "Only a former employer"),
        (("avon", "family", "--since", "2021-01-01", "--until", "2020-01-01"), "not before"),
        (("avn", "family"), "Did you mean avon"),
    ):
        assert told in terminal("peers", "interest", LEAD, *wrong, "--reason", "A reason.").err
    assert terminal("peers", "interest", LEAD, "essex", "former-employer", "--ends", "2020-01-05").code == 0
    assert (
        "declared no such interest" in terminal("peers", "interest", LEAD, "kent", "family", "--ends", "2020-01-05").err
    )


def test_peers_join_and_leave_the_pool(terminal: Terminal) -> None:
    added = ("peers", "add", "avon-new", "--name", "New", "--email", "new@example.org", "--kind", "officer_peer")
    assert terminal(*added, "--service", "avon", "--rank", "Watch manager", "--regions", "London").code == 0
    assert "Watch manager" in terminal("peers", "show", "avon-new").out
    assert terminal("peers", "leave", "avon-new", "2020-01-01").code == 0
    assert "not in the pool today" in terminal("peers", "show", "avon-new").err
    assert terminal("peers", "leave", "avon-new").code == 0
    assert terminal("peers", "show", "avon-new").code == 0


@pytest.mark.parametrize("arguments", [("--free-to", "2027-06-01"), ("--kind", "chief")])
def test_a_question_that_makes_no_sense_is_refused(terminal: Terminal, arguments: tuple[str, ...]) -> None:
    assert terminal("peers", "list", *arguments).code == 2
