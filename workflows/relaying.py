"""The relay: claims events from the outbox, has them followed, and delivers what the flows decided to send.

Several relays may run side by side, each under a name of its own: claims are made safe by the database. Nothing is lost
with a relay: what it had claimed is claimed again when its lease runs out, or at once when one of its name starts.
"""

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable
from datetime import timedelta

from engagements import heartbeats, outbox
from engagements.database import reading, writing
from notifications import delivery
from workflows import delivering, dispatch
from workflows.away import is_away
from workflows.connection import kept_connection
from workflows.orphans import mark_orphans_crashed
from workflows.sight import finish_showing
from workflows.webhooks import Postman
from workflows.workplace import Workplace

log = logging.getLogger("peer_support.relay")

IDLE_SECONDS = 0.15
"""Between two looks at an empty outbox: an indexed look-up, and well inside the second that an event may wait."""

AWAY_SECONDS = 3.0
"""Before trying again when Prefect does not answer; no try of the event is counted for that."""


class Relay:
    """One relay. ``run`` goes on until ``stop``; ``drain`` follows and delivers what there is, and returns."""

    def __init__(self, place: Workplace, name: str) -> None:
        self.place, self.name = place, name
        self._stopping = asyncio.Event()
        self._postman = Postman(place, name)

    def stop(self) -> None:
        """Finish what is being followed, claim nothing more."""
        self._stopping.set()

    async def run(self) -> None:
        async with kept_connection():
            await self._until_done(self.begin)
            log.info("Relay %s follows events.", self.name)
            followers = [self._again_and_again(self.follow_next) for _ in range(self.place.settings.flows_at_once)]
            besides = (self.deliver_due, self._postman.set_out, self._beat)
            others = [self._again_and_again(work) for work in besides]
            await asyncio.gather(*followers, *others)
            await self._postman.finish()
            await finish_showing()

    async def begin(self) -> bool:
        """Take up what an earlier relay of this name left: its claims, its runs, its messages in flight."""
        with writing(self.place.engine) as connection:
            outbox.given_back(connection, self.name)
        delivery.settle_uncertain(self.place.engine, self.name, self.place.now())
        self._postman.begin()
        await mark_orphans_crashed(self.name)
        return True

    async def drain(self) -> None:
        """Follow and deliver until nothing is left that may be done now."""
        while await self.follow_next() or await self.deliver_due() or await self._postman.set_out():
            await self._postman.finish()

    async def follow_next(self) -> bool:
        """Claim the next event or batch, and have it followed. False when there is none."""
        now, lease = self.place.now(), timedelta(seconds=self.place.settings.lease_seconds)
        with reading(self.place.engine) as connection:
            if not outbox.anything(connection, now):
                return False
        with writing(self.place.engine) as connection:
            claimed = outbox.claim(connection, self.name, now, lease)
        if claimed:
            await dispatch.follow(self.place, claimed, self.name)
        return claimed is not None

    async def deliver_due(self) -> bool:
        """Write the digests that nobody else will, and deliver what is due. False when there is nothing to do."""
        written = await delivering.compose_left_over(self.place)
        return await delivering.deliver_due(self.place, self.name) or written

    async def _beat(self) -> bool:
        """Say that this relay works, for monitors."""
        with writing(self.place.engine) as connection:
            heartbeats.beat(connection, self.name, self.place.now())
        await self._pause(heartbeats.EVERY.total_seconds())
        return True

    async def _again_and_again(self, work: Callable[[], Awaitable[bool]]) -> None:
        while not self._stopping.is_set():
            if not await self._until_done(work):
                await self._pause(IDLE_SECONDS)

    async def _until_done(self, work: Callable[[], Awaitable[bool]]) -> bool:
        """Do the work, trying again while Prefect or the database is away."""
        while not self._stopping.is_set():
            try:
                return await work()
            except Exception as problem:
                if is_away(problem):
                    log.warning("Prefect does not answer; trying again in %s seconds.", AWAY_SECONDS)
                else:
                    log.exception("A problem of the relay's own; it goes on in %s seconds.", AWAY_SECONDS)
                await self._pause(AWAY_SECONDS)
        return False

    async def _pause(self, seconds: float) -> None:
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._stopping.wait(), seconds)
