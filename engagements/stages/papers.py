"""Papers: what is put before an authority's boards, drafted here and submitted to one meeting after another."""

from collections import Counter
from datetime import date, datetime
from typing import Annotated, Self

from pydantic import Field, model_validator

from config.vocabulary import Characteristic, Impact, PaperKind
from engagements.engagement import Changes, Engagement, Insert, Moment, amend, uk_date
from engagements.events import Event
from engagements.messages import Command, Day, FreeText, Label, Message, Ordinal, TextRef
from engagements.obligations import Owed
from engagements.refusals import BrokenRule
from engagements.stages.quarterly_reporting import Period
from engagements.stages.route import CLOSURE, BodySlug
from engagements.state.boards import GovernanceBody, Meeting, Paper, PaperForBoard
from engagements.state.engagement import Obligation
from engagements.state.plan import QuarterlyReturn


class EqualityAnswer(Message):
    """What is decided means for people who share a protected characteristic, and how where it means something."""

    characteristic: Characteristic
    impact: Impact
    text: FreeText | None = None

    @model_validator(mode="after")
    def _explained(self) -> Self:
        if self.impact is not Impact.NO and not self.text:
            raise ValueError(f"say in text what the {self.impact} impact on {self.characteristic} is")
        return self


class EqualityAnswerRef(Message):
    characteristic: Characteristic
    impact: Impact
    text: TextRef | None = None


class DraftPaper(Command):
    """Draft a paper for the boards. Again, to replace it while no board has decided, or to answer one that has.

    A quarterly paper names its period. A decision paper that takes the place of another says which in ``replaces``;
    quarterly papers on one period, and papers on closure, replace the one before by themselves. Its author is a post,
    not a name.
    """

    kind: PaperKind
    period: Period | None = None
    replaces: Ordinal | None = None
    subject: FreeText
    author: FreeText | None = None
    asks: Annotated[tuple[FreeText, ...], Field(min_length=1, max_length=20)]
    background: FreeText | None = None
    update: FreeText | None = None
    benefits_and_risks: FreeText | None = None
    financial_implications: FreeText | None = None
    workforce_engagement: FreeText | None = None
    legal_implications: FreeText | None = None
    equality_summary: FreeText | None = None
    equality: Annotated[tuple[EqualityAnswer, ...], Field(max_length=9)] = ()

    @model_validator(mode="after")
    def _parts_agree(self) -> Self:
        quarterly, decision = self.kind is PaperKind.QUARTERLY, self.kind is PaperKind.DECISION
        if quarterly != (self.period is not None):
            raise ValueError("give period for a quarterly paper, and for no other")
        if self.replaces and not decision:
            raise ValueError(f"leave replaces out: a {self.kind} paper replaces the one before by itself")
        answers = Counter(answer.characteristic for answer in self.equality)
        if self.equality or not quarterly:
            wrong = [one.replace("_", " ") for one in Characteristic if answers[one] != 1]
            if wrong:
                raise ValueError(f"equality: answer once for each protected characteristic; look at {', '.join(wrong)}")
        return self


class AboutAMatter(Event, abstract=True):
    """An event about what papers are on: a period, closure, or the subject of a decision paper."""

    number: Ordinal = Field(title="paper")
    matter: str


class PaperDrafted(AboutAMatter, discharges=(Owed.ANSWER_BOARD,)):
    kind: PaperKind
    period: Period | None = None
    title: TextRef
    author: TextRef | None = None
    asks: tuple[TextRef, ...]
    background: TextRef | None = None
    update: TextRef | None = None
    benefits_and_risks: TextRef | None = None
    financial_implications: TextRef | None = None
    workforce_engagement: TextRef | None = None
    legal_implications: TextRef | None = None
    equality_summary: TextRef | None = None
    equality: tuple[EqualityAnswerRef, ...] = ()

    def settles(self, obligation: Obligation) -> bool:
        return obligation.kind in self.DISCHARGES and obligation.subject.startswith(f"{self.matter}.")

    def changes(self, engagement: Engagement, when: Moment) -> Changes:
        values = {name: value for name, value in self.own().items() if name != "title"}
        equality = [answer.model_dump(mode="json") for answer in self.equality]
        values |= {"subject": self.title, "asks": list(self.asks), "equality": equality, "drafted_on": when.on}
        standing = engagement.find(Paper, self.number)
        yield amend(standing, **values) if standing else Insert(Paper(engagement_id=engagement.id, **values))


def draft_paper(engagement: Engagement, command: DraftPaper, now: datetime) -> list[Event]:
    if command.period:
        engagement.one(QuarterlyReturn, command.period, called=f"return for {command.period} to report on")
    if command.replaces:
        replaced = engagement.one(Paper, command.replaces, called=f"paper {command.replaces}")
        if replaced.kind is not PaperKind.DECISION:
            raise PaperReplaced(f"Paper {replaced.number} is a {replaced.kind} paper; draft another one of that kind.")
    number = len(engagement.all(Paper)) + 1
    matter = _matter(engagement, command, number)
    before = newest_on(engagement, matter)
    if before and not any(sent.decision for sent in engagement.all(PaperForBoard) if sent.paper == before.number):
        number = before.number
    fields = command.model_dump(exclude={"subject", "replaces"})
    return [PaperDrafted(number=number, matter=matter, title=command.subject, **fields)]


def _matter(engagement: Engagement, command: DraftPaper, number: int) -> str:
    match command.kind:
        case PaperKind.QUARTERLY:
            return str(command.period)
        case PaperKind.CLOSURE:
            return CLOSURE
        case PaperKind.DECISION:
            replaced = engagement.find(Paper, command.replaces)
            return replaced.matter if replaced else f"paper-{number}"


def newest_on(engagement: Engagement, matter: str) -> Paper | None:
    """The paper that stands on a matter: the last one drafted."""
    papers = [paper for paper in engagement.all(Paper) if paper.matter == matter]
    return papers[-1] if papers else None


class SubmitPaper(Command):
    """Submit a paper to a meeting of one of the authority's bodies. Again, when the meeting is moved."""

    number: Ordinal
    body: BodySlug
    met_on: Day
    agenda_item: Label | None = None


class PaperSubmitted(AboutAMatter, discharges=(Owed.SUBMIT_PAPER, Owed.RECORD_DECISION)):
    """The body waits no longer for a paper on the matter; what it decides is to be recorded after the meeting."""

    body: str
    board: str
    met_on: date
    agenda_item: str | None = None

    @property
    def subject(self) -> str:
        return f"{self.matter}.{self.body}"

    def changes(self, engagement: Engagement, when: Moment) -> Changes:
        for sent in engagement.all(PaperForBoard):
            if (sent.matter, sent.body) == (self.matter, self.body) and sent.stands and not sent.decision:
                yield amend(sent, stands=False)
        again = engagement.find(PaperForBoard, self.number, self.body, self.met_on)
        if again:
            yield amend(again, board=self.board, agenda_item=self.agenda_item, submitted_on=when.on, stands=True)
        else:
            values = {name: value for name, value in self.own().items() if name != "number"}
            yield Insert(PaperForBoard(engagement_id=engagement.id, paper=self.number, submitted_on=when.on, **values))


class PaperReplaced(BrokenRule):
    """Another paper took its place, or it is of a kind that this command does not replace."""

    field = "number"


class NotOnTheRoute(BrokenRule):
    """The authority's reporting route has no such body at present."""

    field = "body"


class AlreadyDecided(BrokenRule):
    """That meeting has decided on the paper."""

    field = "met_on"


def submit_paper(engagement: Engagement, command: SubmitPaper, now: datetime) -> list[Event]:
    number, body = command.number, command.body
    paper = engagement.one(Paper, number, called=f"paper {number}")
    newest = newest_on(engagement, paper.matter)
    if newest and newest.number != number:
        raise PaperReplaced(f"Paper {number} was replaced by paper {newest.number}; submit that one.")
    sent = engagement.find(PaperForBoard, number, body, command.met_on)
    if sent and sent.decision:
        raise AlreadyDecided(f"{sent.board} decided on paper {number} at that meeting; give the day of another one.")
    meeting = engagement.find(Meeting, body, command.met_on)
    submitted = PaperSubmitted(
        number=number,
        matter=paper.matter,
        body=body,
        board=_called(engagement, paper.matter, body, uk_date(now)),
        met_on=command.met_on,
        agenda_item=command.agenda_item or (meeting.agenda_item if meeting else None),
    )
    decision = engagement.owe(Owed.RECORD_DECISION, command.met_on, submitted.subject)
    return [submitted.model_copy(update={"opens": (decision,)})]


def _called(engagement: Engagement, matter: str, body: str, today: date) -> str:
    """What the body is called. One that has left the route may still have the paper that it waits for."""
    known = engagement.find(GovernanceBody, body)
    if known and known.holds_on(today):
        return known.name
    if any(owed.subject == f"{matter}.{body}" for owed in engagement.open_obligations(Owed.SUBMIT_PAPER)):
        return known.name if known else body
    raise NotOnTheRoute(f"{body} is not on the authority's reporting route; `peer-support route show` tells what is.")
