"""How an event is written for other systems, and signed: a CloudEvent 1.0, under the Standard Webhooks convention."""

import hmac
import json
from base64 import b64decode, b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from cloudevents.core.bindings.http import to_structured_event
from cloudevents.core.v1.event import CloudEvent

from engagements.state.engagement import EngagementFacts
from engagements.state.journal import JournalEntry

TYPES = "uk.peer-support."
"""What the type of every event begins with."""

SCHEME = "v1"  # of the signature: HMAC with SHA-256


@dataclass(frozen=True, slots=True)
class Written:
    """An event as it is sent, the same at every try. ``id`` tells it from every other, whatever becomes of ours."""

    id: str
    content_type: str
    body: bytes

    def headers(self, secrets: Sequence[str], at: datetime) -> dict[str, str]:
        """What goes with it at a moment: which webhook it is, when it was sent, and a signature for each secret."""
        timestamp = str(int(at.timestamp()))
        return {
            "content-type": self.content_type,
            "webhook-id": self.id,
            "webhook-timestamp": timestamp,
            "webhook-signature": " ".join(signature(secret, self.id, timestamp, self.body) for secret in secrets),
        }


def written(entry: JournalEntry, engagement: EngagementFacts, source: str) -> Written:
    """An event of the journal for others: identifiers and facts, as the journal holds them, and nobody's name.

    Its id comes from its hash, so that no event of another history, such as after a restore, is taken for it.
    """
    identity = entry.hash.hex()[:32]
    attributes = {
        "id": identity,
        "source": source,
        "type": TYPES + entry.type,
        "subject": engagement.ref,
        "time": entry.at,
        "datacontenttype": "application/json",
    }
    data: dict[str, Any] = {
        "engagement": engagement.ref,
        "authority": engagement.authority,
        "product": engagement.product,
        "sequence": entry.sequence,
        "position": entry.position,
        "role": entry.actor.partition(":")[0],
        "facts": json.loads(entry.facts),
    }
    message = to_structured_event(CloudEvent(attributes, data))
    return Written(identity, message.headers["content-type"], message.body)


def signature(secret: str, identity: str, timestamp: str, body: bytes) -> str:
    """``v1,`` and the HMAC-SHA256 over ``identity.timestamp.body`` in base64. ``secret``: ``whsec_`` and base64."""
    key = b64decode(secret.partition("_")[2])
    return f"{SCHEME},{b64encode(hmac.digest(key, f'{identity}.{timestamp}.'.encode() + body, sha256)).decode()}"
