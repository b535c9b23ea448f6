"""A form that somebody began: kept for whoever goes on with it, forgotten when it is sent or nobody does."""

from datetime import timedelta

from sqlalchemy import Engine

from config.vocabulary import Role, Stage
from engagements.database import reading, writing
from engagements.saved_forms import KEPT, REMEMBERED, forget, forget_old, held, save, saved
from engagements.state.plan import ExtensionRequest
from engagements.state.saved import SavedForm
from tests.builders import Case, CaseAt

OF = ("file-return", "2020-21-Q1")


def typed(case: Case, text: str, by: str = "essex-authority") -> SavedForm:
    with writing(case.engine) as connection:
        held(connection, case.facts.id)
        return save(connection, case.facts.id, *OF, {"A1": {"text": text}}, by, case.now)


def test_each_saving_is_remembered_with_who_and_when(engine: Engine) -> None:
    case = Case(engine).at_stage(Stage.SCOPING)
    typed(case, "The supplier was late.")
    typed(case, "The supplier was late: three weeks.", by="essex-chief-fire-officer")
    with reading(engine) as connection:
        last, first = saved(connection, case.facts.id, *OF), saved(connection, case.facts.id, *OF, number=1)
        assert saved(connection, case.facts.id, "file-return", "2020-21-Q2") is None
    assert last
    assert first
    assert (last.number, last.by, last.saved_at) == (2, "essex-chief-fire-officer", case.now)
    assert first.answers == {"A1": {"text": "The supplier was late."}}


def test_only_the_latest_times_are_remembered(case_at: CaseAt) -> None:
    case = case_at(Stage.SCOPING)
    for number in range(REMEMBERED + 2):
        typed(case, str(number))
    with reading(case.engine) as connection:
        assert saved(connection, case.facts.id, *OF, number=2) is None
        assert saved(connection, case.facts.id, *OF, number=3)


def test_what_was_typed_is_forgotten_once_it_is_sent_or_nobody_goes_on(case_at: CaseAt) -> None:
    case = case_at(Stage.SCOPING)
    typed(case, "Sent.")
    with writing(case.engine) as connection:
        forget(connection, case.facts.id, *OF)
        assert saved(connection, case.facts.id, *OF) is None
    typed(case, "Left.")
    with writing(case.engine) as connection:
        assert forget_old(connection, case.now + KEPT) == 0
        assert forget_old(connection, case.now + KEPT + timedelta(seconds=1)) == 1
        assert saved(connection, case.facts.id, *OF) is None


def test_a_request_for_a_later_date_says_which_board_knows(case_at: CaseAt) -> None:
    case = case_at(Stage.QUARTERLY_REPORTING)
    asked = {"action": "A1", "due_to": "2021-06-30", "reason": "The supplier was late.", "known_to": "SLT"}
    case.give("RequestExtension", Role.AUTHORITY, asked)
    assert [request.known_to for request in case.rows(ExtensionRequest)] == ["SLT"]
    assert not case.verify().problems
