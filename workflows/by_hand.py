"""What an operator may start by hand from the Prefect UI; each takes typed parameters, so the UI shows a form."""

from prefect import flow
from prefect.logging import get_run_logger

from engagements import outbox
from engagements.database import writing
from notifications import ledger
from workflows.workplace import workplace


@flow(name="resend a notification", flow_run_name="resend notification {notification}", persist_result=False)
async def resend_notification(notification: int) -> None:
    """Send a message again: one that failed, or that is uncertain since the system stopped while sending it.

    Args:
        notification: Its number, as `peer-support notifications` lists it.
    """
    place = workplace()
    with writing(place.engine) as connection:
        ledger.resend(connection, notification, "operator", place.now())
    get_run_logger().info("Notification %s will be sent again.", notification)


@flow(name="re-dispatch an event", flow_run_name="re-dispatch event {position}", persist_result=False)
async def redispatch_event(position: int) -> None:
    """Have an event followed again: one that was set aside, or whose artifact is wanted anew. Nobody is told twice.

    Args:
        position: Its position in the journal, as `peer-support outbox` lists it.
    """
    with writing(workplace().engine) as connection:
        outbox.put_back(connection, position)
    get_run_logger().info("Event %s waits to be followed again.", position)
