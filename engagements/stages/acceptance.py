"""Acceptance: what the LGA asks about a return, what the authority answers, and that the return is accepted."""

from datetime import datetime

from engagements.engagement import Changes, Engagement, Moment, amend, uk_date
from engagements.events import Event
from engagements.messages import Command, FreeText, TextRef
from engagements.obligations import Owed
from engagements.refusals import BrokenRule
from engagements.stages.quarterly_reporting import AboutAPeriod, Period
from engagements.stages.returns import to_be_accepted
from engagements.stages.route import bodies_on, call_for_papers
from engagements.state.plan import QuarterlyReturn


class QueryReturn(Command):
    """Ask the authority about a return that it filed."""

    period: Period
    question: FreeText


class ReturnQueried(AboutAPeriod, discharges=(Owed.ACCEPT_RETURN,)):
    question: TextRef

    def changes(self, engagement: Engagement, when: Moment) -> Changes:
        standing = engagement.one(QuarterlyReturn, self.period, called="such return")
        asked = {"question": self.question, "asked_on": when.on.isoformat()}
        yield amend(standing, status="queried", queries=[*standing.queries, asked])


class NothingFiled(BrokenRule):
    """There is no filed return to query or accept."""

    field = "period"


def _filed_return(engagement: Engagement, period: str) -> None:
    standing = engagement.find(QuarterlyReturn, period)
    if standing is None or standing.status not in ("filed", "answered"):
        state = standing.status if standing else "not opened"
        raise NothingFiled(f"The return for {period} is {state}; there is nothing to look at yet.")


def query_return(engagement: Engagement, command: QueryReturn, now: datetime) -> list[Event]:
    _filed_return(engagement, command.period)
    return [
        ReturnQueried(**command.model_dump(), opens=(engagement.owe(Owed.ANSWER_QUERY, uk_date(now), command.period),))
    ]


class AnswerQuery(Command):
    """Answer a query about a return where what was filed can stand; otherwise file the return again."""

    period: Period
    answer: FreeText


class QueryAnswered(AboutAPeriod, discharges=(Owed.ANSWER_QUERY,)):
    answer: TextRef

    def changes(self, engagement: Engagement, when: Moment) -> Changes:
        standing = engagement.one(QuarterlyReturn, self.period, called="such return")
        *before, last = standing.queries
        answered = {**last, "answer": self.answer, "answered_on": when.on.isoformat()}
        yield amend(standing, status="answered", queries=[*before, answered])


class NoQuery(BrokenRule):
    """Nobody asked about that return, or the question is answered."""

    field = "period"


def answer_query(engagement: Engagement, command: AnswerQuery, now: datetime) -> list[Event]:
    standing = engagement.find(QuarterlyReturn, command.period)
    if standing is None or standing.status != "queried":
        raise NoQuery(f"No query about the return for {command.period} waits for an answer.")
    return [QueryAnswered(**command.model_dump(), opens=to_be_accepted(engagement, command.period, now))]


class AcceptReturn(Command):
    """Accept a return."""

    period: Period


class ReturnAccepted(AboutAPeriod, discharges=(Owed.ACCEPT_RETURN,)):
    def changes(self, engagement: Engagement, when: Moment) -> Changes:
        yield amend(engagement.one(QuarterlyReturn, self.period, called="such return"), status="accepted")


def accept_return(engagement: Engagement, command: AcceptReturn, now: datetime) -> list[Event]:
    _filed_return(engagement, command.period)
    today = uk_date(now)
    papers = call_for_papers(engagement, command.period, bodies_on(engagement, today), today)
    return [ReturnAccepted(period=command.period), *papers]
