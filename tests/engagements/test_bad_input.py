"""Bad input: a clear refusal that names the field or the rule, and nothing written."""

from datetime import date
from typing import Annotated, Any, get_args, get_origin, get_type_hints

import pytest
from pydantic import BaseModel

from config.vocabulary import Role, Stage
from engagements.handling import LARGEST_COMMAND, read_command
from engagements.messages import Command, Day
from engagements.process import PROCESS
from engagements.refusals import Malformed, Refused, UnknownCommand
from tests.builders import Case, CaseAt
from tests.cast import COORDINATOR

MEGABYTE = 1_000_000
REQUEST = {"authority": "essex", "product": "targeted-peer-support", "reason": "Prevention."}


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"reason": ...}, "reason: this field is missing"),
        ({"reason": None}, "reason: Input should be a valid string"),
        ({"reason": 5}, "reason: Input should be a valid string"),
        ({"reason": ["Prevention."]}, "reason: Input should be a valid string"),
        ({"reason": "  \n "}, "reason: String should have at least 1 character"),
        ({"reason": "x" * MEGABYTE}, "reason: String should have at most 20000 characters"),
        ({"reason": "Prevention\x00."}, "reason: holds a control character (U+0000) at position 11"),
        ({"reason": "\x1b[2JPrevention."}, "reason: holds a control character (U+001B) at position 1"),
        ({"reason": "Prevention\x85."}, "reason: holds a control character (U+0085)"),
        ({"authority": 7}, "authority: Input should be a valid string"),
        ({"authority": "Essex County"}, "authority: String should match pattern"),
        ({"authority": "x" * MEGABYTE}, "authority: String should have at most 80 characters"),
        ({"origin": "curiosity"}, "origin: Input should be 'before_inspection', "),
        ({"choices": "before"}, "choices: Input should be a valid dictionary"),
        ({"choices": {"timing": "x" * MEGABYTE}}, "choices.timing: String should have at most 80 characters"),
        ({"choices": {"\x1b[2J": "before"}}, "choices.'\\x1b[2J': String should match pattern"),
        ({"choices": {f"choice-{n}": "yes" for n in range(9)}}, "choices: "),
        ({"colour": "red"}, "colour: unknown field"),
        ({"x" * MEGABYTE: "red"}, "…': unknown field"),
        ({"\x1b[2J": "red"}, "'\\x1b[2J': unknown field"),
    ],
)
def test_a_malformed_request_is_refused_by_field(case: Case, fields: dict[str, Any], words: str) -> None:
    given = {name: value for name, value in {**REQUEST, **fields}.items() if value is not ...}
    refusal = case.refused("RequestSupport", Role.AUTHORITY, given)
    assert isinstance(refusal, Malformed)
    assert str(refusal).startswith("RequestSupport: ")
    assert words in str(refusal)


@pytest.mark.parametrize(
    ("authority", "words"),
    [
        ("south-wales", "South Wales Fire and Rescue Service is in Wales"),
        ("north-wales-fire-and-rescue-service", "this support is for England only"),
        ("esex", "Did you mean essex"),
        ("atlantis", "There is no fire and rescue service 'atlantis' in England."),
    ],
)
def test_support_is_for_the_services_of_england(case: Case, authority: str, words: str) -> None:
    refusal = case.refused("RequestSupport", COORDINATOR, {**REQUEST, "authority": authority})
    assert refusal.rule == "NotAnEligibleService"
    assert words in str(refusal)


def test_a_product_is_one_that_there_is(case: Case) -> None:
    refusal = case.refused("RequestSupport", Role.AUTHORITY, {**REQUEST, "product": "targeted-peer-suport"})
    assert refusal.rule == "NotOffered"
    assert "Did you mean targeted-peer-support" in str(refusal)


@pytest.mark.parametrize("text", ["", "{", "[]", "null", '"reason"', "[" * 10_000, "{}{}", "\x00", "\ud800", "NaN"])
def test_what_is_not_json_is_refused_in_words(text: str) -> None:
    with pytest.raises(Malformed, match=r"^AddNote: the data: "):
        read_command("AddNote", text)


def test_a_command_larger_than_any_plan_is_not_even_read() -> None:
    with pytest.raises(Malformed, match="larger than 512 KB"):
        read_command("AddNote", f'{{"text": "{"x" * LARGEST_COMMAND}"}}')


def test_a_refusal_names_a_few_problems_and_counts_the_rest(case_at: CaseAt) -> None:
    actions: list[dict[str, Any]] = [{"ref": "A1"}] * 100
    refusal = case_at(Stage.FOLLOW_UP_PLAN).refused("ProposePlan", Role.AUTHORITY, actions=actions)
    assert "actions.0.text: this field is missing" in str(refusal)
    assert str(refusal).endswith("and 395 more.")


@pytest.mark.parametrize("name", ["FlyToTheMoon", "agreescope", "", "x" * MEGABYTE, "\x1b[2J"])
def test_a_command_is_one_that_there_is(case: Case, name: str) -> None:
    refusal = case.refused(name, COORDINATOR)
    assert isinstance(refusal, UnknownCommand)
    assert "`peer-support commands` lists them all" in str(refusal)


PHASE = {"starts_on": date(2020, 3, 20), "ends_on": date(2020, 3, 24)}


@pytest.mark.parametrize("day", ["yesterday", "2020-13-01", "2021-02-29", "20.3.2020", 1_584_662_401, "", True])
def test_a_day_is_a_day(case_at: CaseAt, day: object) -> None:
    refusal = case_at(Stage.CHALLENGE_VISIT).refused("ScheduleVisit", COORDINATOR, phases=[{**PHASE, "ends_on": day}])
    assert isinstance(refusal, Malformed)
    assert "phases.0.ends_on: " in str(refusal)


@pytest.mark.parametrize("day", ["1999-12-31", "2101-01-01", "0001-01-01", "9999-12-31"])
def test_a_day_lies_in_the_years_of_the_calendar(case_at: CaseAt, day: str) -> None:
    refusal = case_at(Stage.CHALLENGE_VISIT).refused("ScheduleVisit", COORDINATOR, phases=[{**PHASE, "ends_on": day}])
    assert str(refusal) == "ScheduleVisit: phases.0.ends_on: choose a date from 2000 to 2100."


def test_no_command_takes_a_day_that_the_calendar_does_not_know() -> None:
    """One action due in 9999 would keep its engagement from ever being put on hold."""
    loose = [f"{kind.__name__}.{field}" for step in PROCESS for kind, field in _plain_days(step.command)]
    assert loose == [], "Give these fields the type Day: they take any date."


def _plain_days(kind: type[BaseModel]) -> list[tuple[type[BaseModel], str]]:
    found = []
    hints = get_type_hints(kind, include_extras=True)
    for name in kind.model_fields:
        for part in _parts(hints[name]):
            if part is date:
                found.append((kind, name))
            elif isinstance(part, type) and issubclass(part, BaseModel):
                found += _plain_days(part)
    return found


def _parts(hint: Any) -> list[Any]:
    """The plain types in a hint; a Day is not taken apart."""
    if hint == Day:
        return []
    inside = get_args(hint)[:1] if get_origin(hint) is Annotated else get_args(hint)
    return [part for inner in inside for part in _parts(inner)] if inside else [hint]


def test_the_calendar_ends_and_a_date_counted_beyond_it_is_refused(case_at: CaseAt) -> None:
    case = case_at(Stage.CHALLENGE_VISIT).wait(on=date(2100, 11, 1))
    last = {"starts_on": date(2100, 12, 30), "ends_on": date(2100, 12, 31)}
    case.give("ScheduleVisit", COORDINATOR, phases=[last])
    case.give("CompleteVisitPhase", COORDINATOR, on=date(2100, 12, 31), number=1)
    refusal = case.refused("PresentFeedback", COORDINATOR, feedback="Good people.")
    assert isinstance(refusal, Malformed)
    assert "Choose a date from 2000 to 2100" in str(refusal)


@pytest.mark.parametrize("period", ["2020-Q1", "2020-22-Q1", "2020-21-Q5", "0000-01-Q1", "9999-00-Q4", "Q" * MEGABYTE])
def test_a_period_is_a_quarter_of_a_financial_year(case_at: CaseAt, period: str) -> None:
    refusal = case_at(Stage.QUARTERLY_REPORTING).refused("OpenPeriod", Role.SYSTEM, period=period)
    assert isinstance(refusal, Malformed)
    assert "write one as 2020-21-Q1" in str(refusal)


@pytest.mark.parametrize("number", [0, -1, 10_000, "one", 1.5, None])
def test_a_number_is_one_that_people_count_with(case_at: CaseAt, number: object) -> None:
    refusal = case_at(Stage.FOLLOW_UP_PLAN).refused(
        "RespondToRecommendation", Role.AUTHORITY, number=number, answer="accepted"
    )
    assert isinstance(refusal, Malformed)
    assert "number: " in str(refusal)


@pytest.mark.parametrize(
    ("name", "role", "fields", "words"),
    [
        ("RespondToRecommendation", Role.AUTHORITY, {"number": 9, "answer": "accepted"}, "no recommendation 9"),
        ("RecordRevisit", Role.COORDINATOR, {"number": 1, "revisited_on": date(2020, 1, 7), "outcome": "Some."}, "no "),
        ("ReassignCoordinator", Role.COORDINATOR, {"coordinator": "nobody"}, "no contact nobody to turn to"),
    ],
)
def test_a_command_names_what_the_engagement_has(
    case_at: CaseAt, name: str, role: Role, fields: dict[str, Any], words: str
) -> None:
    refusal = case_at(Stage.FOLLOW_UP_PLAN).refused(name, role, fields)
    assert refusal.rule == "NotOnRecord"
    assert words in str(refusal)


def test_a_peer_is_one_of_the_pool(case_at: CaseAt) -> None:
    refusal = case_at(Stage.TEAM_ASSIGNMENT).refused("InvitePeer", COORDINATOR, peer="nobody", team_role="lead_peer")
    assert refusal.rule == "NotOnRecord"
    assert "the peer pool does not hold that identifier" in str(refusal)


def test_every_command_refuses_fields_that_it_does_not_know() -> None:
    for kind in Command.COMMANDS.values():
        with pytest.raises(Refused, match="unknown_to_all: unknown field"):
            read_command(kind.__name__, {"unknown_to_all": 1})
