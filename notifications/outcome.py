"""What came of sending a message."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Delivered:
    """A channel accepted it. ``remark``: what went wrong beside that, in another channel."""

    remark: str = ""


@dataclass(frozen=True, slots=True)
class Temporary:
    """Surely not sent, and it may go better later: a server that is busy, hangs or is out of reach."""

    reason: str


@dataclass(frozen=True, slots=True)
class Permanent:
    """Surely not sent, and trying again would change nothing: the recipient or the message was refused."""

    reason: str


@dataclass(frozen=True, slots=True)
class Uncertain:
    """Nobody knows: it was handed over whole, and the answer never came."""

    reason: str


Outcome = Delivered | Temporary | Permanent | Uncertain


def of_all(outcomes: list[Outcome]) -> Outcome:
    """What came of sending one message through several channels: who was reached by one of them has been told."""
    remarks = "; ".join(outcome.reason for outcome in outcomes if not isinstance(outcome, Delivered))
    if any(isinstance(outcome, Delivered) for outcome in outcomes):
        return Delivered(remarks)
    for kind in (Uncertain, Temporary):
        if any(isinstance(outcome, kind) for outcome in outcomes):
            return kind(remarks)
    return Permanent(remarks)
