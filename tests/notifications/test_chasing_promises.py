"""Whatever people, clocks, mail servers and power cuts do: nothing that is owed is forgotten, and nobody is pestered.

The chase, the digests and the post run at any hour, or not at all, and end at any statement to the database. What is
promised is checked after every step; at the end nobody answers any more, and the ladders run to their ends.
``HYPOTHESIS_PROFILE=thorough`` tries far more, and at random.
"""

import os
from datetime import date, datetime, time, timedelta
from itertools import islice

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from config.products import Catalogue
from config.vocabulary import Role, Stage, Status
from engagements import chasing
from engagements.database import writing
from engagements.engagement import UK
from engagements.obligations import DUTIES
from engagements.people import absent, back, mend, unreachable
from engagements.state.people import Contact
from notifications import digests
from notifications.outcome import Outcome
from tests.builders import Case
from tests.engagements.moves import acts, text
from tests.engagements.trial import WORLD
from tests.notifications import kept
from tests.notifications.kept import Seen
from tests.notifications.outside import ANSWERS, Died
from tests.notifications.weeks import Weeks

STAGES = st.sampled_from([stage for stage in Stage if stage is not Stage.CLOSED])
CUTS = st.one_of(st.none(), st.integers(0, 60))
"""After how many statements to the database the power is cut, if it is."""

WHAT = ("sweep", "sweep", "deliver", "deliver", "left over", "start again")
Deed = tuple[int, str, int | None]
IN_ANY_ORDER = st.lists(
    st.tuples(st.sampled_from([0, 6, 7, 7, 8, 8, 9, 9, 10, 13, 17, 18, 23]), st.sampled_from(WHAT), CUTS),
    min_size=2,
    max_size=6,
)
DEEDS = st.one_of(IN_ANY_ORDER, IN_ANY_ORDER.map(lambda deeds: sorted(deeds, key=lambda deed: deed[0])))
"""What happens at which hours of a day; the clock may be set back in it."""

REPLIES = st.lists(st.sampled_from(ANSWERS), max_size=4)
REST_DAYS = (date(2020, 4, 9), date(2020, 12, 24), date(2021, 4, 1), date(2021, 12, 24), date(2022, 4, 14))
"""Maundy Thursdays and Christmas Eves: nobody works for days after them."""


@pytest.fixture(autouse=True)
def _small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that a power cut falls between two of them."""
    monkeypatch.setattr(chasing, "AT_ONCE", 2)
    monkeypatch.setattr(digests, "AT_ONCE", 2)


class Chased(RuleBasedStateMachine):
    """Three engagements, and all that may befall those who work on them."""

    weeks: Weeks
    seen: Seen
    as_promised = False

    @initialize(stage=STAGES, product=st.sampled_from(Catalogue.shipped().slugs()), other=STAGES)
    def begin(self, stage: Stage, product: str, other: Stage) -> None:
        self.weeks = Weeks(stage, product, other)
        self.seen = Seen.of(self.weeks)

    # Time, and what it brings about

    @rule(days=st.lists(DEEDS, min_size=1, max_size=6), replies=REPLIES)
    def days_come_on_which_somebody_is_reminded(self, days: list[list[Deed]], replies: list[Outcome | Died]) -> None:
        """Or the days after, where nobody is to be."""
        self.weeks.outside.answers = list(replies)
        for deeds in days:
            day = self.weeks.next_nudge() or self.weeks.today + timedelta(1)
            for hour, deed, cut in deeds:
                self.weeks.clock_is_set(datetime.combine(day, time(hour, 30), UK))
                self.does(deed, cut)
                self.promises_hold()

    @rule(hours=st.one_of(st.integers(1, 30), st.integers(1, 300), st.sampled_from([-1, -2, -24, -24, -72])))
    def time_passes(self, hours: int) -> None:
        """Or the clock is set back."""
        self.weeks.clock_is_set(self.weeks.now + timedelta(hours=hours))

    @rule(hour=st.sampled_from([7, 9, 17, 20]), deeds=st.lists(st.sampled_from(WHAT), max_size=3))
    def the_holidays_begin(self, hour: int, deeds: list[str]) -> None:
        """And somebody sees to things in them."""
        ahead = [day for day in REST_DAYS if day > self.weeks.today]
        if ahead:
            for later, deed in enumerate(["sweep", *deeds]):
                self.weeks.clock_is_set(datetime.combine(ahead[0] + timedelta(later), time(hour), UK))
                self.does(deed)

    @rule(deed=st.sampled_from(WHAT), cut=CUTS, replies=REPLIES)
    def something_runs(self, deed: str, cut: int | None, replies: list[Outcome | Died]) -> None:
        self.weeks.outside.answers = list(replies)
        self.does(deed, cut)

    def does(self, deed: str, cut: int | None = None) -> None:
        with self.weeks.power(cut):
            match deed:
                case "sweep":
                    self.weeks.sweep()
                case "left over":
                    self.weeks.compose(left_over=True)
                case "deliver":
                    self.weeks.deliver()
                case "start again":
                    self.weeks.starts_again()

    # What people do

    @rule(data=st.data(), times=st.integers(1, 4))
    def somebody_answers(self, data: st.DataObject, times: int) -> None:
        case = self.one_of_them(data)
        for _ in range(times):
            likely = [act for due in case.obligations() for act in islice(acts(case, due), 1)]
            if likely:
                self.weeks.give(case, *data.draw(st.sampled_from(likely)))

    @rule(data=st.data(), days=st.one_of(st.integers(1, 4), st.integers(1, 40)))
    def somebody_is_let_off(self, data: st.DataObject, days: int) -> None:
        """Waived, or given more time."""
        case = self.one_of_them(data)
        owed = case.obligations()
        if owed:
            due = data.draw(st.sampled_from(owed))
            what = {"kind": due.kind, "subject": due.subject, "reason": text("a major incident")}
            later = {**what, "due_on": max(due.due_on or case.today, case.today) + timedelta(days)}
            who = Role.PRINCIPAL_ADVISER
            waived = data.draw(st.booleans()) and any(DUTIES[kind].may_be_waived for kind in DUTIES if kind == due.kind)
            self.weeks.give(case, *(("WaiveObligation", who, what) if waived else ("ExtendObligation", who, later)))

    @rule(data=st.data())
    def the_clocks_stop_or_go_on(self, data: st.DataObject) -> None:
        case = self.one_of_them(data)
        on_hold = case.facts.status is Status.ON_HOLD
        held = ("PutOnHold", Role.COORDINATOR, {"reason": text("a major incident")})
        self.weeks.give(case, *(("Resume", Role.COORDINATOR, {}) if on_hold else held))

    @rule(data=st.data(), change=st.sampled_from(["away", "away", "back", "mended"]))
    def people_come_and_go(self, data: st.DataObject, change: str) -> None:
        """Away with a deputy, who may be away too, or without."""
        contacts = {contact.id: contact for contact in self.weeks.all_of(Contact)}
        with writing(self.weeks.engine) as connection:
            changed = {
                "away": list(contacts),
                "back": [contact.id for contact in contacts.values() if contact.absent_from],
                "mended": list(unreachable(connection)),
            }[change]
            who = data.draw(st.sampled_from(sorted(changed))) if changed else None
            if who and change == "away":
                beside = [one.id for one in contacts.values() if one.authority == contacts[who].authority]
                deputy = data.draw(st.sampled_from([None, *sorted({*beside} - {who})]))
                last = data.draw(st.sampled_from([None, self.weeks.today + timedelta(9)]))
                absent(connection, who, self.weeks.today, last, deputy)
            elif who:
                (back if change == "back" else mend)(connection, who)

    @precondition(lambda self: any(handed.arrived for handed in self.weeks.outside.handed))
    @rule(data=st.data())
    def mail_comes_back(self, data: st.DataObject) -> None:
        arrived = [handed.message for handed in self.weeks.outside.handed if handed.arrived][-6:]
        self.weeks.comes_back(data.draw(st.sampled_from(arrived)))

    def one_of_them(self, data: st.DataObject) -> Case:
        return data.draw(st.sampled_from(self.weeks.cases))

    # What is promised

    @invariant()
    def promises_hold(self) -> None:
        self.as_promised = False
        self.weeks.check()
        before, self.seen = self.seen, Seen.of(self.weeks)
        kept.nobody_hears_at_night(self.weeks)
        kept.nobody_hears_twice_a_day(self.weeks)
        kept.what_arrived_stays_said(self.weeks, before, self.seen)
        kept.only_what_is_owed_is_said(before, self.seen)
        kept.only_what_is_not_owed_is_dropped(before, self.seen)
        kept.what_was_replaced_says_nothing(self.seen)
        self.as_promised = True

    def teardown(self) -> None:
        if not self.as_promised:
            return
        self.weeks.outside.answers = []
        self.weeks.clock_is_set(max(self.weeks.now, self.weeks.latest))  # a clock that went back is put right
        while day := self.weeks.next_nudge():
            self.a_morning(day)
        for _ in range(3):
            self.a_morning(WORLD.calendar.after(self.weeks.today, 1))
        kept.everything_owed_came_to_an_end(self.seen)
        kept.every_reminder_came_to_an_end(self.weeks, self.seen)
        kept.every_nudge_is_for_somebody(self.weeks, self.seen)
        assert self.weeks.cases[0].verify().problems == []
        self.weeks.engine.dispose()

    def a_morning(self, day: date) -> None:
        """As every working morning should be, but that nobody answers, and no new quarter begins."""
        self.weeks.clock_is_set(datetime.combine(day, time(7), UK))
        self.weeks.chase()
        self.weeks.clock_is_set(datetime.combine(day, time(9), UK))
        self.weeks.deliver()
        self.promises_hold()


THOROUGH = os.environ.get("HYPOTHESIS_PROFILE") == "thorough"
TestChased = Chased.TestCase
TestChased.settings = settings(
    max_examples=300 if THOROUGH else 6,
    stateful_step_count=50 if THOROUGH else 25,
    derandomize=not THOROUGH,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
