"""Looking for peers: who in the pool fits, by what is on record."""

from dataclasses import dataclass

from config.vocabulary import PeerKind
from engagements.peers.on_record import PeerOnRecord
from engagements.peers.periods import Days


@dataclass(frozen=True, slots=True)
class Sought:
    """Who is looked for; what is empty does not matter. ``text``: in a name, an identifier or a rank.

    ``free``: on all of these days, with no visit booked on them.
    """

    text: str = ""
    kind: PeerKind | None = None
    service: str = ""
    subject: str = ""
    free: Days | None = None

    def fits(self, peer: PeerOnRecord) -> bool:
        words = f"{peer.name} {peer.id} {peer.rank or ''}".casefold()
        return (
            self.text.casefold() in words
            and self.kind in (None, peer.kind)
            and self.service in ("", peer.service)
            and (not self.subject or self.subject in peer.expertise)
            and (self.free is None or is_free(peer, self.free))
        )


def is_free(peer: PeerOnRecord, days: Days) -> bool:
    """Whether a peer is neither away nor on a visit on any of the days."""
    taken = (*peer.away, *(phase for visit in peer.booked for phase in visit.phases))
    return not any(one.overlaps(days) for one in taken)
