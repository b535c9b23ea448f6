"""Whatever the weeks bring: nobody hears twice a day of one list, nor at night; and every reminder ends somewhere."""

from collections import Counter
from datetime import date, datetime, time, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, event, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from config.settings import Settings
from config.vocabulary import Role
from engagements.chasing import chase
from engagements.database import connect, reading, writing
from engagements.engagement import UK
from engagements.people import absent, back
from engagements.refusals import Refused
from notifications import ledger
from notifications.delivery import deliver
from notifications.digests import compose
from notifications.ledger import DIGEST, WITHOUT_AN_EVENT, Notification
from notifications.outcome import Delivered, Outcome, Permanent, Temporary
from notifications.reminders import Reminder
from notifications.sending import Sender
from tests.builders import Case
from tests.databases import prepare
from tests.notifications.chased import noted, with_a_return_owed

FIRST = date(2020, 7, 6)
OUTCOMES = st.sampled_from(
    [Delivered(), Delivered(), Delivered(), Temporary("Busy."), Permanent("No mailbox.", of_recipient=True)]
)
PEOPLE = st.sampled_from(["essex-authority", "essex-chief-fire-officer", "essex-chair", "coordinator", "adviser-east"])
MORNINGS = st.sampled_from(["chase", "chase", "chase", "cut off", "nothing"])
DISTURBANCES = st.sampled_from(
    ["nothing"] * 12 + ["away", "away", "back", "back", "hold", "resume", "resume", "answer"]
)
HOURS = st.lists(st.sampled_from([7, 8, 8, 9, 13, 17, 18, 22]), max_size=4).map(sorted)
DAYS = st.lists(st.tuples(MORNINGS, DISTURBANCES, PEOPLE, HOURS), min_size=20, max_size=30)


class Post(Sender):
    """The world outside: it answers as the example says, and remembers what reached whom, and when."""

    def __init__(self, outcomes: list[Outcome]) -> None:
        super().__init__(Settings(data_dir=Path("nowhere"), delivery_retry_seconds=(60, 30000)))
        self.outcomes = outcomes
        self.sent: list[tuple[datetime, Notification]] = []

    def send(self, notification: Notification, at: datetime) -> Outcome:
        outcome = self.outcomes.pop() if self.outcomes else Delivered()
        if isinstance(outcome, Delivered):
            self.sent.append((at.astimezone(UK), notification))
        return outcome


@settings(
    max_examples=15,
    deadline=None,
    derandomize=True,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.too_slow],
)
@given(days=DAYS, outcomes=st.lists(OUTCOMES, max_size=15))
def test_nobody_hears_twice_or_at_night_and_every_reminder_ends_somewhere(
    days: list[tuple[str, str, str, list[int]]], outcomes: list[Outcome]
) -> None:
    engine = connect("sqlite://")
    prepare(engine)
    case, post = with_a_return_owed(Case(engine)), Post(outcomes)
    with_a_return_owed(case_too := Case(engine))
    for number, (morning, disturbance, person, hours) in enumerate(days):
        day = FIRST + timedelta(days=number)
        _at(case, day, 7, morning, post)
        _at(case if number % 3 else case_too, day, 10, disturbance, post, person)
        for hour in hours:
            _at(case, day, hour, "deliver", post)
    _holds(case, post)
    engine.dispose()


def _at(case: Case, day: date, hour: int, step: str, post: Post, person: str = "") -> None:
    case.now = datetime.combine(day, time(hour), UK)
    _take(case, post, step, person)


def _take(case: Case, post: Post, step: str, person: str) -> None:
    write = partial(compose, case.engine, case.world, case.now, post.settings)
    match step:
        case "chase" | "cut off":
            list(chase(case.engine, case.world, case.now, partial(noted, case)))
            if step == "chase":
                list(write())
        case "deliver":
            while deliver(case.engine, case.world, post, lambda: case.now, "relay", 50):
                list(write(left_over=True))
        case "away" | "back":
            with writing(case.engine) as connection:
                absent(connection, person, case.today) if step == "away" else back(connection, person)
        case "hold" | "resume" | "answer":
            _give(case, step)


def _give(case: Case, step: str) -> None:
    name, data = {
        "hold": ("PutOnHold", {"reason": "A major incident."}),
        "resume": ("Resume", {}),
        "answer": ("FileNilReturn", {"period": "2020-21-Q1"}),
    }[step]
    given: dict[str, Any] = data
    try:
        case.give(name, Role.AUTHORITY if step == "answer" else Role.COORDINATOR, given)
    except Refused:
        event(f"{step}: refused")


def _holds(case: Case, post: Post) -> None:
    told = [(at, message) for at, message in post.sent if message.template in WITHOUT_AN_EVENT]
    for at, message in told:
        assert case.world.calendar.is_working_day(at.date()), f"{message.subject} on {at}"
        assert time(8) <= at.time() < time(18), f"{message.subject} at {at}"
    digests = Counter((message.recipient, message.list_of, at.date()) for at, message in told if message.day)
    assert all(times == 1 for times in digests.values()), digests
    with reading(case.engine) as connection:
        messages = {message.id: message for message in ledger.listed(connection)}
        reminders = connection.execute(select(Reminder.table)).all()
    for reminder in reminders:
        assert reminder.digest is None or reminder.dropped_on is None
        if reminder.digest:
            digest = messages[reminder.digest]
            assert (digest.template, digest.recipient) == (DIGEST, reminder.recipient)
            assert digest.status.value != "superseded", "What was said there is said by no digest."
    event(f"{min(len(told), 9) // 3 * 3} or more told")
