"""A return that is owed, chased morning by morning, with the digests that come of it."""

from collections.abc import Sequence
from datetime import date, datetime, time
from functools import partial

from sqlalchemy import Connection, func, select

from config.settings import Settings
from config.vocabulary import Role, Stage
from engagements.chasing import Nudged, chase
from engagements.database import reading
from engagements.engagement import UK
from engagements.sweeping import open_periods
from notifications import ledger
from notifications.delivery import deliver
from notifications.digests import Composed, compose
from notifications.ledger import DIGEST, Notification
from notifications.reminders import Reminder, note
from notifications.sending import Sender
from tests.builders import Case

REMINDED, LAST_REMINDED, DUE, LATE, TO_CHIEF, TO_ADVISER = (
    date(2020, 7, 7),
    date(2020, 7, 16),
    date(2020, 7, 21),
    date(2020, 7, 24),
    date(2020, 7, 28),
    date(2020, 8, 4),
)
"""The days of the ladder of a return that is due on 21 July 2020."""

AUTHORITY, CHIEF, CHAIR, ADVISER = "essex-authority", "essex-chief-fire-officer", "essex-chair", "adviser-east"


def with_a_return_owed(case: Case) -> Case:
    case.at_stage(Stage.QUARTERLY_REPORTING)
    address = "https://example.org/report"
    case.give("PublishReport", Role.AUTHORITY, published_on=case.today, address=address)
    case.give("ReviewProgress", Role.COORDINATOR, summary="Under way.")
    case.wait(on=date(2020, 7, 1))
    list(open_periods(case.engine, case.world, case.now))
    return case


def chased(case: Case, on: date, hour: int = 7) -> list[Composed]:
    """The chase of a morning, and the digests that come of it."""
    case.now = datetime.combine(on, time(hour), UK)
    list(chase(case.engine, case.world, case.now, partial(noted, case)))
    return composed(case)


def noted(case: Case, connection: Connection, nudged: Sequence[Nudged]) -> None:
    note(connection, case.world, nudged)


def composed(case: Case, *, left_over: bool = False) -> list[Composed]:
    return list(compose(case.engine, case.world, case.now, Settings(), left_over=left_over))


def delivered(case: Case, sender: Sender, hour: int = 8) -> None:
    case.now = datetime.combine(case.today, time(hour), UK)
    while deliver(case.engine, case.world, sender, lambda: case.now, "relay", 50):
        composed(case, left_over=True)


def digests(case: Case, to: str = "") -> list[Notification]:
    with reading(case.engine) as connection:
        found = [message for message in ledger.listed(connection) if message.template == DIGEST]
    return [digest for digest in found if not to or digest.recipient == to]


def waiting(case: Case) -> int:
    table = Reminder.table
    query = select(func.count()).select_from(table).where(table.c.digest.is_(None), table.c.dropped_on.is_(None))
    with reading(case.engine) as connection:
        return connection.execute(query).scalar_one()
