"""Request: an authority asks for support, and a principal adviser decides whether the LGA gives it."""

from datetime import date, datetime
from typing import Annotated

from pydantic import Field

from config.calendar import in_words
from config.products import UnknownProduct
from config.reference import UnknownService
from config.vocabulary import Origin, Stage, Status
from engagements.engagement import Changes, Engagement, Insert, Moment, uk_date
from engagements.events import Event
from engagements.messages import Command, Day, FreeText, Slug, TextRef
from engagements.obligations import Owed, opened
from engagements.refusals import BrokenRule
from engagements.state.engagement import EngagementFacts


class RequestSupport(Command):
    """Ask for peer support. ``choices``: where the product offers some, such as before or after an inspection.

    ``window_from`` and ``window_to``: when the authority would like the peers to come; either may be left open.
    """

    authority: Slug
    product: Slug
    origin: Origin = Origin.INDEPENDENT
    choices: Annotated[dict[Slug, Slug], Field(max_length=8, default_factory=dict)]
    window_from: Day | None = None
    window_to: Day | None = None
    reason: FreeText


class SupportRequested(Event):
    ref: str
    authority: str
    product: str
    product_version: int
    origin: Origin
    choices: dict[str, str]
    window_from: date | None = None
    window_to: date | None = None
    reason: TextRef

    def changes(self, engagement: Engagement, when: Moment) -> Changes:
        facts = {"id", "version", "chain"}
        yield Insert(
            EngagementFacts(
                **engagement.facts.model_dump(include=facts),
                **self.own(),
                requested_on=when.on,
            )
        )


class NotAnEligibleService(BrokenRule):
    """The service is not one of England's, or did not exist on the day."""

    field = "authority"


class NotOffered(BrokenRule):
    """The product does not exist, or does not offer that choice."""

    field = "product"


class NoSuchWindow(BrokenRule):
    """The window is over already, or ends before it begins."""

    field = "window_to"


def request_support(engagement: Engagement, command: RequestSupport, now: datetime) -> list[Event]:
    """``engagement`` has only its identifier and its reference yet."""
    world, today = engagement.world, uk_date(now)
    try:
        service = world.reference.service(command.authority)
        product = world.catalogue.latest(command.product, today)
    except UnknownService as unknown:
        raise NotAnEligibleService(str(unknown)) from None
    except UnknownProduct as unknown:
        raise NotOffered(str(unknown)) from None
    if not service.exists_on(today):
        followed = f" It was followed by {service.successor}." if service.successor else ""
        raise NotAnEligibleService(f"{service.official_name} does not exist on {in_words(today)}.{followed}")
    for name in command.choices.keys() | product.choices.keys():
        choice = command.choices.get(name, "not chosen")
        if choice not in product.choices.get(name, ()):
            offered = "; ".join(f"{key}: {', '.join(values)}" for key, values in product.choices.items()) or "none"
            raise NotOffered(f"{product.name} asks you to choose; {name} is {choice}. The choices are: {offered}.")
    if command.window_from and command.window_to and command.window_to < command.window_from:
        raise NoSuchWindow(f"The window begins on {in_words(command.window_from)}; choose a last day that follows it.")
    if command.window_to and command.window_to <= today:
        raise NoSuchWindow(f"Choose a window that is not over today, {in_words(today)}, or leave it open.")
    triage = opened(Owed.TRIAGE_REQUEST, product, today, world.calendar)
    return [
        SupportRequested(
            ref=engagement.facts.ref,
            product_version=product.version,
            **command.model_dump(),
            enters=Stage.REQUEST,
            opens=(triage,),
        )
    ]


class AcceptRequest(Command):
    """Accept a request. ``enter_at``: a later stage to begin at, where the product allows it."""

    enter_at: Stage | None = None


class RequestAccepted(Event, discharges=(Owed.TRIAGE_REQUEST,)):
    def changes(self, engagement: Engagement, when: Moment) -> Changes:
        return ()


class CannotBeginThere(BrokenRule):
    """The product's engagements do not begin at that stage."""

    field = "enter_at"


def accept_request(engagement: Engagement, command: AcceptRequest, now: datetime) -> list[Event]:
    begins = engagement.product.enters_at
    if command.enter_at and command.enter_at not in begins:
        raise CannotBeginThere(f"{engagement.product.name} begins at {' or '.join(begins)}, not at {command.enter_at}.")
    return [RequestAccepted(**engagement.enter(command.enter_at or begins[0], now))]


class DeclineRequest(Command):
    """Decline a request, and say why."""

    reason: FreeText


class RequestDeclined(Event, closes=True):
    reason: TextRef

    def changes(self, engagement: Engagement, when: Moment) -> Changes:
        yield engagement.becomes(status=Status.DECLINED, closed_on=when.on)


def decline_request(engagement: Engagement, command: DeclineRequest, now: datetime) -> list[Event]:
    return [RequestDeclined(reason=command.reason)]


class WithdrawRequest(Command):
    """Withdraw: the authority no longer wants the support. Possible until the engagement is closed."""

    reason: FreeText


class RequestWithdrawn(Event, closes=True):
    reason: TextRef

    def changes(self, engagement: Engagement, when: Moment) -> Changes:
        yield engagement.becomes(status=Status.WITHDRAWN, closed_on=when.on)


def withdraw_request(engagement: Engagement, command: WithdrawRequest, now: datetime) -> list[Event]:
    return [RequestWithdrawn(reason=command.reason)]
