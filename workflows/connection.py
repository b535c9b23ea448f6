"""One connection to Prefect for a whole process."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from prefect.context import AsyncClientContext, SyncClientContext


@asynccontextmanager
async def kept_connection() -> AsyncIterator[None]:
    """Every flow inside the block shares two clients, and their open connections.

    Left alone, each run makes two of its own, and each of those reads every certificate authority of the machine: half
    the time of an empty run. Opening asks nothing of the server, which may be away; a connection that was lost is made
    again.
    """
    async with AsyncClientContext.get_or_create():
        with SyncClientContext.get_or_create():
            yield
