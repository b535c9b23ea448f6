"""Follow-up plan: the authority answers each recommendation, plans its actions, and its governance body approves."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Annotated

from pydantic import Field

from config.calendar import in_words
from config.vocabulary import Answer
from engagements.engagement import Changes, Engagement, Insert, Moment, amend, uk_date
from engagements.events import Event
from engagements.messages import Command, Day, FreeText, Label, Message, Ordinal, TextRef
from engagements.obligations import Owed
from engagements.refusals import BrokenRule
from engagements.stages.route import Asked, towards_closure
from engagements.state.engagement import CauseOfConcern
from engagements.state.plan import Action, Finding, Plan, Recommendation

ActionRef = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9.-]*$", max_length=20)]
FindingRef = Annotated[str, Field(pattern=r"^[RCAN][1-9][0-9]{0,3}$")]
"""R1 for recommendation 1, C1 for cause of concern 1; of an inspection A1 for an area for improvement, N1 a comment."""


class RespondToRecommendation(Command):
    """Answer a recommendation: accepted, or partly accepted or rejected with the reason."""

    number: Ordinal
    answer: Answer
    reason: FreeText | None = None


class RecommendationAnswered(Event, discharges=(Owed.RESPOND_TO_RECOMMENDATION,)):
    number: int = Field(title="recommendation")
    answer: Answer
    reason: TextRef | None = None

    @property
    def subject(self) -> str:
        return str(self.number)

    def changes(self, engagement: Engagement, when: Moment) -> Changes:
        recommendation = engagement.one(Recommendation, self.number, called="such recommendation")
        yield amend(recommendation, answer=self.answer, reason=self.reason)


class ReasonRequired(BrokenRule):
    """A recommendation is rejected, in part or whole, with a reason."""

    field = "reason"


def respond_to_recommendation(engagement: Engagement, command: RespondToRecommendation, now: datetime) -> list[Event]:
    engagement.one(Recommendation, command.number, called=f"recommendation {command.number}")
    if command.answer is not Answer.ACCEPTED and not command.reason:
        answer = command.answer.replace("_", " ")
        raise ReasonRequired(f"Say why recommendation {command.number} is {answer}: fill in reason.")
    return [RecommendationAnswered(**command.model_dump())]


class PlannedAction(Message):
    """An action: what it answers, who owns and who leads it (posts, not names), when it is due, how success shows."""

    ref: ActionRef
    text: FreeText
    findings: Annotated[tuple[FindingRef, ...], Field(min_length=1, max_length=50)]
    owner: FreeText
    lead: FreeText | None = None
    due_on: Day
    success_measure: FreeText | None = None
    evidence_expected: FreeText | None = None


class ActionPlanned(Message):
    """A planned action as the journal holds it: its texts by reference."""

    ref: str
    text: TextRef
    findings: tuple[str, ...]
    owner: TextRef
    lead: TextRef | None = None
    due_on: date
    success_measure: TextRef | None = None
    evidence_expected: TextRef | None = None


class ProposePlan(Command):
    """Propose the plan. Again, to replace a plan that is not approved yet."""

    actions: Annotated[tuple[PlannedAction, ...], Field(max_length=500)] = ()


class PlanProposed(Event, discharges=(Owed.PROPOSE_PLAN, Owed.APPROVE_PLAN)):
    """``rating``: what the plan's actions are rated to begin with."""

    number: int = Field(title="plan")
    actions: tuple[ActionPlanned, ...]
    rating: str

    def changes(self, engagement: Engagement, when: Moment) -> Changes:
        yield Insert(Plan(engagement_id=engagement.id, number=self.number, proposed_on=when.on))
        refs = {action.ref for action in self.actions}
        for standing in engagement.all(Action):
            if standing.status == "proposed" and standing.ref not in refs:
                yield amend(standing, status="replaced")
        for action in self.actions:
            values = {**action.model_dump(), "findings": list(action.findings), "due_first": action.due_on}
            values |= {"rating": self.rating, "rated_on": when.on}
            known = engagement.find(Action, action.ref)
            if known:
                yield amend(known, plan=self.number, status="proposed", **values)
            else:
                yield Insert(Action(engagement_id=engagement.id, plan=self.number, **values))


class RecommendationUnanswered(BrokenRule):
    """Every recommendation is answered before there is a plan."""


class FindingWithoutAction(BrokenRule):
    """Every recommendation that is not rejected leads to an action."""

    field = "actions"


class UnknownFinding(BrokenRule):
    """The action answers something that this engagement has not, or that was rejected."""

    field = "actions"


class ActionRefTaken(BrokenRule):
    """A reference names one action for the engagement's whole life."""

    field = "actions"


class DueInThePast(BrokenRule):
    """An action is due on a day to come."""

    field = "actions"


def propose_plan(engagement: Engagement, command: ProposePlan, now: datetime) -> list[Event]:
    open_findings = _findings_to_act_on(engagement)
    known = open_findings | {f"C{concern.number}" for concern in engagement.all(CauseOfConcern)}
    known |= {finding.ref for finding in engagement.all(Finding)}
    refs = [action.ref for action in command.actions]
    for action in command.actions:
        standing = engagement.find(Action, action.ref)
        if refs.count(action.ref) > 1 or (standing and standing.status not in ("proposed", "replaced")):
            raise ActionRefTaken(f"The reference {action.ref} is taken; give each action its own.")
        if action.due_on <= uk_date(now):
            raise DueInThePast(f"Action {action.ref} is due on {in_words(action.due_on)}; choose a day after today.")
        for finding in action.findings:
            if finding not in known:
                raise UnknownFinding(
                    f"Action {action.ref} answers {finding}, which this engagement has not, or rejected."
                )
    standing_actions = [a for a in engagement.all(Action) if a.status not in ("proposed", "replaced")]
    _each_acted_on(open_findings, (*command.actions, *standing_actions))
    number = len(engagement.all(Plan)) + 1
    actions = tuple(ActionPlanned(**action.model_dump()) for action in command.actions)
    approve, rating = engagement.owe(Owed.APPROVE_PLAN, uk_date(now)), engagement.product.ratings.starts_with
    return [PlanProposed(number=number, actions=actions, rating=rating, opens=(approve,))]


def _findings_to_act_on(engagement: Engagement) -> set[str]:
    recommendations = engagement.all(Recommendation)
    unanswered = [str(r.number) for r in recommendations if r.answer is None]
    if unanswered:
        raise RecommendationUnanswered(f"Answer every recommendation first; not answered yet: {', '.join(unanswered)}.")
    return {f"R{r.number}" for r in recommendations if r.answer is not Answer.REJECTED}


def _each_acted_on(findings: set[str], actions: Iterable[PlannedAction | Action]) -> None:
    missing = findings - {finding for action in actions for finding in action.findings}
    if missing:
        listed = ", ".join(sorted(missing, key=lambda finding: int(finding[1:])))
        raise FindingWithoutAction(f"No action answers {listed}. Add one for each.")


class ApprovePlan(Command):
    """Record that the authority's governance body approved the plan, and when."""

    board: Label
    met_on: Day
    agenda_item: Label | None = None


class PlanApproved(Event, discharges=(Owed.APPROVE_PLAN, Owed.RESPOND_TO_RECOMMENDATION)):
    number: int = Field(title="plan")
    board: str
    met_on: date
    agenda_item: str | None = None

    @property
    def subject(self) -> None:
        return None

    def changes(self, engagement: Engagement, when: Moment) -> Changes:
        yield amend(engagement.one(Plan, self.number, called="such plan"), approved_on=when.on)
        yield engagement.becomes(reports_from=when.on)
        for action in engagement.all(Action):
            if action.status == "proposed":
                yield amend(action, status="open", opened_on=when.on)


class NoPlanToApprove(BrokenRule):
    """There is no plan that waits for approval, or the meeting is still to come."""


def approve_plan(engagement: Engagement, command: ApprovePlan, now: datetime) -> list[Event]:
    plan = engagement.all(Plan)[-1] if engagement.all(Plan) else None
    if plan is None or plan.approved_on:
        raise NoPlanToApprove("No plan waits for approval; the authority proposes one first.")
    if not plan.proposed_on <= command.met_on <= uk_date(now):
        raise NoPlanToApprove(f"Give the day of the meeting, between {in_words(plan.proposed_on)} and today.")
    _each_acted_on(_findings_to_act_on(engagement), (a for a in engagement.all(Action) if a.status != "replaced"))
    proposed = [action for action in engagement.all(Action) if action.status == "proposed"]
    also = [engagement.owe(Owed.COMPLETE_ACTION, action.due_on, action.ref) for action in proposed]
    asked = Asked() if proposed else towards_closure(engagement, uk_date(now))
    again = any(earlier.approved_on for earlier in engagement.all(Plan))
    moves = engagement.moves_on(now, *also, *asked.opens, counted_from=None if again else engagement.facts.visit_to)
    return [PlanApproved(number=plan.number, **command.model_dump(), **moves), *asked.events]
