"""What may be done at any stage: hold and resume, a new coordinator, notes, another version of the product, lapses."""

from datetime import date, datetime
from typing import Annotated

from pydantic import Field

from config.calendar import in_words
from config.products import UnknownProduct
from config.vocabulary import Role, Status
from engagements.clocks import clock_of, days_left, due_again
from engagements.engagement import Changes, Engagement, Insert, Moment, amend, end, uk_date
from engagements.events import Event
from engagements.messages import Command, FreeText, TextRef
from engagements.obligations import DUTIES, Owed
from engagements.periods import ReportingPeriod
from engagements.refusals import BrokenRule
from engagements.stages.team_assignment import InvitationLapsed
from engagements.state.engagement import Note, Obligation
from engagements.state.people import Contact
from engagements.state.plan import Action


class PutOnHold(Command):
    """Stop all clocks, with the reason."""

    reason: FreeText


class EngagementPutOnHold(Event):
    reason: TextRef

    def changes(self, engagement: Engagement, when: Moment) -> Changes:
        yield engagement.becomes(status=Status.ON_HOLD, held_on=when.on)


def put_on_hold(engagement: Engagement, command: PutOnHold, now: datetime) -> list[Event]:
    today, calendar = uk_date(now), engagement.world.calendar
    clocks = tuple(
        clock_of(obligation, days_left=days_left(calendar, today, obligation.due_on))
        for obligation in engagement.open_obligations()
        if obligation.due_on
    )
    return [EngagementPutOnHold(reason=command.reason, clocks=clocks)]


class Resume(Command):
    """Resume: each clock goes on with the working days that it had left.

    Of the quarters that ended meanwhile, the last is asked for, unless nothing of it lay outside the hold.
    """


class EngagementResumed(Event):
    reports_from: date | None = None

    def changes(self, engagement: Engagement, when: Moment) -> Changes:
        yield engagement.becomes(status=Status.ACTIVE, held_on=None, reports_from=self.reports_from)


def resume(engagement: Engagement, command: Resume, now: datetime) -> list[Event]:
    today, calendar = uk_date(now), engagement.world.calendar
    clocks = tuple(
        clock_of(obligation, due_on=due_again(calendar, today, obligation.days_left))
        for obligation in engagement.open_obligations()
        if obligation.days_left is not None
    )
    return [EngagementResumed(clocks=clocks, reports_from=_reports_from(engagement, today))]


def _reports_from(engagement: Engagement, today: date) -> date | None:
    """From when on returns are asked for after a hold that ends today."""
    since, held, ended = engagement.facts.reports_from, engagement.facts.held_on, ReportingPeriod.last_ended(today)
    if since is None or held is None or ended.last_day < held:
        return since
    return max(since, ended.first_day if held > ended.first_day else ReportingPeriod.of(today).first_day)


class ReassignCoordinator(Command):
    """Give the engagement to another coordinator, by their identifier among the contacts."""

    coordinator: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]*$", max_length=60)]

    def contacts_named(self) -> tuple[str, ...]:
        return (self.coordinator,)


class CoordinatorReassigned(Event):
    coordinator: str

    def changes(self, engagement: Engagement, when: Moment) -> Changes:
        yield engagement.becomes(coordinator=self.coordinator)


class NotACoordinator(BrokenRule):
    """The contact is not a coordinator, or has the engagement already."""

    field = "coordinator"


def reassign_coordinator(engagement: Engagement, command: ReassignCoordinator, now: datetime) -> list[Event]:
    contact = engagement.one(Contact, command.coordinator, called=f"contact {command.coordinator} to turn to")
    if contact.role is not Role.COORDINATOR or command.coordinator == engagement.facts.coordinator:
        role = "the coordinator already" if contact.role is Role.COORDINATOR else f"on record as {contact.role}"
        raise NotACoordinator(f"Contact {contact.id} is {role}; choose another coordinator.")
    return [CoordinatorReassigned(coordinator=command.coordinator)]


class AddNote(Command):
    """Add a note to the file."""

    text: FreeText


class NoteAdded(Event):
    text: TextRef

    def changes(self, engagement: Engagement, when: Moment) -> Changes:
        yield Insert(Note(engagement_id=engagement.id, sequence=when.sequence, text=self.text))


def add_note(engagement: Engagement, command: AddNote, now: datetime) -> list[Event]:
    return [NoteAdded(text=command.text)]


class MigrateToVersion(Command):
    """Move the engagement to another version of its product; open clocks move with it.

    A date stays that a hold has moved, or that another clock gave, such as the 28 days for a cause of concern.
    """

    version: Annotated[int, Field(ge=1)]


class MigratedToVersion(Event):
    version: int

    def changes(self, engagement: Engagement, when: Moment) -> Changes:
        yield engagement.becomes(product_version=self.version)


class CannotMigrate(BrokenRule):
    """The version does not exist, is the one that stands, or lacks the stage or a rating that the engagement has."""

    field = "version"


def migrate_to_version(engagement: Engagement, command: MigrateToVersion, now: datetime) -> list[Event]:
    slug, stands = engagement.facts.product, engagement.facts.product_version
    if command.version == stands:
        raise CannotMigrate(f"The engagement follows version {stands} already.")
    try:
        product = engagement.world.catalogue.get(slug, command.version)
    except UnknownProduct as unknown:
        raise CannotMigrate(str(unknown)) from None
    if engagement.facts.stage not in product.stages:
        raise CannotMigrate(f"Version {command.version} of {product.name} has no stage {engagement.facts.stage}.")
    rated = [a for a in engagement.all(Action) if a.rating not in [r.slug for r in product.ratings.ratings]]
    if rated:
        raise CannotMigrate(
            f"Version {command.version} of {product.name} has no rating {rated[0].rating}, which {rated[0].ref} has."
        )
    clocks, calendar = [], engagement.world.calendar
    for obligation in engagement.open_obligations():
        duty = DUTIES[Owed(obligation.kind)]
        if duty.clock is None or obligation.due_on is None:
            continue
        before, after = (
            duty.due(version, obligation.counted_from, calendar) for version in (engagement.product, product)
        )
        if obligation.due_on == before != after:
            clocks.append(clock_of(obligation, due_on=after))
    return [MigratedToVersion(version=command.version, clocks=tuple(clocks))]


class RecordLapse(Command):
    """Record that what was owed has not been done by its day. Given by the daily clock sweep."""

    opened_by: int
    kind: Owed
    subject: Annotated[str, Field(pattern=r"^[A-Za-z0-9.-]*$", max_length=60)] = ""


class ObligationLapsed(Event):
    """It stays owed, and late; an invitation alone expires, so that the place can go to somebody else."""

    opened_by: int
    kind: str
    about: str
    owed_by: Role
    due_on: date

    @property
    def subject(self) -> str:
        return self.about

    def changes(self, engagement: Engagement, when: Moment) -> Changes:
        obligation = engagement.one(Obligation, self.opened_by, self.kind, self.about, called="such obligation")
        yield amend(obligation, lapsed_on=when.on)
        if self.kind == Owed.ANSWER_INVITATION:
            yield end(obligation, "expired", when)


class NotLate(BrokenRule):
    """It is not late: it is settled, or its day is not over."""


def record_lapse(engagement: Engagement, command: RecordLapse, now: datetime) -> list[Event]:
    obligation = engagement.find(Obligation, command.opened_by, command.kind, command.subject)
    owed = f"{command.kind} {command.subject}".strip().replace("_", " ")
    if obligation is None or not obligation.is_open or obligation.lapsed_on or obligation.due_on is None:
        raise NotLate(f"{owed} is not open, or its lapse is on record.")
    if obligation.due_on >= uk_date(now):
        raise NotLate(f"{owed} is due on {in_words(obligation.due_on)}; that day is not over.")
    lapsed = ObligationLapsed(
        opened_by=command.opened_by,
        kind=command.kind,
        about=command.subject,
        owed_by=obligation.owed_by,
        due_on=obligation.due_on,
    )
    if command.kind is Owed.ANSWER_INVITATION:
        return [lapsed, InvitationLapsed(peer=command.subject)]
    return [lapsed]
