"""Whatever anyone tries, in whatever order, on whatever day: what is promised of every engagement holds.

Commands come from right and wrong people, well formed or not, while time passes and the sweeps run. The promises are
checked after every step; at the end, every engagement can still be brought to its closure, and the database verifies.
``HYPOTHESIS_PROFILE=thorough`` tries far more, and at random.
"""

import os
from datetime import timedelta
from itertools import islice
from random import Random

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from config.products import Catalogue
from config.vocabulary import Role, Stage
from engagements.handling import handle, read_command
from engagements.journal import Actor
from engagements.process import PROCESS
from engagements.refusals import CommandIdReused
from engagements.stages.inspectorate import RecordCauseOfConcern
from engagements.stages.request import DeclineRequest, RequestSupport, WithdrawRequest
from engagements.stages.throughout import AddNote, PutOnHold
from tests import cast as people
from tests.builders import BODIES, Case
from tests.engagements.guesses import guessed, spoilt
from tests.engagements.moves import acts, text
from tests.engagements.trial import WORLD, Trial, content_of

PRODUCTS = Catalogue.shipped().slugs()
SELDOM = {RequestSupport, WithdrawRequest, DeclineRequest, PutOnHold, AddNote, RecordCauseOfConcern}
"""What ends it, halts it or changes little: otherwise random commands would seldom get far."""

STRANGERS = [
    people.OUTSIDER,
    people.OTHER_COORDINATOR,
    Actor(Role.AUTHORITY, "nobody"),
    Actor(Role.PEER, people.FROM_ESSEX),
]


class Engagements(RuleBasedStateMachine):
    """A few engagements, and everybody who might have something to say about them."""

    trial: Trial
    as_promised = False

    @initialize(stage=st.sampled_from([*Stage, *[Stage.QUARTERLY_REPORTING] * 3]), product=st.sampled_from(PRODUCTS))
    def begin(self, stage: Stage, product: str) -> None:
        self.trial = Trial(stage, product)

    @precondition(lambda self: len(self.trial.running()) < 2 and len(self.trial.cases) < 4)
    @rule(authority=st.sampled_from([people.ESSEX, people.KENT]), product=st.sampled_from(PRODUCTS))
    def begin_another(self, authority: str, product: str) -> None:
        self.trial.begin_another(authority, product)

    @rule(data=st.data(), days=st.one_of(st.just(0), st.integers(1, 10), st.integers(1, 130)), swept=st.integers(0, 2))
    def time_passes(self, data: st.DataObject, days: int, swept: int) -> None:
        """By some days, or until something falls due; the sweeps run, as often as they like, or were down."""
        case = self.one_of_them(data)
        ahead = [(due.due_on - case.today).days for due in case.obligations() if due.due_on and due.due_on > case.today]
        self.trial.wait(days or (data.draw(st.sampled_from(ahead)) if ahead else 1))
        if swept:
            self.trial.sweep()
            before = content_of(self.trial.engine)
            self.trial.sweep()
            assert content_of(self.trial.engine) == before, "a second sweep found something to do on the same day"

    @rule(data=st.data(), times=st.integers(1, 6))
    def somebody_does_what_they_owe(self, data: st.DataObject, times: int) -> None:
        case = self.one_of_them(data)
        for _ in range(times):
            likely = [act for due in case.obligations() for act in islice(acts(case, due), 3)]
            if likely:
                self.trial.give(case, *data.draw(st.sampled_from(likely)))

    @rule(data=st.data(), seed=st.integers(0, 2**32), times=st.integers(3, 12))
    def somebody_tries_something(self, data: st.DataObject, seed: int, times: int) -> None:
        case, chance = self.one_of_them(data), Random(seed)  # every command as likely as any other
        for _ in range(times):
            facts = case.facts
            steps = [step for step in PROCESS if facts.stage in step.at and facts.status in step.status]
            [step] = chance.choices(steps, [1 if step.command in SELDOM else 5 for step in steps])
            fields = data.draw(guessed(case, step.command))
            who: Role | Actor = chance.choice(step.by)
            version = None
            match chance.randrange(15):
                case 0:
                    who = chance.choice([*Role, *STRANGERS])
                case 1:
                    version = facts.version - chance.randrange(2)
                case 2:
                    fields = data.draw(spoilt(fields))
            self.trial.give(case, step.command.__name__, who, fields, version)

    @rule(
        data=st.data(),
        bodies=st.permutations(list(BODIES)).flatmap(lambda all_: st.integers(1, 2).map(lambda few: all_[:few])),
        every=st.sampled_from([1, 5, 20, 60]),
    )
    def the_route_changes(self, data: st.DataObject, bodies: list[str], every: int) -> None:
        """The authority reports to other bodies from now on, which meet often, seldom, or hardly ever."""
        case = self.one_of_them(data)
        days = [case.today + timedelta(every * times) for times in (1, 2, 3)]
        case.report_through(*bodies, meetings=dict.fromkeys(bodies, days))

    @precondition(lambda self: self.trial.given)
    @rule(data=st.data())
    def a_command_arrives_twice(self, data: st.DataObject) -> None:
        engine, first = self.trial.engine, data.draw(st.sampled_from(self.trial.given))
        case, before = first.case, content_of(engine)
        again = handle(engine, WORLD, first.command, first.actor, case.now, ref=first.ref, command_id=first.identity)
        assert again.replayed
        assert (again.ref, again.events, again.positions) == (
            first.outcome.ref,
            first.outcome.events,
            first.outcome.positions,
        )
        note = read_command("AddNote", {"text": text("something else")})
        with pytest.raises(CommandIdReused):
            handle(engine, WORLD, note, people.COORDINATOR, case.now, ref=case.ref, command_id=first.identity)
        assert content_of(engine) == before, "a command that arrived twice wrote something"

    def one_of_them(self, data: st.DataObject) -> Case:
        return self.trial.cases[data.draw(st.integers(0, len(self.trial.cases) - 1))]

    @invariant()
    def promises_hold(self) -> None:
        self.as_promised = False
        self.trial.check()
        self.as_promised = True

    def teardown(self) -> None:
        if not self.as_promised:
            return
        for case in self.trial.cases:
            self.trial.bring_to_its_end(case)
        self.trial.check()
        assert self.trial.cases[0].verify().problems == []


THOROUGH = os.environ.get("HYPOTHESIS_PROFILE") == "thorough"
TestEngagements = Engagements.TestCase
TestEngagements.settings = settings(
    max_examples=1000 if THOROUGH else 10,
    stateful_step_count=50 if THOROUGH else 20,
    derandomize=not THOROUGH,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
