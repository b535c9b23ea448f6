"""Scoping: the authority and its coordinator agree what the peers will look at, and when."""

from datetime import date, datetime
from typing import Annotated

from pydantic import Field

from config.calendar import in_words
from config.products import ClockName
from engagements.engagement import Changes, Engagement, Insert, Moment, amend, uk_date
from engagements.events import Event
from engagements.messages import Command, Day, FreeText, Message, Slug, TextRef
from engagements.obligations import Owed
from engagements.refusals import BrokenRule
from engagements.state.team import Scope


class HoldScopingMeeting(Command):
    """Record that the scoping meeting was held, and what was said."""

    held_on: Day
    summary: FreeText


class ScopingMeetingHeld(Event, discharges=(Owed.HOLD_SCOPING_MEETING,)):
    held_on: date
    summary: TextRef

    def changes(self, engagement: Engagement, when: Moment) -> Changes:
        return ()


class MeetingNotYetHeld(BrokenRule):
    """A meeting is recorded after it was held, not before."""

    field = "held_on"


def hold_scoping_meeting(engagement: Engagement, command: HoldScopingMeeting, now: datetime) -> list[Event]:
    if command.held_on > uk_date(now):
        raise MeetingNotYetHeld(f"Record the meeting of {in_words(command.held_on)} once it has been held.")
    propose = engagement.owe(Owed.PROPOSE_SCOPE, uk_date(now))
    proposed = engagement.open_obligations(Owed.AGREE_SCOPE, Owed.AGREE_CHARGE, Owed.PROPOSE_SCOPE)
    opens = () if proposed else (propose,)
    return [ScopingMeetingHeld(**command.model_dump(), opens=opens)]


class ProposeScope(Command):
    """Propose the lines of enquiry and the days of the visit. A later proposal replaces an earlier one.

    ``focuses``: what the authority wants looked at besides, each a line of enquiry of its own: ``own-1``, ``own-2``.
    """

    lines_of_enquiry: Annotated[tuple[Slug, ...], Field(min_length=1, max_length=20)]
    focuses: Annotated[tuple[FreeText, ...], Field(max_length=10)] = ()
    focus: FreeText | None = None
    visit_from: Day
    visit_to: Day


class OwnLine(Message):
    """A line of enquiry of the authority's own."""

    slug: Slug
    title: TextRef


class ScopeProposed(
    Event, discharges=(Owed.HOLD_SCOPING_MEETING, Owed.PROPOSE_SCOPE, Owed.AGREE_SCOPE, Owed.AGREE_CHARGE)
):
    number: int = Field(title="scope")
    lines_of_enquiry: tuple[str, ...]
    focuses: tuple[OwnLine, ...] = ()
    focus: TextRef | None = None
    visit_from: date
    visit_to: date

    def changes(self, engagement: Engagement, when: Moment) -> Changes:
        yield Insert(
            Scope(
                engagement_id=engagement.id,
                proposed_on=when.on,
                **self.model_dump(exclude={"opens", "enters", "lines_of_enquiry", "focuses"}),
                lines_of_enquiry=list(self.lines_of_enquiry),
                focuses={own.slug: own.title for own in self.focuses},
            )
        )


class UnknownLineOfEnquiry(BrokenRule):
    """The product has no such line of enquiry."""

    field = "lines_of_enquiry"


class VisitTooSoon(BrokenRule):
    """The visit leaves peers less notice than the product promises them."""

    field = "visit_from"


class VisitNotOnWorkingDays(BrokenRule):
    """A visit begins and ends on working days in England."""

    field = "visit_from"


class DatesInWrongOrder(BrokenRule):
    """The end comes before the beginning."""

    field = "visit_to"


def visit_days(engagement: Engagement, first: date, last: date, *, called: str) -> None:
    """Refuse days that no visit can have."""
    if last < first:
        raise DatesInWrongOrder(f"{called} ends on {in_words(last)}, before it begins on {in_words(first)}.")
    for day in (first, last):
        if not engagement.world.calendar.is_working_day(day):
            raise VisitNotOnWorkingDays(f"{in_words(day)} is not a working day in England; {called.lower()} needs one.")


def propose_scope(engagement: Engagement, command: ProposeScope, now: datetime) -> list[Event]:
    known = {line.slug for line in engagement.product.lines_of_enquiry}
    for line in command.lines_of_enquiry:
        if line not in known:
            raise UnknownLineOfEnquiry(
                f"{engagement.product.name} has no line of enquiry {line}. It has: {', '.join(sorted(known))}."
            )
    visit_days(engagement, command.visit_from, command.visit_to, called="The visit")
    leaves_notice(engagement, command.visit_from, uk_date(now))
    today = uk_date(now)
    opens = [engagement.owe(Owed.AGREE_SCOPE, today)]
    if engagement.product.charge:
        opens.append(engagement.owe(Owed.AGREE_CHARGE, today))
    number, facts = len(engagement.all(Scope)) + 1, command.model_dump(exclude={"focuses"})
    return [ScopeProposed(number=number, **facts, focuses=own_lines(command.focuses), opens=tuple(opens))]


def own_lines(focuses: tuple[str, ...], after: int = 0) -> tuple[OwnLine, ...]:
    """The authority's own lines of enquiry, numbered."""
    return tuple(OwnLine(slug=f"own-{number}", title=focus) for number, focus in enumerate(focuses, after + 1))


def leaves_notice(engagement: Engagement, visit_from: date, agreed_on: date) -> None:
    """Refuse a visit too soon after the day on which its scope is agreed."""
    notice = engagement.product.clock(ClockName.NOTICE_TO_PEERS)
    earliest = engagement.world.calendar.after(notice.after(agreed_on, engagement.world.calendar), 0)
    if visit_from < earliest:
        raise VisitTooSoon(f"Choose a visit on or after {in_words(earliest)}, so that peers can be released.")


class AgreeScope(Command):
    """Agree the scope as it was last proposed."""


class ScopeAgreed(Event, discharges=(Owed.AGREE_SCOPE,)):
    number: int = Field(title="scope")
    visit_from: date
    visit_to: date

    def changes(self, engagement: Engagement, when: Moment) -> Changes:
        yield amend(engagement.one(Scope, self.number, called="such scope"), agreed_on=when.on)
        yield engagement.becomes(visit_from=self.visit_from, visit_to=self.visit_to)


class NothingProposed(BrokenRule):
    """There is no scope to agree to yet."""


class AlreadyAgreed(BrokenRule):
    """It has been agreed already."""


def _proposed(engagement: Engagement) -> Scope:
    if not engagement.all(Scope):
        raise NothingProposed("No scope has been proposed yet; the coordinator proposes it first.")
    return engagement.all(Scope)[-1]


def agree_scope(engagement: Engagement, command: AgreeScope, now: datetime) -> list[Event]:
    scope = _proposed(engagement)
    if scope.agreed_on:
        raise AlreadyAgreed(f"The scope was agreed on {in_words(scope.agreed_on)}.")
    leaves_notice(engagement, scope.visit_from, uk_date(now))
    settled = not engagement.product.charge or scope.charge_agreed_on
    moves = engagement.moves_on(now, counted_from=scope.visit_from) if settled else {}
    return [ScopeAgreed(number=scope.number, visit_from=scope.visit_from, visit_to=scope.visit_to, **moves)]


class AgreeCharge(Command):
    """Agree to pay for a chargeable product, with an order number or the name of the fund."""

    order: FreeText


class ChargeAgreed(Event, discharges=(Owed.AGREE_CHARGE,)):
    number: int = Field(title="scope")
    order: TextRef

    def changes(self, engagement: Engagement, when: Moment) -> Changes:
        yield amend(engagement.one(Scope, self.number, called="such scope"), charge_agreed_on=when.on)


class FreeOfCharge(BrokenRule):
    """Nobody pays for this product."""


def agree_charge(engagement: Engagement, command: AgreeCharge, now: datetime) -> list[Event]:
    if not engagement.product.charge:
        raise FreeOfCharge(f"{engagement.product.name} is free of charge; there is nothing to agree.")
    scope = _proposed(engagement)
    if scope.charge_agreed_on:
        raise AlreadyAgreed(f"The charge was agreed on {in_words(scope.charge_agreed_on)}.")
    moves = engagement.moves_on(now, counted_from=scope.visit_from) if scope.agreed_on else {}
    return [ChargeAgreed(number=scope.number, order=command.order, **moves)]
