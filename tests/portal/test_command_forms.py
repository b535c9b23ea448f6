"""Forms from commands: whatever a person may do has questions in plain English, and answers from the engagement."""

from datetime import date
from enum import Enum
from typing import Any, get_type_hints

import pytest
from annotated_types import Ge
from jinja2 import Template
from pydantic import BaseModel, StringConstraints
from pydantic.fields import FieldInfo

from config.vocabulary import Role, Stage
from engagements.database import reading, writing
from engagements.messages import Command, Message, TypedByAPerson
from engagements.peers.availability import away
from engagements.peers.periods import Days
from engagements.process import PROCESS
from engagements.refusals import Refused
from portal.assets import Assets
from portal.forms.acts import ACTS, explained
from portal.forms.choice import CHOSEN, TYPED, Choice, Option
from portal.forms.fields import FormField, fields_of, taken_apart
from portal.forms.filled import gathered, in_parts
from portal.forms.form import Form
from portal.forms.nesting import nested
from portal.forms.offering import OFFERS, offered, offered_to_begin
from portal.forms.wording import WORDS
from portal.giving import Problem
from portal.typesetting import environment
from tests.builders import Case, CaseAt
from tests.cast import LEAD, OFFICER

GIVEN_BY_PEOPLE = [step.command for step in PROCESS if step.by != (Role.SYSTEM,)]
each_command = pytest.mark.parametrize("command", GIVEN_BY_PEOPLE, ids=lambda command: command.__name__)


def models(kind: type[Message]) -> set[type[Message]]:
    """A command and the models of its parts."""
    found = {kind}
    for name, hint in get_type_hints(kind, include_extras=True).items():
        shape = taken_apart(hint)
        inner = taken_apart(shape.marks[0]).inner if shape.inner is tuple else shape.inner
        if name in kind.model_fields and isinstance(inner, type) and issubclass(inner, BaseModel):
            found |= models(inner)  # type: ignore[arg-type]
    return found


def all_fields(fields: tuple[FormField, ...]) -> list[FormField]:
    return [one for field in fields for one in (field, *all_fields(field.parts))]


@each_command
def test_every_question_is_asked_in_words(command: type[Command]) -> None:
    for field in all_fields(fields_of(command, {})):
        assert field.label, f"{command.__name__}.{field.name} has no label: give it a row in portal.forms.wording."
        raw = (field.name, field.name.replace("_", " "))
        assert field.label not in raw, f"{command.__name__}.{field.name} is labelled with its raw name."
    assert command.__name__ in ACTS, f"{command.__name__} is not called anything in portal.forms.acts."
    assert "``" not in explained(command)
    assert explained(command).endswith("."), f"{command.__name__}: {explained(command)!r} is cut off."


def test_words_are_for_fields_that_there_are() -> None:
    known = {f"{kind.__name__}.{name}" for one in GIVEN_BY_PEOPLE for kind in models(one) for name in kind.model_fields}
    assert set(WORDS) <= known, f"No such fields: {', '.join(sorted(set(WORDS) - known))}."
    assert set(ACTS) == {command.__name__ for command in GIVEN_BY_PEOPLE}


def is_a_reference(hint: Any) -> bool:
    """Text of a fixed form, or a number that names one of several."""
    shape = taken_apart(hint)
    marks = shape.marks
    if shape.inner is tuple:
        return is_a_reference(shape.marks[0])
    if shape.inner is int:
        return any(isinstance(mark, Ge) for mark in marks)
    if shape.inner is not str or any(isinstance(mark, TypedByAPerson) for mark in marks):
        return False
    patterns = [getattr(mark, "pattern", None) for mark in marks if isinstance(mark, StringConstraints | FieldInfo)]
    return any(patterns) or any(getattr(mark, "pattern", None) for mark in marks)


@each_command
def test_whatever_names_something_is_chosen_from_what_there_is(command: type[Command]) -> None:
    others = {("PublishReport", "address")}
    others |= {(kind, time) for kind in ("Session", "ChangeSession") for time in ("starts", "ends")}
    others |= {(kind, name) for kind in ("EvidenceItem", "GivenDocument") for name in ("link", "sha256")}
    for kind in models(command):
        for name, hint in get_type_hints(kind, include_extras=True).items():
            if name in kind.model_fields and is_a_reference(hint) and (kind.__name__, name) not in others:
                known = (kind, name) in CHOSEN or (kind, name) in TYPED or name == "subject"
                assert known, (
                    f"{kind.__name__}.{name} names something: say in portal.forms.choice what it is chosen from."
                )


def test_there_is_an_offer_for_every_choice() -> None:
    assert set(OFFERS) == set(Choice)


PAGE = (
    '{% from "parts/forms.html" import command_form %}{% from "parts/messages.html" import problems_summary %}'
    '{{ problems_summary(form.errors) }}{% call command_form(form, "Send") %}{% endcall %}'
)


@pytest.fixture(scope="module")
def page() -> Template:
    return environment(Assets()).from_string(PAGE)


@each_command
def test_every_form_can_be_shown_with_every_error_beside_its_field(command: type[Command], page: Template) -> None:
    fields = fields_of(command, {})
    problems = [Problem(field.name, "This field is missing.") for field in fields if field.kind != "group"]
    form = Form(fields, {}, problems)
    shown = page.render(form=form)
    for anchor, text in form.errors:
        assert f'id="{anchor}"' in shown, f"{command.__name__}: the summary links to #{anchor}, which is not there."
        assert shown.count(text.replace("'", "&#39;")) >= 2, f"{text!r} is not said beside its field."


def test_a_day_is_asked_in_three_parts_and_read_as_one() -> None:
    fields = (FormField("due_on", "date", "Due on"),)
    assert gathered(fields, {"due_on-day": "4", "due_on-month": "5", "due_on-year": "2027"}) == {"due_on": "2027-05-04"}
    assert gathered(fields, {"due_on-day": "4", "due_on-month": "May", "due_on-year": "2027"}) == {
        "due_on": "2027-05-04"
    }
    assert gathered(fields, {"due_on-day": "soon"}) == {"due_on": "soon  "}
    assert gathered(fields, {}) == {}
    assert in_parts({"number": 1, "grant": True}) == {"number": "1", "grant": "true"}
    assert in_parts({"due_on": date(2027, 5, 4)}) == {"due_on-day": "4", "due_on-month": "5", "due_on-year": "2027"}


def test_a_refusal_keeps_what_was_typed_and_says_what_is_wrong_where_it_is() -> None:
    fields = fields_of(next(one for one in GIVEN_BY_PEOPLE if one.__name__ == "ScheduleVisit"), {})
    given = nested([("phases.3.starts_on-day", "4"), ("phases.3.starts_on-month", "5")])
    form = Form(fields, given, [Problem("phases.0.starts_on", "Input should be a valid date.")])
    [phase] = form.questions[0].entries
    assert (phase.parts[0].day, phase.parts[0].error) == (
        ("4", "5", ""),
        "First day: enter a real day, such as 27 3 2027.",
    )
    assert form.errors == [("phases-0-starts_on-day", "First day: enter a real day, such as 27 3 2027.")]


def test_a_problem_of_what_is_not_asked_is_said_of_the_whole() -> None:
    form = Form(
        (FormField("reason", "long_text", "Reason"),), {}, [Problem("elsewhere", "No."), Problem("", "Not now.")]
    )
    assert form.errors == [("", "No."), ("", "Not now.")]


def test_one_entry_for_each_keeps_its_errors_beside_its_own_entry() -> None:
    which = FormField("action", "one_of", "Action", options=(Option("1.1", "1.1"), Option("1.2", "1.2")))
    rating = FormField("rating", "text", "Rating", needed=False)
    updates = FormField("updates", "several", "Updates", parts=(which, rating), each="action", most=9)
    given = nested([("updates.0.action", "1.1"), ("updates.1.action", "1.2"), ("updates.1.rating", "bad")])
    form = Form((updates,), given, [Problem("updates.0.rating", "No such rating.")])
    assert form.data == {"updates": [{"action": "1.2", "rating": "bad"}]}
    assert form.errors == [("updates-1-rating", "No such rating.")]


def test_what_is_offered_comes_from_the_engagement(case_at: CaseAt) -> None:
    case = case_at(Stage.QUARTERLY_REPORTING)
    command = next(one for one in GIVEN_BY_PEOPLE if one.__name__ == "TransferToBau")
    assert [option.value for option in offers(case, command)[Choice.OPEN_ACTIONS]] == ["A1", "A2"]
    case.settle()
    assert offers(case, command)[Choice.OPEN_ACTIONS] == ()


def test_nobody_is_offered_who_may_never_be_asked(case_at: CaseAt) -> None:
    case = case_at(Stage.TEAM_ASSIGNMENT)
    command = next(one for one in GIVEN_BY_PEOPLE if one.__name__ == "InvitePeer")
    before = {option.value for option in offers(case, command)[Choice.PEERS_TO_ASK]}
    assert before
    declared = min(before)
    case.give("DeclareInterest", Role.COORDINATOR, peer=declared, reason="Worked there.")
    assert {option.value for option in offers(case, command)[Choice.PEERS_TO_ASK]} == before - {declared}


def test_whoever_is_not_free_on_the_days_of_the_visit_is_offered_as_such(case_at: CaseAt) -> None:
    case, first = case_at(Stage.TEAM_ASSIGNMENT), date(2020, 3, 20)
    assert case.facts.visit_from == first
    with writing(case.engine) as connection:
        away(connection, LEAD, Days(first, first))
    command = next(one for one in GIVEN_BY_PEOPLE if one.__name__ == "InvitePeer")
    offered = {option.value: option.text for option in offers(case, command)[Choice.PEERS_TO_ASK]}
    assert offered[LEAD].endswith("not free on all days")
    assert not offered[OFFICER].endswith("not free on all days")


def test_one_answer_says_what_is_owed_and_of_which_it_is() -> None:
    command = next(one for one in GIVEN_BY_PEOPLE if one.__name__ == "WaiveObligation")
    fields = fields_of(command, {Choice.WAIVABLE: (Option("file_return/2020-21-Q1", "File the return"),)})
    assert gathered(fields, {"kind": "file_return/2020-21-Q1", "reason": "Merged."}) == {
        "kind": "file_return",
        "subject": "2020-21-Q1",
        "reason": "Merged.",
    }


def test_an_engagement_is_begun_for_any_service_that_exists(case: Case) -> None:
    choices = offered_to_begin(case.world, case.today, None)
    assert len(choices[Choice.SERVICES]) == len(case.world.reference.services(case.today))
    assert choices[Choice.OPTIONS_OF_THE_PRODUCT] == ()


def offers(case: Case, command: type[Command]) -> Any:
    with reading(case.engine) as connection:
        return offered(connection, case.world, case.facts, command, case.today)


def test_every_answer_of_a_list_of_words_is_said_in_words() -> None:
    for command in GIVEN_BY_PEOPLE:
        for field in all_fields(fields_of(command, {})):
            for option in field.options:
                assert "_" not in option.text, f"{command.__name__}.{field.name}: {option.text}"
                assert isinstance(option.value, str)
                assert not isinstance(option.value, Enum)


def test_a_refusal_is_said_beside_a_field_that_there_is() -> None:
    asked = {name for command in GIVEN_BY_PEOPLE for kind in models(command) for name in kind.model_fields}
    in_its_file: dict[str, set[str]] = {}
    for command in GIVEN_BY_PEOPLE:
        for kind in models(command):
            in_its_file.setdefault(command.__module__, set()).update(kind.model_fields)
    of_rules = [
        one for one in every(Refused) if one.__module__.startswith(("engagements.stages", "engagements.matching"))
    ]
    for refusal in of_rules:
        known = in_its_file.get(refusal.__module__, asked)
        assert not refusal.field or refusal.field in known, (
            f"{refusal.__name__} is said beside {refusal.field}, which no command of {refusal.__module__} asks for."
        )


def every(kind: type[Refused]) -> list[type[Refused]]:
    return [one for below in kind.__subclasses__() for one in (below, *every(below))]


def test_many_findings_are_typed_in_each_of_many_paragraphs_not_ticked() -> None:
    draft = next(one for one in GIVEN_BY_PEOPLE if one.__name__ == "DraftReport")
    many = {Choice.VISIT_FINDINGS: tuple(Option(str(number), f"Finding {number}") for number in range(1, 41))}
    fields = fields_of(draft, many)
    form = Form(fields, {"paragraphs": [{"text": "As found.", "findings": ["3", "17"]}]})
    [shown] = [part for question in form.questions for entry in question.entries for part in entry.parts][2:3]
    assert (shown.asked.kind, shown.value, shown.asked.hint) == (
        "some_typed",
        "3, 17",
        "By their numbers. Such as 1, 2.",
    )
    typed = {"paragraphs": [{"text": "As found.", "findings": "4, 18;5"}]}
    assert gathered(fields, typed)["paragraphs"] == [{"text": "As found.", "findings": ["4", "18", "5"]}]
