"""Whatever boards decide, on whatever papers and in whatever order, somebody is awaited until the engagement closes."""

from datetime import timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from config.vocabulary import Decision, PaperKind, Role, Stage
from engagements.rehearsal.papers import a_paper
from tests.builders import BODIES, REVIEW
from tests.engagements.moves import text
from tests.engagements.trial import Trial

ROUTES = [("slt", "board"), ("slt", "cabinet", "board"), ("board",)]

decided = st.tuples(st.just("decide"), st.sampled_from(list(BODIES)), st.sampled_from(list(Decision)))
submitted = st.tuples(st.just("submit"), st.sampled_from(list(BODIES)), st.booleans())
drafted = st.tuples(st.just("draft"), st.none(), st.none())
route_changed = st.tuples(st.just("route"), st.sampled_from(ROUTES), st.none())
settled = st.tuples(st.just("settle"), st.none(), st.none())


@settings(max_examples=40, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    route=st.sampled_from(ROUTES),
    steps=st.lists(st.one_of(decided, decided, submitted, submitted, drafted, route_changed, settled), max_size=14),
)
def test_somebody_is_awaited_whatever_boards_decide_about_closure(
    route: tuple[str, ...], steps: list[tuple[str, object, object]]
) -> None:
    trial = Trial(Stage.QUARTERLY_REPORTING, REVIEW)
    [case] = trial.cases
    case.report_through(*route)
    trial.give(case, "DraftPaper", Role.CLERK, a_paper(text("closure"), PaperKind.CLOSURE))
    for what, body, how in steps:
        trial.wait(1)
        match what:
            case "decide":
                fields = {"board": body, "met_on": case.today, "about": "closure", "decision": how}
                trial.give(case, "RecordBoardDecision", Role.CLERK, {**fields, "reason": text("why")})
            case "submit":
                met_on = case.today + timedelta(1 if how else 0)
                for number in (1, 2):
                    fields = {"number": number, "body": body, "met_on": met_on}
                    trial.give(case, "SubmitPaper", Role.CLERK, fields)
            case "draft":
                trial.give(case, "DraftPaper", Role.AUTHORITY, a_paper(text("closure"), PaperKind.CLOSURE))
            case "route":
                case.report_through(*body)  # type: ignore[misc]
            case "settle" if any(due.kind == "complete_action" for due in case.obligations()):
                case.settle()
        trial.check()
    trial.bring_to_its_end(case)
    trial.check()
    assert case.facts.stage is Stage.CLOSED
