"""Trends: how each action stands against the quarter before."""

from datetime import date

from config.vocabulary import Trend
from engagements.as_of import AsOf
from engagements.engagement import Engagement
from engagements.periods import ReportingPeriod
from engagements.state.plan import Action


def trends(engagement: Engagement, period: ReportingPeriod, known_on: date = date.max) -> dict[str, Trend]:
    """The trend of every action of the plan, by reference. Pure, over an engagement with all its rows."""
    now = AsOf(engagement, period, known_on)
    return {ref: _trend(now, now.before, action) for ref, action in now.planned.items()}


def _trend(now: AsOf, before: AsOf, action: Action) -> Trend:
    if now.settled(action):
        return Trend.SETTLED
    if action.ref not in before.planned:
        return Trend.NEW
    scale, was, stands = now.engagement.product.ratings, before.rating(action), now.rating(action)
    if scale.worsens(was, stands):
        return Trend.WORSE
    return Trend.BETTER if scale.worsens(stands, was) else Trend.SAME
