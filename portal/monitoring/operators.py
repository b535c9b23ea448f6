"""The operators' page: what an operator needs at three in the morning, and the buttons to try again."""

from starlette.responses import Response

from engagements import outbox
from engagements.database import reading, writing
from notifications import ledger as messages
from notifications.ledger import NotificationStatus
from notifications.webhooks import ledger as webhooks
from notifications.webhooks import subscriptions
from portal.doors import Pages, TheVisitor
from portal.monitoring.standing import readiness, relay
from portal.numbers import Number
from portal.office import Office, TheOffice
from portal.posted import Posted
from portal.showing import GoBack, Show
from portal.visitors import OPERATORS, Visitor

pages = Pages("/operators")

PREFECT = (("/runs", "Runs"), ("/deployments", "Deployments: start a sweep by hand"), ("/events", "Events"))
MOST = 100
"""Rows of one table; the command line shows all."""

RESENT = (NotificationStatus.FAILED, NotificationStatus.UNCERTAIN)


@pages.get("", to=OPERATORS)
def overview(office: TheOffice, show: Show) -> Response:
    """What waits for an operator."""
    with reading(office.engine) as connection:
        waiting = outbox.waiting(connection)
        undelivered = messages.for_attention(connection, MOST)
        count_undelivered = messages.count_for_attention(connection)
        failed = webhooks.failures(connection)
        receivers = subscriptions.subscriptions(connection)
    return show(
        "monitoring/operators.html",
        checks=[*readiness(office), *relay(office)],
        set_aside=[entry for entry in waiting if entry["set_aside_at"]],
        waiting=[entry for entry in waiting if not entry["set_aside_at"]],
        undelivered=undelivered,
        count_undelivered=count_undelivered,
        resent=RESENT,
        failed=failed,
        refusers={one["subscription"]: one["name"] for one in failed},
        paused=[one for one in receivers if one.paused_since],
        most=MOST,
        prefect=[(f"{prefect_address(office)}{path}", words) for path, words in PREFECT],
        guarded=office.settings.prefect_auth is not None,
    )


@pages.post("/events/{position}/retry", to=OPERATORS)
def retry(position: Number, form: Posted, office: TheOffice, back: GoBack) -> Response:
    """Follow an event again, with all its tries before it."""
    with writing(office.engine) as connection:
        outbox.retry(connection, position)
    return back("/operators", notice=f"Event {position} is followed next.")


@pages.post("/messages/{number}/resend", to=OPERATORS)
def resend(number: Number, form: Posted, office: TheOffice, visitor: TheVisitor, back: GoBack) -> Response:
    """Send a message again."""
    with writing(office.engine) as connection:
        messages.resend(connection, number, _who(visitor), office.now())
    return back("/operators", notice=f"Message {number} is sent again.")


@pages.post("/webhooks/{number}/resend", to=OPERATORS)
def resend_webhook(number: Number, form: Posted, office: TheOffice, visitor: TheVisitor, back: GoBack) -> Response:
    """Send a webhook again, under its own id."""
    with writing(office.engine) as connection:
        webhooks.resend(connection, number, _who(visitor), office.now())
    return back("/operators", notice=f"Webhook {number} is sent again.")


@pages.post("/receivers/{number}/resend", to=OPERATORS)
def resend_failed(number: Number, form: Posted, office: TheOffice, visitor: TheVisitor, back: GoBack) -> Response:
    """Send a receiver everything again that it did not take."""
    with writing(office.engine) as connection:
        again = webhooks.resend_failed(connection, number, _who(visitor), office.now())
    return back("/operators", notice=f"Webhooks sent again: {again}.")


@pages.post("/receivers/{number}/resume", to=OPERATORS)
def resume(number: Number, form: Posted, office: TheOffice, back: GoBack) -> Response:
    """Send a paused receiver what was kept for it."""
    with writing(office.engine) as connection:
        resumed = subscriptions.resume(connection, number)
    return back("/operators", notice=f"{resumed.name} is told again of what happens.")


def prefect_address(office: Office) -> str:
    """Where Prefect's own pages are."""
    settings = office.settings
    if settings.prefect_api_url:
        return settings.prefect_api_url.removesuffix("/api")
    host = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(settings.prefect_host, settings.prefect_host)
    return f"http://{host}:{settings.prefect_port}"


def _who(visitor: Visitor) -> str:
    return visitor.person or "operator"
