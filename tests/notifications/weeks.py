"""``Weeks``: a few engagements, their people, and the sweeps and the post, which may be cut off at any moment."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import note as remark
from sqlalchemy import Connection, event, func, select

from config.vocabulary import Role, Stage
from engagements.chasing import Nudged, chase
from engagements.database import reading, writing
from engagements.engagement import UK
from engagements.loading import plain
from engagements.people import add_person
from engagements.state.engagement import Obligation
from engagements.state.people import Contact
from engagements.sweeping import open_periods, sweep_clocks
from notifications.bounces import read_returned
from notifications.delivery import deliver, settle_uncertain
from notifications.digests import compose
from notifications.ledger import Notification
from notifications.letter import IDENTITY
from notifications.reminders import note
from tests import cast as people
from tests.builders import REVIEW
from tests.desk import R
from tests.engagements.trial import WORLD, Trial
from tests.notifications.outside import Died, Outside


class PowerCut(Exception):
    """Nothing more is done; what was not committed never happened."""


class Weeks(Trial):
    """Three engagements: of Essex at some stage, of Kent at another, and a second one of Essex that has just begun."""

    def __init__(self, stage: Stage, product: str, other_stage: Stage) -> None:
        super().__init__(stage, product)
        self.outside, self.returned = Outside(), set[int]()
        self.statements_left: int | None = None
        self.latest = self.now
        with writing(self.engine) as connection:
            for authority, turn in ((people.ESSEX, 2), (people.KENT, 2), (people.KENT, 3)):
                add_person(connection, _another_contact(authority, turn))
        self.begin_another(people.KENT, REVIEW)
        self.cases[1].at_stage(other_stage, product=REVIEW)
        self.begin_another(people.ESSEX, REVIEW)
        self.clock_is_set(max(case.now for case in self.cases))
        event.listen(self.engine, "before_cursor_execute", self._statement)

    # Time

    @property
    def now(self) -> datetime:
        return self.cases[0].now

    @property
    def today(self) -> date:
        return self.cases[0].today

    def clock_is_set(self, to: datetime) -> None:
        remark(f"it is {to.astimezone(UK):%A %d %B %Y %H:%M}")
        self.latest = max(self.latest, to)
        for case in self.cases:
            case.now = to

    def next_nudge(self) -> date | None:
        """The first day after today on which the chase has something to do."""
        table = Obligation.table
        query = select(func.min(table.c.nudge_on)).where(table.c.ended.is_(None))
        with reading(self.engine) as connection:
            planned = connection.execute(query).scalar()
        return WORLD.calendar.after(max(planned, self.today + timedelta(1)), 0) if planned else None

    # The sweeps and the post

    @contextmanager
    def power(self, statements: int | None) -> Iterator[None]:
        """As much as so many statements to the database need, and then there is none."""
        self.statements_left = statements
        try:
            yield
        except PowerCut:
            remark(f"the power is cut after {statements} statements")
        finally:
            self.statements_left = None

    def sweep(self) -> None:
        list(open_periods(self.engine, WORLD, self.now))
        self.chase()

    def chase(self) -> None:
        list(sweep_clocks(self.engine, WORLD, self.now))
        list(chase(self.engine, WORLD, self.now, self._note))
        self.compose()

    def compose(self, *, left_over: bool = False) -> None:
        list(compose(self.engine, WORLD, self.now, self.outside.settings, left_over=left_over))

    def deliver(self) -> None:
        try:
            while deliver(self.engine, WORLD, self.outside, lambda: self.now, "relay", 50):
                self.compose(left_over=True)
        except Died:
            remark("the deliverer dies")

    def starts_again(self) -> None:
        settle_uncertain(self.engine, "relay", self.now)

    def comes_back(self, message: Notification) -> None:
        """A message that seemed to arrive comes back for good, perhaps for the second time."""
        report = RETURNED.format(address=message.address, identity=IDENTITY, number=message.id)
        with TemporaryDirectory() as folder:
            file = Path(folder, "returned.eml")
            file.write_text(report)
            dealt = list(read_returned(self.engine, WORLD, self.outside.settings, file, self.now))
        remark(f"message {message.id} comes back: {dealt}")
        self.returned.add(message.id or 0)

    # Looking

    def all_of(self, kind: type[R]) -> list[R]:
        """Every row of a table."""
        with reading(self.engine) as connection:
            return list(plain(connection.execute(select(kind.table)), kind))

    def _note(self, connection: Connection, nudged: Sequence[Nudged]) -> None:
        note(connection, WORLD, nudged)

    def _statement(self, *_: Any) -> None:
        if self.statements_left is not None:
            self.statements_left -= 1
            if self.statements_left < 0:
                self.statements_left = None
                raise PowerCut


def _another_contact(authority: str, turn: int) -> Contact:
    post = f"{authority}-authority-{turn}"
    return Contact(id=post, role=Role.AUTHORITY, name=post, email=f"{post}@example.org", authority=authority, turn=turn)


RETURNED = """\
From: MAILER-DAEMON@example.org
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="part"

--part
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.org

Final-Recipient: rfc822; {address}
Action: failed
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 No such user

--part
Content-Type: message/rfc822

{identity}: {number}
Subject: The original

It is gone.
--part--
"""
