"""Whatever anyone tries, in whatever order, on whatever day: what is promised of every engagement holds.

Commands come from right and wrong people, well formed or not, while time passes and the sweeps run. The promises are
checked after every step; at the end, every engagement can still be brought to its closure, and the database verifies.
``HYPOTHESIS_PROFILE=thorough`` tries far more, and at random.
"""

import os
from itertools import islice

import pytest
from hypothesis import HealthCheck, assume, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from config.products import Catalogue
from config.vocabulary import Role, Stage, Status
from engagements.handling import handle, read_command
from engagements.journal import Actor
from engagements.process import PROCESS, step_for
from engagements.refusals import CommandIdReused
from tests import cast as people
from tests.builders import Case
from tests.engagements.moves import acts, known_to, spoilt, text
from tests.engagements.trial import WORLD, Trial, content_of
from tests.samples import fields_of

PRODUCTS = Catalogue.shipped().slugs()
COMMANDS = [step.command for step in PROCESS if not step.begins]
STRANGERS = [
    people.OUTSIDER,
    people.OTHER_COORDINATOR,
    Actor(Role.AUTHORITY, "nobody"),
    Actor(Role.PEER, people.FROM_ESSEX),
]


class Engagements(RuleBasedStateMachine):
    """One or two engagements, and everybody who might have something to say about them."""

    trial: Trial
    as_promised = False

    @initialize(stage=st.sampled_from(Stage), product=st.sampled_from(PRODUCTS))
    def begin(self, stage: Stage, product: str) -> None:
        self.trial = Trial(stage, product)

    @precondition(lambda self: len(self.trial.cases) == 1)
    @rule(authority=st.sampled_from([people.ESSEX, people.KENT]), product=st.sampled_from(PRODUCTS))
    def begin_another(self, authority: str, product: str) -> None:
        self.trial.begin_another(authority, product)

    @rule(days=st.one_of(st.integers(1, 10), st.integers(1, 130)))
    def time_passes(self, days: int) -> None:
        self.trial.wait(days)

    @rule(data=st.data())
    def something_falls_due(self, data: st.DataObject) -> None:
        case = self.one_of_them(data)
        days = [due.due_on for due in case.obligations() if due.due_on and due.due_on > case.today]
        assume(days)
        self.trial.wait((data.draw(st.sampled_from(days)) - case.today).days)

    @rule()
    def the_sweeps_run(self) -> None:
        self.trial.sweep()
        swept = content_of(self.trial.engine)
        self.trial.sweep()
        assert content_of(self.trial.engine) == swept, "a second sweep found something to do on the same day"

    @rule(data=st.data(), times=st.integers(1, 6))
    def somebody_does_what_they_owe(self, data: st.DataObject, times: int) -> None:
        case = self.one_of_them(data)
        for _ in range(times):
            likely = [act for due in case.obligations() for act in islice(acts(case, due), 3)]
            assume(likely)
            self.trial.give(case, *data.draw(st.sampled_from(likely)))

    @rule(data=st.data())
    def somebody_tries_something(self, data: st.DataObject) -> None:
        case = self.one_of_them(data)
        fitting = [command for command in COMMANDS if case.facts.stage in step_for(command).at]
        command = data.draw(st.sampled_from([*fitting * 4, *COMMANDS]))
        fields = data.draw(fields_of(command, known_to(case)))
        role = data.draw(st.sampled_from([*step_for(command).by * 4, *Role]))
        who = data.draw(st.sampled_from([case.actor(role, fields)] * 9 + STRANGERS))
        version = data.draw(st.sampled_from([None, None, None, case.facts.version, case.facts.version - 1]))
        self.trial.give(case, command.__name__, who, fields, version)

    @rule(data=st.data())
    def somebody_sends_nonsense(self, data: st.DataObject) -> None:
        case = self.one_of_them(data)
        step = data.draw(st.sampled_from(PROCESS))
        fields = data.draw(fields_of(step.command, known_to(case)).flatmap(spoilt))
        self.trial.give(case, step.command.__name__, step.by[0], fields)

    @rule(data=st.data())
    def it_is_put_on_hold_or_resumed(self, data: st.DataObject) -> None:
        case = self.one_of_them(data)
        if case.facts.status is Status.ON_HOLD:
            self.trial.give(case, "Resume", people.COORDINATOR, {})
        else:
            self.trial.give(case, "PutOnHold", people.ADVISER, {"reason": text("an election")})

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
    max_examples=1000 if THOROUGH else 12,
    stateful_step_count=50 if THOROUGH else 20,
    derandomize=not THOROUGH,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
