"""Findings of a visit: peers note them line by line, and they are gathered into the feedback and the report."""

from collections import Counter
from datetime import date, datetime
from typing import Annotated

from pydantic import Field

from config.calendar import in_words
from config.vocabulary import FindingKind, Stage, TeamRole
from engagements.engagement import Changes, Engagement, Insert, Moment, amend, uk_date
from engagements.events import Event
from engagements.messages import Command, FreeText, Ordinal, PeerId, Slug, TextRef
from engagements.refusals import BrokenRule
from engagements.stages.timetable import agreed_lines
from engagements.state.team import Invitation, VisitPhase
from engagements.state.timetable import VisitSession
from engagements.state.visit_findings import VisitFinding

MOST_FINDINGS = 999


class VisitNotBegun(BrokenRule):
    """Findings are noted from the first day of the visit."""


class NotLookedAt(BrokenRule):
    """The scope that was agreed has no such line of enquiry."""

    field = "line"


class NotOnTheTeam(BrokenRule):
    """Findings are noted by peers who accepted a place on the team."""

    field = "peer"


class NotTheirFinding(BrokenRule):
    """A peer changes what they noted themselves; the lead peer and the coordinator, what anybody noted."""

    field = "number"


class FindingWithdrawnAlready(BrokenRule):
    """The finding was withdrawn."""

    field = "number"


class NotGoodPractice(BrokenRule):
    """Good practice is shared with other services; other findings are between the peers and the authority."""

    field = "number"


class GatheredTwice(BrokenRule):
    """Each finding has one place in the feedback."""

    field = "findings"


def first_day(engagement: Engagement) -> date | None:
    """The first day of the visit as it is scheduled."""
    return min((phase.starts_on for phase in engagement.all(VisitPhase) if phase.replaced_on is None), default=None)


def lines_looked_at(engagement: Engagement) -> tuple[str, ...]:
    """The lines of enquiry of the agreed scope; where none was agreed here, all that the product has."""
    return agreed_lines(engagement) or tuple(line.slug for line in engagement.product.lines_of_enquiry)


def on_a_line_of_the_scope(engagement: Engagement, line: str) -> None:
    """Raises NotLookedAt."""
    lines = lines_looked_at(engagement)
    if line not in lines:
        raise NotLookedAt(f"The agreed scope has no line of enquiry {line}. It has: {', '.join(lines)}.")


def _begun(engagement: Engagement, now: datetime) -> None:
    """The report's stage follows the visit, here or before this engagement began."""
    first = first_day(engagement)
    if engagement.facts.stage is Stage.CHALLENGE_VISIT and (first is None or uk_date(now) < first):
        begins = f"begins on {in_words(first)}" if first else "has no days yet"
        raise VisitNotBegun(f"The visit {begins}; note what you find from its first day.")


def _place(engagement: Engagement, peer: str | None) -> Invitation | None:
    """The peer's place on the team; None for the coordinator, who has none."""
    if peer is None:
        return None
    place = engagement.find(Invitation, peer)
    if place is None or place.status != "accepted":
        raise NotOnTheTeam(f"Peer {peer} has no place on the team; the coordinator can write the finding down.")
    return place


def standing_finding(engagement: Engagement, number: int) -> VisitFinding:
    """The finding, unless it was withdrawn. Raises NotOnRecord and FindingWithdrawnAlready."""
    finding = engagement.one(VisitFinding, number, called=f"finding {number}")
    if finding.withdrawn_on:
        raise FindingWithdrawnAlready(f"Finding {number} was withdrawn on {in_words(finding.withdrawn_on)}.")
    return finding


def _to_change(engagement: Engagement, number: int, peer: str | None) -> VisitFinding:
    place, finding = _place(engagement, peer), standing_finding(engagement, number)
    if place and place.team_role is not TeamRole.LEAD_PEER and finding.noted_by != peer:
        raise NotTheirFinding(f"Somebody else noted finding {number}; ask them, or your lead peer, to change it.")
    return finding


class NoteFinding(Command):
    """Note what was found on the visit, on a line of enquiry. ``peer``: who found it; nobody: the coordinator.

    ``session``: the session of the visit that it comes from.
    """

    line: Slug
    kind: FindingKind
    text: FreeText
    session: Ordinal | None = None
    peer: PeerId | None = None


class FindingNoted(Event):
    number: int
    line: str
    kind: FindingKind
    text: TextRef
    session: int | None = None
    peer: str | None = None

    def changes(self, engagement: Engagement, when: Moment) -> Changes:
        yield Insert(
            VisitFinding(
                engagement_id=engagement.id,
                number=self.number,
                noted_by=self.peer,
                line=self.line,
                kind=self.kind,
                text=self.text,
                session=self.session,
                noted_on=when.on,
            )
        )


def note_finding(engagement: Engagement, command: NoteFinding, now: datetime) -> list[Event]:
    _begun(engagement, now)
    _place(engagement, command.peer)
    on_a_line_of_the_scope(engagement, command.line)
    if command.session:
        engagement.one(VisitSession, command.session, called=f"session {command.session}")
    return [FindingNoted(number=len(engagement.all(VisitFinding)) + 1, **command.model_dump())]


class ChangeFinding(Command):
    """Say a finding better, or put it on another line of enquiry. ``peer``: who changes it."""

    number: Ordinal
    line: Slug
    kind: FindingKind
    text: FreeText
    peer: PeerId | None = None


class FindingChanged(Event):
    """``peer``: who changed it; it stays with whoever noted it."""

    number: int
    line: str
    kind: FindingKind
    text: TextRef
    peer: str | None = None

    def changes(self, engagement: Engagement, when: Moment) -> Changes:
        finding = engagement.one(VisitFinding, self.number, called="such finding")
        share = finding.share and self.kind is FindingKind.GOOD_PRACTICE
        yield amend(finding, line=self.line, kind=self.kind, text=self.text, share=share, changed_on=when.on)


def change_finding(engagement: Engagement, command: ChangeFinding, now: datetime) -> list[Event]:
    _to_change(engagement, command.number, command.peer)
    on_a_line_of_the_scope(engagement, command.line)
    return [FindingChanged(**command.model_dump())]


class WithdrawFinding(Command):
    """Withdraw a finding: it goes into neither the feedback nor the report. ``peer``: who withdraws it."""

    number: Ordinal
    peer: PeerId | None = None


class FindingWithdrawn(Event):
    number: int
    peer: str | None = None

    def changes(self, engagement: Engagement, when: Moment) -> Changes:
        finding = engagement.one(VisitFinding, self.number, called="such finding")
        yield amend(finding, withdrawn_on=when.on, in_feedback=None, share=False)


def withdraw_finding(engagement: Engagement, command: WithdrawFinding, now: datetime) -> list[Event]:
    _to_change(engagement, command.number, command.peer)
    return [FindingWithdrawn(**command.model_dump())]


class GatherFindings(Command):
    """Say which findings the feedback tells, in its order. Again, to choose anew."""

    findings: Annotated[tuple[Ordinal, ...], Field(max_length=MOST_FINDINGS)]


class FindingsGathered(Event):
    findings: tuple[int, ...]

    def changes(self, engagement: Engagement, when: Moment) -> Changes:
        places = {number: place for place, number in enumerate(self.findings, 1)}
        for finding in engagement.all(VisitFinding):
            if finding.in_feedback != places.get(finding.number):
                yield amend(finding, in_feedback=places.get(finding.number))


def gather_findings(engagement: Engagement, command: GatherFindings, now: datetime) -> list[Event]:
    for number, times in Counter(command.findings).items():
        standing_finding(engagement, number)
        if times > 1:
            raise GatheredTwice(f"Finding {number} is named {times} times; name it once.")
    return [FindingsGathered(findings=command.findings)]


class MarkGoodPractice(Command):
    """Mark good practice to be shared with other services, or take the mark away."""

    number: Ordinal
    share: bool = True


class GoodPracticeMarked(Event):
    number: int
    share: bool

    def changes(self, engagement: Engagement, when: Moment) -> Changes:
        yield amend(engagement.one(VisitFinding, self.number, called="such finding"), share=self.share)


def mark_good_practice(engagement: Engagement, command: MarkGoodPractice, now: datetime) -> list[Event]:
    finding = standing_finding(engagement, command.number)
    if finding.kind is not FindingKind.GOOD_PRACTICE:
        kind = finding.kind.replace("_", " ")
        raise NotGoodPractice(f"Finding {command.number} is noted as {kind}; change it to good practice first.")
    return [GoodPracticeMarked(**command.model_dump())]
