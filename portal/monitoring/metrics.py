"""Metrics in the Prometheus format: what is owed and late, what waits, what went out, and how quickly pages answer."""

import hmac
import time
from collections.abc import Iterator
from datetime import timedelta
from http import HTTPStatus
from typing import Any

from fastapi import Request
from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from prometheus_client.registry import Collector
from sqlalchemy import Connection, case, func, select
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from config.secrets import on_loopback
from engagements import heartbeats
from engagements.database import reading
from engagements.state.engagement import Obligation
from engagements.state.row import Row
from notifications.ledger import Notification, NotificationStatus
from notifications.webhooks.ledger import Standing, Webhook
from portal.doors import Admission, Pages
from portal.mishaps import NotThere
from portal.monitoring.standing import Queue
from portal.office import Office, TheOffice
from portal.visitors import MONITORS

SOON = timedelta(days=7)
"""What falls due within it counts as due soon."""

SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10)
"""The buckets of durations; a page is to take less than the fourth."""


class Stands(Collector):
    """What the database says when it is asked."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def describe(self) -> list[Metric]:
        """Nothing beforehand: else the database would be asked when the application is made."""
        return []

    def collect(self) -> Iterator[Metric]:
        now = self._office.now()
        with reading(self._office.engine) as connection:
            owed = connection.execute(_owed(self._office)).all()
            queue, seen = Queue.of(connection), heartbeats.last(connection)
            messages = _counted(connection, Notification)
            webhooks = _counted(connection, Webhook)
        for index, (name, words) in enumerate(
            (("open", "What is owed."), ("due_soon", "What falls due within seven days."), ("late", "What is late.")), 1
        ):
            yield _gauge(f"obligations_{name}", words, {row[0]: row[index] for row in owed}, "kind")
        yield _gauge("outbox_waiting", "Events that wait to be followed.", queue.waiting)
        oldest = (now - queue.oldest).total_seconds() if queue.oldest else 0
        yield _gauge("outbox_oldest_seconds", "How long the first of them has waited.", oldest)
        yield _gauge("outbox_set_aside", "Events set aside for a person.", queue.set_aside)
        yield _gauge(
            "notifications",
            "Messages, by where they stand.",
            {s: messages.get(s, 0) for s in NotificationStatus},
            "status",
        )
        yield _gauge("webhooks", "Webhooks, by where they stand.", {s: webhooks.get(s, 0) for s in Standing}, "status")
        if seen:
            yield _gauge("relay_seen_seconds", "How long ago a relay last worked.", (now - seen).total_seconds())


def _owed(office: Office) -> Any:
    owed, today = Obligation.table, office.today
    soon = case((owed.c.due_on.between(today, today + SOON), 1), else_=0)
    late = case((owed.c.due_on < today, 1), else_=0)
    counted = select(owed.c.kind, func.count(), func.sum(soon), func.sum(late))
    return counted.where(owed.c.ended.is_(None)).group_by(owed.c.kind)


def _counted(connection: Connection, kind: type[Row]) -> dict[str, int]:
    """How many rows of a kind stand where."""
    status = kind.table.c.status
    return {row[0]: row[1] for row in connection.execute(select(status, func.count()).group_by(status))}


def _gauge(name: str, words: str, values: Any, label: str = "") -> Metric:
    gauge = GaugeMetricFamily(f"peer_support_{name}", words, labels=[label] if label else [])
    for of, value in values.items() if label else [("", values)]:
        gauge.add_metric([str(of)] if label else [], float(value))
    return gauge


class Metrics:
    """What one application counts."""

    def __init__(self, office: Office) -> None:
        self.registry = CollectorRegistry(auto_describe=False)
        self.registry.register(Stands(office))
        self.requests = Counter(
            "peer_support_requests", "Requests answered.", ["method", "route", "status"], registry=self.registry
        )
        self.seconds = Histogram(
            "peer_support_request_seconds",
            "How long the answer took.",
            ["method", "route"],
            buckets=SECONDS,
            registry=self.registry,
        )


class Measured:
    """Counts each request by its route, never by its address, which may hold a token."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self._app, self._metrics = app, metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        begun, status = time.perf_counter(), int(HTTPStatus.INTERNAL_SERVER_ERROR)

        async def noting(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self._app(scope, receive, noting)
        finally:
            method = scope["method"] if scope["method"] in METHODS else "other"
            route = _route(scope)
            self._metrics.requests.labels(method, route, status).inc()
            self._metrics.seconds.labels(method, route).observe(time.perf_counter() - begun)


METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}


def _route(scope: Scope) -> str:
    """The route as it was declared, within the application that it is mounted in; whatever has none is one."""
    found = getattr(scope.get("route"), "path", None)
    return f"{scope.get('root_path', '')}{found}" if found else "none"


class ByMonitor(Admission):
    """Lets in who brings the monitor's token; where none is set, who asks from this very machine."""

    def __call__(self, request: Request, office: TheOffice) -> None:  # type: ignore[override]
        token = office.settings.metrics_token
        if token:
            given = request.headers.get("authorization", "").encode(errors="surrogateescape")
            allowed = hmac.compare_digest(given, f"Bearer {token.get_secret_value()}".encode())
        else:
            passed_on = {"forwarded", "x-forwarded-for"} & set(request.headers)  # by a proxy on this machine
            allowed = not passed_on and request.client is not None and on_loopback(request.client.host)
        if not allowed:
            raise NotThere


class ForMonitors(Pages):
    admission = ByMonitor


pages = ForMonitors()


@pages.get("/metrics", to=MONITORS)
def metrics(request: Request) -> Response:
    """Everything that is measured."""
    counted: Metrics = request.app.state.metrics
    return Response(generate_latest(counted.registry), media_type=CONTENT_TYPE_LATEST)
