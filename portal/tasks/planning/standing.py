"""The plan as it stands when somebody proposes one: what it must answer, and what was proposed before."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection

from config.vocabulary import Answer, Stage, Status
from documents.spreadsheets.plan_written import ERASED, action_values, in_order, text_refs
from engagements.engagement import Engagement, World
from engagements.findings import findings
from engagements.loading import load_whole
from engagements.obligations import Owed
from engagements.stages.follow_up_plan import PlannedAction, ProposePlan
from engagements.state.plan import Action, Recommendation
from engagements.texts import recall
from portal.office import Office
from portal.tasks.task import Task, find_task
from portal.visitors import Visitor


@dataclass(frozen=True, slots=True)
class ToAnswer:
    """Something that an action may answer. ``needed``: whether there is no plan without an action that does."""

    ref: str
    kind: str
    text: str
    needed: bool


@dataclass(frozen=True, slots=True)
class StandingPlan:
    """``proposed``: the actions of a plan that is not approved yet. ``unanswered``: recommendations without a response.

    ``acts``: whether a plan may be proposed now: again too, until one is approved.
    """

    task: Task
    engagement: Engagement
    texts: Mapping[str, str]
    to_answer: tuple[ToAnswer, ...]
    proposed: tuple[PlannedAction, ...]
    unanswered: tuple[int, ...]

    @property
    def acts(self) -> bool:
        facts = self.task.facts
        return self.task.theirs and (facts.stage, facts.status) == (Stage.FOLLOW_UP_PLAN, Status.ACTIVE)


def standing_plan(connection: Connection, office: Office, visitor: Visitor, ref: str) -> StandingPlan:
    task = find_task(connection, office, visitor, ref, Owed.PROPOSE_PLAN, "", ProposePlan)
    return _standing(connection, task, office.world)


def _standing(connection: Connection, task: Task, world: World) -> StandingPlan:
    engagement = load_whole(connection, task.ref, world)
    texts = recall(connection, text_refs(engagement))
    recommendations = engagement.all(Recommendation)
    accepted = {f"R{one.number}" for one in recommendations if one.answer is not Answer.REJECTED}
    rejected = {f"R{one.number}" for one in recommendations} - accepted
    proposed = in_order(one for one in engagement.all(Action) if one.status == "proposed")
    return StandingPlan(
        task=task,
        engagement=engagement,
        texts=texts,
        to_answer=tuple(
            ToAnswer(one.ref, one.kind, texts.get(one.text, ERASED), one.ref in accepted)
            for one in findings(engagement).values()
            if one.ref not in rejected
        ),
        proposed=tuple(_planned(engagement, one, texts) for one in proposed),
        unanswered=tuple(one.number for one in recommendations if one.answer is None),
    )


def _planned(engagement: Engagement, action: Action, texts: Mapping[str, str]) -> PlannedAction:
    values = action_values(engagement, action, texts)
    return PlannedAction.model_validate({name: values[name] for name in PlannedAction.model_fields})
