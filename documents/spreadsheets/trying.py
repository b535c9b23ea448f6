"""What a rule says of a command, tried on an engagement as it was loaded: nothing is written."""

from datetime import datetime

from engagements.engagement import Engagement, Moment
from engagements.events import Event
from engagements.evolve import evolve
from engagements.journal import SWEEP
from engagements.messages import Command
from engagements.process import step_for
from engagements.texts import set_apart


def decided(engagement: Engagement, command: Command, now: datetime) -> list[Event]:
    """The events that the rule answers with. Raises Refused as it does; nobody asks who gives the command."""
    return step_for(type(command)).decide(engagement, set_apart(command, b"tried").command, now)


def tried(engagement: Engagement, command: Command, now: datetime) -> Engagement:
    """The engagement as the command would leave it. Raises Refused."""
    for event in decided(engagement, command, now):
        engagement, _ = evolve(engagement, event, Moment(engagement.facts.version + 1, now, str(SWEEP)))
    return engagement
