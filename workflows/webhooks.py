"""Webhooks in the relay: each receiver is served by itself, so that one that answers slowly holds up no other."""

import asyncio
import logging

from engagements.database import reading
from notifications.webhooks import delivery, ledger
from notifications.webhooks.reaching import Post
from workflows.workplace import Workplace

log = logging.getLogger("peer_support.relay")


class Postman:
    """Delivers webhooks in the background; ``finish`` waits until what is on its way has been answered."""

    def __init__(self, place: Workplace, worker: str) -> None:
        self._place, self._worker, self._post = place, worker, Post(place.settings)
        self._under_way: dict[int, asyncio.Task[None]] = {}

    def begin(self) -> None:
        """Take up what an earlier relay of this name had in flight."""
        delivery.give_back(self._place.engine, self._worker)

    async def set_out(self) -> bool:
        """Begin to serve every receiver for whom something is due and who is not being served. False when none is."""
        with reading(self._place.engine) as connection:
            waiting = ledger.who_waits(connection, self._place.now())
        chosen = waiting - self._under_way.keys()
        for subscription in chosen:
            self._under_way[subscription] = asyncio.create_task(self._serve(subscription))
        return bool(chosen)

    async def finish(self) -> None:
        await asyncio.gather(*self._under_way.values())

    async def _serve(self, subscription: int) -> None:
        place = self._place
        try:
            for attempt in await delivery.deliver(
                place.engine, self._post, place.settings, place.now, self._worker, subscription
            ):
                log.info("%s", attempt.in_words)
        except Exception:
            log.exception("A problem of the relay's own with the webhooks of subscription %s.", subscription)
        finally:
            del self._under_way[subscription]
