"""``good-practice`` lists what peers found that other services could learn from."""

from config.vocabulary import Role, Stage
from tests.cli.conftest import Terminal


def test_what_is_marked_is_listed_with_where_it_comes_from(terminal: Terminal) -> None:
    case = terminal.case().at_stage(Stage.CHALLENGE_VISIT)
    case.schedule_visit()
    case.wait(on=case.facts.visit_from).note("good_practice", "Crews hand over the same day.")
    assert "Nothing is marked to be shared" in terminal("good-practice").out
    case.give("MarkGoodPractice", Role.COORDINATOR, number=1)
    said = terminal("good-practice").out
    assert str(case.ref) in said
    assert "Crews hand over" in said
    [listed] = terminal("good-practice", "--json").json
    assert (listed["ref"], listed["number"], listed["published"]) == (case.ref, 1, None)
    assert listed["line"] == "Protecting the public through fire regulation"
