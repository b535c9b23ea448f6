"""Relief: what somebody owes may be waived, or given more time, with the reason. And the nudges of what is not."""

from datetime import date, datetime
from typing import Annotated, Any

from pydantic import Field

from config.calendar import in_words
from config.vocabulary import Role
from engagements.clocks import clock_of
from engagements.engagement import Changes, Engagement, Moment, amend, end, uk_date
from engagements.events import Event
from engagements.messages import Command, Day, FreeText, TextRef
from engagements.obligations import DUTIES, Owed
from engagements.refusals import BrokenRule
from engagements.state.engagement import Obligation
from engagements.state.plan import QuarterlyReturn

Subject = Annotated[str, Field(pattern=r"^[A-Za-z0-9.-]*$", max_length=120)]
"""Which of several obligations of one kind: an action, a period, a peer; empty where there is one."""


class AboutAnObligation(Event, abstract=True):
    """An event about one obligation, by its identity."""

    opened_by: int
    kind: str
    about: str

    @property
    def subject(self) -> str:
        return self.about

    def obligation(self, engagement: Engagement) -> Obligation:
        return engagement.one(Obligation, self.opened_by, self.kind, self.about, called="such obligation")


class WaiveObligation(Command):
    """Waive what somebody owes, with the reason: the process goes on without it."""

    kind: Owed
    subject: Subject = ""
    reason: FreeText

    def lets_off(self) -> Role:
        return DUTIES[self.kind].by


class ObligationWaived(AboutAnObligation):
    owed_by: Role
    reason: TextRef

    def changes(self, engagement: Engagement, when: Moment) -> Changes:
        yield end(self.obligation(engagement), "waived", when)
        if self.kind == Owed.FILE_RETURN:
            yield amend(engagement.one(QuarterlyReturn, self.about, called="such return"), status="waived")


class NotOwed(BrokenRule):
    """Nobody owes that at this moment."""

    field = "kind"


class MayNotBeWaived(BrokenRule):
    """The process cannot go on without it."""

    field = "kind"


class NotMoreTime(BrokenRule):
    """The new day is not later, or the date is one that moves by a request of the authority's."""

    field = "due_on"


def waive_obligation(engagement: Engagement, command: WaiveObligation, now: datetime) -> list[Event]:
    if not DUTIES[command.kind].may_be_waived:
        waivable = ", ".join(kind.replace("_", " ") for kind, duty in DUTIES.items() if duty.may_be_waived)
        raise MayNotBeWaived(
            f"{command.kind.replace('_', ' ').capitalize()} cannot be waived: what comes next needs it. Give more time "
            f"with ExtendObligation, or put the engagement on hold. What can be waived: {waivable}."
        )
    owed = owed_now(engagement, command.kind, command.subject)
    return [ObligationWaived(**_identity(owed), owed_by=owed.owed_by, reason=command.reason)]


class ExtendObligation(Command):
    """Give somebody more time for what they owe, with the reason; for an action the authority asks itself."""

    kind: Owed
    subject: Subject = ""
    due_on: Day
    reason: FreeText

    def lets_off(self) -> Role:
        return DUTIES[self.kind].by


class ObligationExtended(AboutAnObligation):
    owed_by: Role
    due_from: date
    due_to: date
    reason: TextRef

    def changes(self, engagement: Engagement, when: Moment) -> Changes:
        return ()  # its clock says it all


def extend_obligation(engagement: Engagement, command: ExtendObligation, now: datetime) -> list[Event]:
    if command.kind is Owed.COMPLETE_ACTION:
        raise NotMoreTime(
            f"The authority asks for a later date for action {command.subject} with RequestExtension, so that the "
            "paper shows who asked, who decided and why."
        )
    owed = owed_now(engagement, command.kind, command.subject)
    due_from = owed.due_on or uk_date(now)
    if command.due_on <= max(due_from, uk_date(now)):
        raise NotMoreTime(f"It is due on {in_words(due_from)}; choose a later day, after today.")
    return [
        ObligationExtended(
            **_identity(owed),
            owed_by=owed.owed_by,
            due_from=due_from,
            due_to=command.due_on,
            reason=command.reason,
            clocks=(clock_of(owed, due_on=command.due_on),),
        )
    ]


def owed_now(engagement: Engagement, kind: Owed, subject: str) -> Obligation:
    """The open obligation that is meant; where two are open, the one that is due first."""
    found = [o for o in engagement.open_obligations(kind) if o.subject == subject]
    if not found:
        others = ", ".join(o.subject for o in engagement.open_obligations(kind) if o.subject)
        owed = f"{kind.replace('_', ' ')} {subject}".strip()
        raise NotOwed(f"Nobody owes {owed} on {engagement.facts.ref}.{f' Owed: {others}.' if others else ''}")
    return min(found, key=lambda obligation: obligation.due_on or date.max)


def _identity(obligation: Obligation) -> dict[str, Any]:
    return {"opened_by": obligation.opened_by, "kind": obligation.kind, "about": obligation.subject}


class ObligationNudged(AboutAnObligation, followed=False):
    """The chase climbed rungs of the ladder. ``rungs``: which; ``rung``, ``nudge_on``: the next one.

    ``listed``: the ladder ended here, in the oversight committee's report.
    """

    rungs: tuple[str, ...]
    rung: str | None = None
    nudge_on: date | None = None
    listed: bool = False

    def changes(self, engagement: Engagement, when: Moment) -> Changes:
        listed = {"listed_on": when.on} if self.listed else {}
        yield amend(self.obligation(engagement), rung=self.rung, nudge_on=self.nudge_on, **listed)
