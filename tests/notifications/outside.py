"""The world outside: it takes messages or not, as the story has it, and remembers what it was handed, and when."""

from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from config.settings import Settings
from engagements.engagement import UK
from notifications.ledger import Notification
from notifications.outcome import Delivered, Outcome, Permanent, Temporary
from notifications.sending import Sender


class Died(BaseException):
    """The deliverer's process ends with a message in its hands: it arrived, and nobody will ever write that down."""


class Handed(NamedTuple):
    """A message that left us, when (UK time), and whether it arrived."""

    at: datetime
    message: Notification
    arrived: bool


class Outside(Sender):
    """Answers with ``answers``, the last first, and then takes everything but what goes to a mailbox that is gone."""

    def __init__(self) -> None:
        super().__init__(Settings(data_dir=Path("nowhere"), delivery_retry_seconds=(60, 30_000)))
        self.answers: list[Outcome | Died] = []
        self.handed: list[Handed] = []
        self.gone = {"kent-chief-fire-officer@example.org"}

    def send(self, notification: Notification, at: datetime) -> Outcome:
        answer = self.answers.pop() if self.answers else Delivered()
        if notification.address in self.gone:
            answer = Permanent("No such mailbox.", of_recipient=True)
        arrived = isinstance(answer, Delivered | Died)
        self.handed.append(Handed(at.astimezone(UK), notification, arrived))
        if isinstance(answer, Died):
            raise answer
        return answer


ANSWERS: tuple[Outcome | Died, ...] = (
    Delivered(),
    Delivered(),
    Delivered(),
    Temporary("Busy."),
    Permanent("Too large."),
    Permanent("No mailbox.", of_recipient=True),
    Died(),
)
