"""From what is owed to the act: the page of the command that settles it, or of the one that gives more time."""

from typing import NamedTuple
from urllib.parse import urlencode

from config.vocabulary import ExceptionKind
from engagements.messages import Command
from engagements.obligations import DUTIES, Owed
from engagements.overview.arising import Arose
from engagements.overview.owing import Owing
from engagements.process import step_for
from engagements.settling import SETTLED_BY
from engagements.stages.relief import ExtendObligation, WaiveObligation
from engagements.stages.team_assignment import InvitePeer, ReleasePeer
from portal.visitors import Visitor


class Act(NamedTuple):
    """A way to act: what it is called, and its address."""

    text: str
    href: str


def settling(owing: Owing, visitor: Visitor) -> str:
    """The address of the act by which this visitor settles it; empty where it is for somebody else to settle."""
    commands = SETTLED_BY[Owed(owing.kind)]
    for command in commands if owing.owed_by in visitor.hats else commands[:1]:
        if visitor.may_give(step_for(command)):
            return doing(owing.ref, command, subject=owing.subject)
    return ""


def about_owing(owing: Owing) -> str:
    """Where to see what somebody else owes: how it is chased, and what was sent."""
    return f"/engagements/{owing.ref}" + (f"/plan/{owing.subject}" if owing.kind == Owed.COMPLETE_ACTION else "/owed")


def about_exception(arose: Arose) -> str:
    """Where to see what is exceptional: the action, the return, or the papers before the boards."""
    if arose.kind is ExceptionKind.NO_UPDATE:
        return f"/engagements/{arose.ref}/returns/{arose.about}"
    if arose.about:
        return f"/engagements/{arose.ref}/plan/{arose.about}"
    return f"/engagements/{arose.ref}" + ("/papers" if arose.kind is ExceptionKind.CLOSURE_REFUSED else "")


def relief(owing: Owing, visitor: Visitor) -> list[Act]:
    """What may be done for whoever owes it: more time, or to do without. Nobody lets themselves off."""
    kind = Owed(owing.kind)
    duty, about = DUTIES[kind], {"kind": owing.kind, "subject": owing.subject}
    if owing.owed_by in visitor.hats:
        return []
    acts = []
    if kind is not Owed.COMPLETE_ACTION:  # for an action the authority asks itself, so that a paper shows who and why
        acts.append(Act("Give more time", doing(owing.ref, ExtendObligation, **about)))
    if duty.may_be_waived:
        acts.append(Act("Waive it", doing(owing.ref, WaiveObligation, **about)))
    return acts


def replacing(ref: str, peer: str, visitor: Visitor) -> list[Act]:
    """What may be done about a peer who does not answer."""
    acts = [
        Act("Release the peer", doing(ref, ReleasePeer, subject=peer)),
        Act("Invite somebody else", doing(ref, InvitePeer)),
    ]
    return acts if visitor.may_give(step_for(ReleasePeer)) else []


def doing(ref: str, command: type[Command], **fields: str) -> str:
    """The page of a command on an engagement, with some of its fields filled in."""
    given = {name: value for name, value in fields.items() if value}
    return f"/engagements/{ref}/do/{command.__name__}" + (f"?{urlencode(given)}" if given else "")
