"""Quarterly returns: filed by exception, and again to replace what was filed; nothing that was said is ever edited."""

from collections import defaultdict
from datetime import date, datetime
from typing import Annotated

from pydantic import Field

from config.calendar import in_words
from config.nearest import did_you_mean
from config.ratings.scale import RatingSlug
from engagements.engagement import Changes, Engagement, Insert, Moment, amend, uk_date
from engagements.events import Event
from engagements.exceptions import to_explain
from engagements.messages import Command, Day, FreeText, Message, Opened, TextRef
from engagements.obligations import Owed
from engagements.refusals import BrokenRule
from engagements.stages.actions import undecided
from engagements.stages.extensions import asked_for
from engagements.stages.follow_up_plan import ActionRef
from engagements.stages.quarterly_reporting import AboutAPeriod, Period, PeriodNotOpen
from engagements.state.plan import Action, ActionUpdate, QuarterlyReturn


class Update(Message):
    """What a return says of an action: its rating, why where that worsens, and a later date where it needs one.

    ``rating``: a slug of the product's scale; left out, it stands. ``due_to``: asks for that date; ``text`` says why.
    """

    action: ActionRef
    rating: RatingSlug | None = None
    text: FreeText | None = None
    due_to: Day | None = None


class UpdateRef(Message):
    """An update as the journal holds it: the rating that the action has after it, its text by reference."""

    action: str
    rating: str
    text: TextRef | None = None
    due_to: date | None = None


class FileReturn(Command):
    """File the return of a period: an update for every open action. Again, to replace it until it is accepted."""

    period: Period
    updates: Annotated[tuple[Update, ...], Field(min_length=1, max_length=500)]


class ReturnCame(AboutAPeriod, abstract=True):
    """A return was filed. ``late``: calendar days that its first filing came past its date, 0 in time."""

    late: int = 0


_SETTLES = (Owed.FILE_RETURN, Owed.ANSWER_QUERY, Owed.ACCEPT_RETURN)


class ReturnFiled(ReturnCame, discharges=_SETTLES):
    updates: tuple[UpdateRef, ...]

    def changes(self, engagement: Engagement, when: Moment) -> Changes:
        yield from _filed(engagement, self, when, {update.rating for update in self.updates}, nil=False)
        for update in self.updates:
            said = {"period": self.period, "filed_on": when.on, **update.model_dump()}
            yield Insert(ActionUpdate(engagement_id=engagement.id, sequence=when.sequence, **said))
            action = engagement.one(Action, update.action, called="such action")
            if action.rating != update.rating:
                yield amend(action, rating=update.rating, rated_on=when.on)


class NilReturnFiled(ReturnCame, discharges=_SETTLES):
    def changes(self, engagement: Engagement, when: Moment) -> Changes:
        stand = {action.rating for action in engagement.all(Action) if action.status == "open"}
        return _filed(engagement, self, when, stand, nil=True)


def _filed(engagement: Engagement, event: ReturnCame, when: Moment, ratings: set[str], *, nil: bool) -> Changes:
    """A query that waited for an answer is answered by filing again."""
    standing = engagement.one(QuarterlyReturn, event.period, called="such return")
    yield amend(
        standing,
        status="filed",
        nil=nil,
        ratings=" ".join(sorted(ratings)),
        filed_at=when.at,
        first_filed_on=standing.first_filed_on or when.on,
        late=event.late,
        filings=standing.filings + 1,
        queries=[{"answered_on": when.on.isoformat()} | query for query in standing.queries],
    )


class ReturnIncomplete(BrokenRule):
    """A return has one update for every open action, and none for another."""

    field = "updates"


class NotARating(BrokenRule):
    """A return rates an action by the product's scale, and leaves completion and transfer to their own commands."""

    field = "updates"


class CauseRequired(BrokenRule):
    """Where a rating worsens or a date is to move, the return says why."""

    field = "updates"


class SomethingIsExceptional(BrokenRule):
    """A nil return says that nothing is exceptional."""


def _open_for_return(engagement: Engagement, period: str) -> QuarterlyReturn:
    standing = engagement.find(QuarterlyReturn, period)
    if standing is None:
        opened = ", ".join(sorted(r.period for r in engagement.all(QuarterlyReturn))) or "none yet"
        raise PeriodNotOpen(f"The period {period} is not open for a return. Opened so far: {opened}.")
    if standing.status == "accepted":
        raise PeriodNotOpen(f"The return for {period} was accepted already; put what is new into the next one.")
    return standing


def _late(standing: QuarterlyReturn, now: datetime) -> int:
    return standing.late if standing.filings else max(0, (uk_date(now) - standing.due_on).days)


def file_return(engagement: Engagement, command: FileReturn, now: datetime) -> list[Event]:
    standing = _open_for_return(engagement, command.period)
    to_report = {action.ref: action for action in engagement.all(Action) if action.status == "open"}
    named = [update.action for update in command.updates]
    problems = [f"no update for {ref}" for ref in to_report if ref not in named]
    problems += [f"{ref} is not an open action of the plan" for ref in named if ref not in to_report]
    problems += [f"{ref} is named twice" for ref in to_report if named.count(ref) > 1]
    if problems:
        raise ReturnIncomplete(f"The return needs one update for each open action: {'; '.join(problems)}.")
    updates = tuple(_update(engagement, to_report[update.action], update) for update in command.updates)
    filed = ReturnFiled(
        period=command.period,
        updates=updates,
        late=_late(standing, now),
        opens=to_be_accepted(engagement, command.period, now),
    )
    return [filed, *_later_dates(engagement, updates, now)]


def _update(engagement: Engagement, action: Action, update: Update) -> UpdateRef:
    scale, rating = engagement.product.ratings, update.rating or action.rating
    if rating not in scale.for_returns:
        raise NotARating(
            f"{rating} is not how a return rates {action.ref}: use {', '.join(scale.for_returns)}, or leave it out to "
            f"keep {action.rating}; an action is completed or transferred by its own command."
            f"{did_you_mean(rating, scale.for_returns)}"
        )
    if scale.worsens(action.rating, rating) and not update.text:
        worse = f"{scale.rating(action.rating).name.lower()} to {scale.rating(rating).name.lower()}"
        raise CauseRequired(f"Say why {action.ref} went from {worse}: fill in its text.")
    if update.due_to and not update.text:
        raise CauseRequired(f"Say why {action.ref} needs until {in_words(update.due_to)}: fill in its text.")
    return UpdateRef(action=action.ref, rating=rating, text=update.text, due_to=update.due_to)


def _later_dates(engagement: Engagement, updates: tuple[UpdateRef, ...], now: datetime) -> list[Event]:
    """The requests for later dates; not again where a return is replaced that asked for the same."""
    requests: list[Event] = []
    for update in updates:
        waiting = undecided(engagement, update.action)
        if update.due_to and not (waiting and waiting.due_to == update.due_to):
            requests.append(asked_for(engagement, update.action, update.due_to, str(update.text), now))
    return requests


class FileNilReturn(Command):
    """File a nil return: nothing is exceptional, every rating stands."""

    period: Period


def file_nil_return(engagement: Engagement, command: FileNilReturn, now: datetime) -> list[Event]:
    standing = _open_for_return(engagement, command.period)
    found: dict[str, list[str]] = defaultdict(list)
    for seen in to_explain(engagement, uk_date(now), engagement.world.thresholds):
        found[seen.kind.replace("_", " ")].append(str(seen.action))
    if found:
        listed = "; ".join(f"{what}: {', '.join(refs)}" for what, refs in found.items())
        raise SomethingIsExceptional(f"File a full return, since something is exceptional: {listed}.")
    opens = to_be_accepted(engagement, command.period, now)
    return [NilReturnFiled(period=command.period, late=_late(standing, now), opens=opens)]


def to_be_accepted(engagement: Engagement, period: str, now: datetime) -> tuple[Opened, ...]:
    return (engagement.owe(Owed.ACCEPT_RETURN, uk_date(now), period),)
