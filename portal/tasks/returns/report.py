"""A quarterly return as its pages see it: the plan with what was said last, and what was saved of this one so far."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from sqlalchemy import Connection

from config.ratings.scale import Rating
from config.vocabulary import Stage, Status
from documents.spreadsheets.plan_written import ERASED
from documents.spreadsheets.returns import open_actions
from engagements.as_of import AsOf
from engagements.engagement import Engagement
from engagements.exceptions import to_explain
from engagements.findings import findings
from engagements.loading import load_whole
from engagements.obligations import Owed
from engagements.periods import ReportingPeriod
from engagements.saved_forms import Answers, saved
from engagements.stages.actions import undecided
from engagements.state.plan import Action, ActionUpdate, QuarterlyReturn, RaisedException
from engagements.state.saved import SavedForm
from engagements.texts import recall
from portal.mishaps import NotThere
from portal.office import Office
from portal.tasks.task import Task, find_task
from portal.visitors import Visitor

FORM = "file-return"
"""What a saved return is called; an errand's page is called the same."""


@dataclass(frozen=True, slots=True)
class Reported:
    """An open action in a return. ``at``: its place in the form; ``choices``: ratings that it does not have now.

    ``said``: what was said of it last, ``said_in`` which quarter. ``asked_to``: the later date that waits for a
    decision. ``exceptional``: why a board reads of it as it stands.
    """

    at: int
    action: Action
    text: str
    owner: str
    late: int
    rating: Rating
    choices: tuple[Rating, ...]
    said: str
    said_in: str
    asked_to: date | None
    exceptional: tuple[str, ...]

    @property
    def ref(self) -> str:
        return self.action.ref


@dataclass(frozen=True)
class Report:
    """``standing``: None where the period was not opened. ``last``: what was saved last since the return was filed."""

    task: Task
    engagement: Engagement
    period: ReportingPeriod
    texts: Mapping[str, str]
    last: SavedForm | None

    @property
    def standing(self) -> QuarterlyReturn | None:
        return self.engagement.find(QuarterlyReturn, str(self.period))

    @property
    def may_be_filed(self) -> bool:
        """Whether the visitor may file it now, for the first time or again."""
        facts = self.engagement.facts
        reports = facts.stage is Stage.QUARTERLY_REPORTING and facts.status is Status.ACTIVE
        return bool(self.task.theirs and reports and self.standing and self.standing.status != "accepted")

    @cached_property
    def refs(self) -> tuple[str, ...]:
        """The open actions, in the order of the form."""
        return tuple(action.ref for action in open_actions(self.engagement))

    @cached_property
    def initial(self) -> Answers:
        """What the form holds before anybody typed: where the return was filed before, the texts that it has."""
        found: dict[str, ActionUpdate] = {}
        for update in self.engagement.all(ActionUpdate):
            if update.period == str(self.period) and update.action in self.refs:
                found[update.action] = max(update, found.get(update.action, update), key=lambda update: update.sequence)
        return {ref: {"text": self.texts.get(one.text, "")} for ref, one in found.items() if one.text}

    @property
    def answers(self) -> Answers:
        """What the form is filled in with."""
        return self.last.answers if self.last else self.initial

    @cached_property
    def in_the_way(self) -> Mapping[str, tuple[str, ...]]:
        """Why a nil return will not do: by action, in words."""
        found: dict[str, list[str]] = defaultdict(list)
        for seen in to_explain(self.engagement, self.task.today, self.engagement.world.thresholds):
            found[seen.action or ""].append(seen.kind.replace("_", " "))
        return {ref: tuple(why) for ref, why in found.items()}

    @property
    def in_the_way_by_kind(self) -> Mapping[str, list[str]]:
        """The same the other way round: actions in the order of the form."""
        found: dict[str, list[str]] = defaultdict(list)
        for ref in self.refs:
            for why in self.in_the_way.get(ref, ()):
                found[why].append(ref)
        return found

    @cached_property
    def actions(self) -> tuple[Reported, ...]:
        view = AsOf(self.engagement, self.period, self.task.today)
        return tuple(self._reported(at, action, view) for at, action in enumerate(open_actions(self.engagement)))

    def _reported(self, at: int, action: Action, view: AsOf) -> Reported:
        scale, said, waits = self.engagement.product.ratings, view.update(action, said=True), None
        if waiting := undecided(self.engagement, action.ref):
            waits = waiting.due_to
        return Reported(
            at=at,
            action=action,
            text=self.texts.get(action.text, ERASED),
            owner=self.texts.get(action.owner, ERASED),
            late=(self.task.today - action.due_on).days,
            rating=scale.rating(action.rating),
            choices=tuple(scale.rating(slug) for slug in scale.for_returns if slug != action.rating),
            said=self.texts.get(said.text or "", ERASED) if said else "",
            said_in=ReportingPeriod.parse(said.period).in_words if said else "",
            asked_to=waits,
            exceptional=self.in_the_way.get(action.ref, ()),
        )

    @property
    def question(self) -> str:
        """What the LGA asked about the return last; empty where it asked nothing."""
        queries = self.standing.queries if self.standing else []
        return self.texts.get(queries[-1]["question"], ERASED) if queries else ""

    @property
    def raised(self) -> tuple[RaisedException, ...]:
        """What the authority raised in this quarter itself."""
        return tuple(one for one in self.engagement.all(RaisedException) if one.period == str(self.period))


def find_report(connection: Connection, office: Office, visitor: Visitor, ref: str, period: str) -> Report:
    """The return that a guest was asked for. Raises NotThere where there cannot be such a quarter."""
    try:
        quarter = ReportingPeriod.parse(period)
    except ValueError:
        raise NotThere from None
    task = find_task(connection, office, visitor, ref, Owed.FILE_RETURN, str(quarter))
    engagement = load_whole(connection, ref, office.world)
    texts = recall(connection, _wanted(engagement, str(quarter)))
    last = saved(connection, engagement.id, FORM, str(quarter))
    standing = engagement.find(QuarterlyReturn, str(quarter))
    return Report(task, engagement, quarter, texts, last if _counts(last, standing) else None)


def _counts(form: SavedForm | None, standing: QuarterlyReturn | None) -> bool:
    """What was saved before the return was filed by somebody else, in another way, is not gone on with."""
    filed_at: datetime | None = standing.filed_at if standing else None
    return form is not None and (filed_at is None or form.saved_at >= filed_at)


def _wanted(engagement: Engagement, period: str) -> Iterable[str]:
    """The texts that the form shows."""
    last: dict[str, ActionUpdate] = {}
    for update in engagement.all(ActionUpdate):
        if update.text:
            last[update.action] = max(update, last.get(update.action, update), key=lambda one: one.sequence)
    wanted = [one.text for one in last.values()]
    wanted += [update.text for update in engagement.all(ActionUpdate) if update.period == period]
    wanted += [text for action in open_actions(engagement) for text in (action.text, action.owner)]
    wanted += [one.text for one in findings(engagement).values()]
    wanted += [one.cause for one in engagement.all(RaisedException) if one.period == period]
    standing = engagement.find(QuarterlyReturn, period)
    wanted += [query["question"] for query in (standing.queries if standing else [])]
    return [ref for ref in wanted if ref]
