"""The Prefect server, as `python -m workflows.server` runs it in a process of its own."""

import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import uvicorn
from fastapi import FastAPI
from prefect.server.api.server import create_app
from prefect.server.database.configurations import AioSqliteConfiguration
from prefect.server.database.dependencies import set_database_config
from prefect.server.database.orm_models import FlowRun
from prefect.settings import get_current_settings
from sqlalchemy.ext.asyncio import AsyncSession, AsyncSessionTransaction

STOP_WITHIN = 5  # seconds for requests in flight


class WritersTakeTurns(AioSqliteConfiguration):
    """SQLite transactions that ask for the write lock first and wait for it.

    Prefect's own begin as readers: one that finds another writer when it turns to writing fails at once, whatever the
    busy timeout, and the client sleeps for two seconds before it tries again. Measured with runs of three tasks, back
    to back: that befell two runs in three.
    """

    @asynccontextmanager
    async def begin_transaction(
        self, session: AsyncSession, with_for_update: bool = False
    ) -> AsyncIterator[AsyncSessionTransaction]:
        async with super().begin_transaction(session, with_for_update=True) as transaction:
            yield transaction


def _let_scheduled_runs_in() -> None:
    """Let Prefect's scheduler insert runs under SQLAlchemy 2.1.

    It hands each run's state along in the same mapping and inserts it afterwards. SQLAlchemy 2.0 passes over a hybrid
    property there; 2.1 refuses one that does not say what becomes of it, and no scheduled run is ever made.
    """
    FlowRun.__dict__["state"].inplace.bulk_dml(lambda flow_run, mapping, state: None)


def prefect_app() -> FastAPI:
    """The API, the pages and the background services (scheduler, late runs, events, clean-up) in one application."""
    _let_scheduled_runs_in()
    database = get_current_settings().server.database.connection_url
    if database and database.get_secret_value().startswith("sqlite"):
        set_database_config(WritersTakeTurns(connection_url=database.get_secret_value()))
    return create_app(final=True)


def serve(app: FastAPI, listener: socket.socket) -> None:
    """Answer on a bound socket until SIGTERM or SIGINT."""
    api = get_current_settings().server.api
    config = uvicorn.Config(
        app,
        log_level="warning",
        timeout_keep_alive=api.keepalive_timeout,
        ws_ping_interval=api.websocket_ping_interval,
        ws_ping_timeout=api.websocket_ping_timeout,
        timeout_graceful_shutdown=STOP_WITHIN,
    )
    uvicorn.Server(config).run(sockets=[listener])
