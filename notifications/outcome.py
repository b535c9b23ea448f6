"""What came of sending a message."""

from dataclasses import dataclass
from pathlib import Path
from traceback import extract_tb


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
    """Surely not sent, and trying again would change nothing: the recipient or the message was refused.

    ``of_recipient``: the address itself is no good, so that no other message would arrive there either.
    """

    reason: str
    of_recipient: bool = False


@dataclass(frozen=True, slots=True)
class Uncertain:
    """Nobody knows: it was handed over whole, and the answer never came."""

    reason: str


Outcome = Delivered | Temporary | Permanent | Uncertain


def fault(problem: BaseException) -> Uncertain:
    """A fault of a channel, or of ours: where it lies, without its words, which may hold somebody's name."""
    place = extract_tb(problem.__traceback__)[-1]
    where = f"{type(problem).__name__} in {Path(place.filename).name}, line {place.lineno}"
    return Uncertain(f"Sending it ended in a fault ({where}); nobody knows whether it went out.")


def of_all(outcomes: list[Outcome]) -> Outcome:
    """What came of sending one message through several channels: who was reached by one of them has been told."""
    remarks = "; ".join(outcome.reason for outcome in outcomes if not isinstance(outcome, Delivered))
    if any(isinstance(outcome, Delivered) for outcome in outcomes):
        return Delivered(remarks)
    for kind in (Uncertain, Temporary):
        if any(isinstance(outcome, kind) for outcome in outcomes):
            return kind(remarks)
    return Permanent(remarks, all(isinstance(outcome, Permanent) and outcome.of_recipient for outcome in outcomes))
