"""A scrutiny member's page: the plan by exception, how it got there, and questions worth asking. To be printed."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection
from starlette.responses import Response

from config.vocabulary import OF_THE_AUTHORITY, Role
from documents.facts import actions, findings
from documents.facts.board import DateMove, Decided, Exceptional, PaperAction, Tally
from documents.facts.exceptional import exceptional
from documents.facts.questions import Question, questions
from documents.facts.wording import Texts
from engagements.as_of import AsOf
from engagements.database import reading
from engagements.directory import Directory, Person
from engagements.engagement import Engagement
from engagements.loading import load_whole
from engagements.periods import ReportingPeriod
from engagements.state.plan import QuarterlyReturn
from engagements.texts import of_engagement
from portal.doors import Pages, TheVisitor
from portal.giving import roles_in
from portal.mishaps import NotThere
from portal.office import Office, TheOffice
from portal.showing import Show
from portal.visitors import GUESTS, Visitor

pages = Pages("/to-do/{ref}/scrutiny")

QUARTERS = 6
"""How far back ratings are shown: a year and a half."""


@dataclass(frozen=True, slots=True)
class Rated:
    """An action's ratings, a word for each quarter; None before it was planned. ``word`` and slug, to be coloured."""

    ref: str
    text: str
    ratings: tuple[tuple[str, str] | None, ...]


@dataclass(frozen=True, slots=True)
class Scrutiny:
    """What the page shows. Everything is in words already."""

    engagement: Engagement
    authority: str
    coordinator: Person | None
    tallies: tuple[Tally, ...]
    exceptions: tuple[Exceptional, ...]
    good: tuple[Exceptional, ...]
    questions: tuple[Question, ...]
    actions: tuple[PaperAction, ...]
    quarters: tuple[str, ...]
    rated: tuple[Rated, ...]
    moves: tuple[DateMove, ...]
    decisions: tuple[Decided, ...]


@pages.get("", to=GUESTS)
def scrutiny(ref: str, office: TheOffice, visitor: TheVisitor, show: Show) -> Response:
    with reading(office.engine) as connection:
        seen = _seen(connection, office, visitor, ref)
    return show("tasks/scrutiny.html", seen=seen)


def _seen(connection: Connection, office: Office, visitor: Visitor, ref: str) -> Scrutiny:
    """Raises NotThere for anybody but the authority's own people."""
    engagement, today = load_whole(connection, ref, office.world), office.today
    if not OF_THE_AUTHORITY & set(roles_in(connection, office, visitor, engagement.facts)):
        raise NotThere
    typed = Texts(of_engagement(connection, engagement.id))
    view = AsOf(engagement, ReportingPeriod.of(today), today)
    found = exceptional(view, typed)
    periods = _periods(engagement, view.period)
    directory = Directory.read(connection, office.world.reference, [engagement.facts])
    return Scrutiny(
        engagement=engagement,
        authority=office.world.reference.service(engagement.facts.authority).official_name,
        coordinator=directory.reached(engagement.facts, Role.COORDINATOR, today),
        tallies=actions.tallies(view),
        exceptions=found.exceptions,
        good=found.good,
        questions=questions(view, typed),
        actions=actions.actions(view, typed),
        quarters=tuple(period.in_words for period in periods),
        rated=_rated(engagement, periods, view, typed),
        moves=actions.moves(engagement, typed),
        decisions=findings.decisions(engagement, typed),
    )


def _periods(engagement: Engagement, last: ReportingPeriod) -> tuple[ReportingPeriod, ...]:
    """The quarters to show: those that returns were owed for, and the one that runs."""
    owed = {ReportingPeriod.parse(one.period) for one in engagement.all(QuarterlyReturn)} | {last}
    return tuple(sorted(owed)[-QUARTERS:])


def _rated(engagement: Engagement, periods: Sequence[ReportingPeriod], now: AsOf, typed: Texts) -> tuple[Rated, ...]:
    views = [AsOf(engagement, period, now.known_on) for period in periods]
    return tuple(
        Rated(
            action.ref,
            typed(action.text),
            tuple(_word(engagement, view.rating(action)) if ref in view.planned else None for view in views),
        )
        for ref, action in now.planned.items()
    )


def _word(engagement: Engagement, slug: str) -> tuple[str, str]:
    return slug, engagement.product.ratings.rating(slug).name
