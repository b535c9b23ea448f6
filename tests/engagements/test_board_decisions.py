"""Whatever boards decide, on whatever papers and in whatever order, somebody is awaited until the engagement closes."""

from datetime import timedelta
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from config.vocabulary import Decision, PaperKind, Role, Stage
from engagements.rehearsal.papers import a_paper
from tests.builders import BODIES, REVIEW, Case
from tests.engagements.moves import text
from tests.engagements.trial import Trial

ROUTES = [("slt", "board"), ("slt", "cabinet", "board"), ("board",)]

body = st.sampled_from(list(BODIES))
step = st.one_of(
    st.tuples(st.just("decide"), body, st.sampled_from(list(Decision))),
    st.tuples(st.just("decide"), body, st.sampled_from(list(Decision))),
    st.tuples(st.just("submit"), body, st.integers(0, 1)),
    st.tuples(st.just("submit"), body, st.integers(0, 1)),
    st.tuples(st.just("draft")),
    st.tuples(st.just("change route"), st.sampled_from(ROUTES)),
)
steps = st.lists(step, max_size=8)


def take(trial: Trial, case: Case, what: str, *how: Any) -> None:
    """What a clerk may do, though it may be refused; and an authority that reports to other bodies."""
    match what, *how:
        case "decide", board, decision:
            fields = {"board": board, "met_on": case.today, "about": "closure", "decision": decision}
            trial.give(case, "RecordBoardDecision", Role.CLERK, {**fields, "reason": text("why")})
        case "submit", board, days:
            fields = {"body": board, "met_on": case.today + timedelta(days)}
            for number in (1, 2, 3):
                trial.give(case, "SubmitPaper", Role.CLERK, {**fields, "number": number})
        case "draft", *_:
            trial.give(case, "DraftPaper", Role.CLERK, a_paper(text("closure"), PaperKind.CLOSURE))
        case "change route", route:
            case.report_through(*route)


def towards_closure(case: Case) -> list[str]:
    """What the clerk and the coordinator owe towards closure."""
    kinds = ("submit_paper", "record_decision", "decide_closure", "close_engagement")
    return [due.kind for due in case.obligations() if due.kind in kinds]


@settings(max_examples=30, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck))
@given(route=st.sampled_from(ROUTES), early=steps, late=steps)
def test_somebody_is_awaited_whatever_boards_decide_about_closure(
    route: tuple[str, ...], early: list[tuple[Any, ...]], late: list[tuple[Any, ...]]
) -> None:
    """Before every action is settled, and after it, when nothing else is waited for."""
    trial = Trial(Stage.QUARTERLY_REPORTING, REVIEW)
    [case] = trial.cases
    case.report_through(*route)
    take(trial, case, "draft")
    for what, *how in early:
        trial.wait(1)
        take(trial, case, what, *how)
        trial.check()
    case.give("ReviewProgress", Role.COORDINATOR, summary=text("half way"))
    case.settle()
    assert towards_closure(case), "every action is settled, and nobody is awaited for closure"
    for what, *how in late:
        trial.wait(1)
        take(trial, case, what, *how)
        trial.check()
        assert towards_closure(case), f"after {what} {how} nobody is awaited for closure"
    trial.bring_to_its_end(case)
    trial.check()
    assert case.facts.stage is Stage.CLOSED
