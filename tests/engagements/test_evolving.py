"""How events change an engagement: pure, the same for ever, and only as each event says."""

from datetime import UTC, date, datetime
from typing import Any, Literal

import pytest

from config.vocabulary import Answer, Decision, Role, Stage, Status
from engagements.engagement import Amend, Engagement, Insert, Moment, NotLoaded, NotOnRecord
from engagements.events import Event
from engagements.evolve import evolve
from engagements.messages import Opened
from engagements.process import recalled
from engagements.stages.actions import ActionVerified
from engagements.stages.boards import BoardDecisionRecorded
from engagements.stages.closure import EngagementClosed, EngagementReopened
from engagements.stages.follow_up_plan import PlanApproved, RecommendationAnswered
from engagements.stages.request import RequestWithdrawn
from engagements.stages.scoping import ScopeProposed, ScopingMeetingHeld
from engagements.stages.throughout import NoteAdded
from engagements.state.engagement import EngagementFacts, Note, Obligation
from engagements.state.plan import Action, BoardDecision, Evidence, Plan, Recommendation
from engagements.state.team import Scope
from tests.desk import world

WHEN = Moment(7, datetime(2020, 6, 30, 23, 30, tzinfo=UTC), "coordinator")
THAT_DAY = date(2020, 7, 1)  # in England it is half past midnight


def owed(kind: str, subject: str = "", opened_by: int = 1) -> Obligation:
    return Obligation(
        engagement_id=1,
        opened_by=opened_by,
        kind=kind,
        subject=subject,
        owed_by=Role.COORDINATOR,
        opened_on=date(2020, 5, 1),
        counted_from=date(2020, 5, 1),
        due_on=date(2020, 6, 1),
    )


def engagement(*obligations: Obligation, stage: Stage = Stage.QUARTERLY_REPORTING, **rows: Any) -> Engagement:
    """An engagement that owes this, with no other rows than those given."""
    facts = EngagementFacts(id=1, ref="ESSEX-2020-1", version=6, authority="essex", stage=stage)
    kinds: dict[Any, Any] = {kind: {} for kind in (Note, Scope, Plan, Action, BoardDecision, Evidence)}
    kinds[Obligation] = {obligation.identity: obligation for obligation in obligations}
    return Engagement(facts, world(), kinds | rows.get("also", {}))


def still_owed(after: Engagement) -> list[tuple[str, str]]:
    return [(obligation.kind, obligation.subject) for obligation in after.open_obligations()]


def test_an_event_ends_what_it_discharges_and_nothing_else() -> None:
    before = engagement(owed("hold_scoping_meeting"), owed("propose_scope"))
    after, _ = evolve(before, ScopingMeetingHeld(held_on=THAT_DAY, summary="a text"), WHEN)
    assert still_owed(after) == [("propose_scope", "")]
    [ended] = [obligation for obligation in after.all(Obligation) if not obligation.is_open]
    assert (ended.kind, ended.ended, ended.ended_at) == ("hold_scoping_meeting", "discharged", WHEN.at)


def test_an_event_about_one_of_several_ends_only_what_is_owed_for_that_one() -> None:
    recommendation = Recommendation(engagement_id=1, number=2, drafted=2, text="a text")
    before = engagement(
        owed("respond_to_recommendation", "1"),
        owed("respond_to_recommendation", "2"),
        also={Recommendation: {(2,): recommendation}},
    )
    after, _ = evolve(before, RecommendationAnswered(number=2, answer=Answer.ACCEPTED), WHEN)
    assert still_owed(after) == [("respond_to_recommendation", "1")]


def test_an_event_about_all_of_them_ends_what_is_owed_for_each() -> None:
    plan = Plan(engagement_id=1, number=1, proposed_on=THAT_DAY)
    before = engagement(
        owed("respond_to_recommendation", "1"), owed("respond_to_recommendation", "2"), also={Plan: {(1,): plan}}
    )
    after, _ = evolve(before, PlanApproved(number=1, board="SLT", met_on=THAT_DAY), WHEN)
    assert still_owed(after) == []


@pytest.mark.parametrize(("about", "left"), [("closure", []), ("progress", [("decide_closure", "")])])
def test_only_a_decision_about_closure_settles_that_closure_is_to_be_decided(
    about: Literal["closure", "progress"], left: list[Any]
) -> None:
    before = engagement(owed("decide_closure"))
    decided = BoardDecisionRecorded(board="SLT", met_on=THAT_DAY, about=about, decision=Decision.NOTED)
    after, _ = evolve(before, decided, WHEN)
    assert still_owed(after) == left


def test_what_an_event_opens_begins_with_it_after_it_ended_what_was_owed_before() -> None:
    again = Opened(kind="propose_scope", owed_by=Role.COORDINATOR, counted_from=THAT_DAY, due_on=date(2020, 7, 15))
    scope = ScopeProposed(number=1, lines_of_enquiry=("x",), visit_from=THAT_DAY, visit_to=THAT_DAY, opens=(again,))
    after, _ = evolve(engagement(owed("propose_scope")), scope, WHEN)
    [now_owed] = after.open_obligations()
    assert (now_owed.opened_by, now_owed.opened_on, now_owed.due_on) == (7, THAT_DAY, date(2020, 7, 15))


@pytest.mark.parametrize(
    ("event", "stage", "status"),
    [
        (RequestWithdrawn(reason="a text"), Stage.QUARTERLY_REPORTING, Status.WITHDRAWN),
        (
            EngagementClosed(
                transferred=(),
                verified=(),
                recommendations_rejected=(),
                concerns_open=(),
                summary="a text",
                enters=Stage.CLOSED,
            ),
            Stage.CLOSED,
            Status.CLOSED,
        ),
    ],
)
def test_when_it_is_over_nobody_owes_anything(event: Event, stage: Stage, status: Status) -> None:
    after, _ = evolve(engagement(owed("review_progress"), owed("file_return", "2020-21-Q1")), event, WHEN)
    assert (after.facts.stage, after.facts.status, after.facts.closed_on) == (stage, status, THAT_DAY)
    assert {obligation.ended for obligation in after.all(Obligation)} == {"closed"}


def test_a_reopened_engagement_goes_on_and_remembers_since_when() -> None:
    closed, _ = evolve(engagement(), RequestWithdrawn(reason="a text"), WHEN)
    after, _ = evolve(
        closed, EngagementReopened(reason="a text", enters=Stage.FOLLOW_UP_PLAN), Moment(8, WHEN.at, WHEN.by)
    )
    assert (after.facts.status, after.facts.stage) == (Status.ACTIVE, Stage.FOLLOW_UP_PLAN)
    assert (after.facts.closed_on, after.facts.reopened_by) == (None, 8)


def test_the_engagement_before_stays_as_it_was() -> None:
    before = engagement(owed("hold_scoping_meeting"), stage=Stage.SCOPING)
    shown = repr(before)
    evolve(before, ScopingMeetingHeld(held_on=THAT_DAY, summary="a text", enters=Stage.TEAM_ASSIGNMENT), WHEN)
    assert repr(before) == shown


def test_the_same_event_gives_the_same_changes_for_ever() -> None:
    before = engagement(owed("hold_scoping_meeting"))
    event = ScopingMeetingHeld(held_on=THAT_DAY, summary="a text")
    assert evolve(before, event, WHEN) == evolve(before, event, WHEN)
    assert evolve(before, recalled("ScopingMeetingHeld", event.facts()), WHEN) == evolve(before, event, WHEN)


def test_changes_say_what_is_new_and_what_is_different() -> None:
    _, changes = evolve(engagement(owed("hold_scoping_meeting")), NoteAdded(text="a text"), WHEN)
    assert changes == [Insert(Note(engagement_id=1, sequence=7, text="a text"))]
    _, changes = evolve(
        engagement(owed("hold_scoping_meeting")), ScopingMeetingHeld(held_on=THAT_DAY, summary="a text"), WHEN
    )
    ended = {"ended": "discharged", "ended_at": WHEN.at}
    assert changes == [Amend(Obligation, (1, "hold_scoping_meeting", ""), ended)]


def test_a_rule_that_reads_what_its_row_does_not_name_is_told_which_row_to_change() -> None:
    with pytest.raises(NotLoaded, match=r"Recommendation was not loaded; name it in the step's reads"):
        engagement().all(Recommendation)


def test_what_is_not_on_record_is_refused_in_words() -> None:
    with pytest.raises(NotOnRecord, match=r"^ESSEX-2020-1 has no such action\.$"):
        evolve(engagement(), ActionVerified(action="A1"), WHEN)
