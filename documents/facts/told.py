"""An engagement as its journal tells it up to an event: what every paper of its stages is gathered from."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Self, TypeVar

from sqlalchemy import Connection, select

from config.calendar import in_words
from config.vocabulary import Role
from documents.facts.wording import Texts
from engagements.directory import Directory
from engagements.engagement import Engagement
from engagements.loading import plain
from engagements.refusals import BrokenRule
from engagements.state.people import Peer
from engagements.state.team import Invitation

R = TypeVar("R")

NAMELESS = "[name erased]"


class Names:
    """What people are called. It keeps count of whom it named: a paper that names somebody can be found again."""

    def __init__(self, engagement: Engagement, directory: Directory, peers: Sequence[Peer], on: date) -> None:
        self._engagement, self._directory, self._on = engagement, directory, on
        self._peers = {peer.id: peer for peer in peers}
        self.named: set[str] = set()

    @classmethod
    def read(cls, connection: Connection, engagement: Engagement, on: date) -> Self:
        """By the registers of today: names are in no journal."""
        peer = Peer.table
        invited = [invitation.peer for invitation in engagement.all(Invitation)]
        found: Sequence[Peer] = plain(connection.execute(select(peer).where(peer.c.id.in_(invited))), Peer)
        directory = Directory.read(connection, engagement.world.reference, [engagement.facts])
        return cls(engagement, directory, found, on)

    def peer(self, peer: str) -> str:
        known = self._peers.get(peer)
        self.named.add(peer)
        return known.name if known and known.name else NAMELESS

    def service(self, peer: str) -> str:
        """The official name of the service that the peer comes from; empty where nobody knows it any longer."""
        known = self._peers.get(peer)
        return self._engagement.world.reference.service(known.service).official_name if known else ""

    def home(self, peer: str) -> str:
        """That service's slug."""
        known = self._peers.get(peer)
        return known.service if known else ""

    def holder(self, role: Role) -> str:
        """Who held a role that day, the first of them; empty where nobody did."""
        held = next(iter(self._directory.holders(self._engagement.facts, role, self._on)), None)
        if held is None:
            return ""
        self.named.add(held.id)
        return held.name or NAMELESS


class NotYet(BrokenRule):
    """What the paper is about was not there at that time."""

    field = "on"


@dataclass(frozen=True, slots=True)
class Told:
    """An engagement as an event left it, on the day ``on``. ``peer``: whom a letter is to, where it is to one."""

    now: Engagement
    typed: Texts
    names: Names
    on: date
    peer: str = ""

    def there(self, what: R | None, called: str) -> R:
        """What the paper is about. Raises NotYet where it was not there then."""
        if what is None:
            raise NotYet(f"{self.now.facts.ref} had no {called} on {in_words(self.on)}. Choose a later day.")
        return what
