"""An action with everything that was said and decided of it: dates are never overwritten, and neither is a rating."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from config.ratings.scale import Rating
from config.vocabulary import Stage, Status
from documents.spreadsheets.plan_written import ERASED
from engagements.date_history import DateChange, DateHistory, date_history
from engagements.engagement import Engagement
from engagements.findings import Found, findings
from engagements.loading import load_whole
from engagements.obligations import Owed
from engagements.periods import ReportingPeriod
from engagements.stages.actions import undecided
from engagements.state.plan import Action, ActionUpdate, Evidence, ExtensionRequest
from engagements.texts import recall
from portal.mishaps import NotThere
from portal.office import Office
from portal.tasks.task import Task, find_task
from portal.visitors import Visitor


@dataclass(frozen=True, slots=True)
class Said:
    """What a return said of it."""

    quarter: str
    on: date
    rating: Rating
    text: str
    due_to: date | None


@dataclass(frozen=True)
class Worked:
    """``texts``: everything that was typed about it, by reference."""

    task: Task
    engagement: Engagement
    action: Action
    texts: Mapping[str, str]

    @property
    def open(self) -> bool:
        """Whether the visitor may do something about it now."""
        facts = self.engagement.facts
        reports = facts.stage is Stage.QUARTERLY_REPORTING and facts.status is Status.ACTIVE
        return self.task.theirs and reports and self.action.status == "open"

    @property
    def rating(self) -> Rating:
        return self.engagement.product.ratings.rating(self.action.rating)

    @property
    def late(self) -> int:
        return (self.task.today - self.action.due_on).days

    @property
    def said(self) -> list[Said]:
        """What returns said, the latest first."""
        scale = self.engagement.product.ratings
        updates = [one for one in self.engagement.all(ActionUpdate) if one.action == self.action.ref]
        return [
            Said(
                ReportingPeriod.parse(one.period).in_words,
                one.filed_on,
                scale.rating(one.rating),
                self.text(one.text),
                one.due_to,
            )
            for one in sorted(updates, key=lambda one: one.sequence, reverse=True)
        ]

    @property
    def dates(self) -> DateHistory:
        return date_history(self.engagement, self.action.ref)

    @property
    def waiting(self) -> ExtensionRequest | None:
        """The request for a later date that nobody has decided yet."""
        return undecided(self.engagement, self.action.ref)

    @property
    def evidence(self) -> list[Evidence]:
        return [one for one in self.engagement.all(Evidence) if one.action == self.action.ref]

    @property
    def answers(self) -> list[Found]:
        """The findings that it answers."""
        known = findings(self.engagement)
        return [known[ref] for ref in self.action.findings if ref in known]

    def text(self, ref: str | None) -> str:
        """What was typed; empty where nothing was."""
        return self.texts.get(ref, ERASED) if ref else ""

    def reason(self, change: DateChange) -> str:
        return self.text(change.reason)


def find_action(connection: Connection, office: Office, visitor: Visitor, ref: str, action: str) -> Worked:
    """The action that a guest was asked for. Raises NotThere."""
    task = find_task(connection, office, visitor, ref, Owed.COMPLETE_ACTION, action)
    engagement = load_whole(connection, ref, office.world)
    found = engagement.find(Action, action)
    if found is None or found.status in ("proposed", "replaced"):
        raise NotThere
    return Worked(task, engagement, found, recall(connection, _wanted(engagement, found)))


def _wanted(engagement: Engagement, action: Action) -> list[str]:
    wanted = [action.text, action.owner, action.lead, action.success_measure, action.evidence_expected]
    wanted += [action.bau_owner, action.bau_reason]
    wanted += [one.text for one in engagement.all(ActionUpdate) if one.action == action.ref]
    wanted += [text for one in engagement.all(Evidence) if one.action == action.ref for text in (one.title, one.reason)]
    asked = [one for one in engagement.all(ExtensionRequest) if one.action == action.ref]
    wanted += [text for one in asked for text in (one.reason, one.decision_reason)]
    known = findings(engagement)
    wanted += [known[ref].text for ref in action.findings if ref in known]
    return [ref for ref in wanted if ref]
