"""``peer-support notifications``: what people were told, or should have been, and sending it again."""

from typing import TYPE_CHECKING, Annotated

from cyclopts import App, Parameter

from cli.answers import DONE, Json, as_json, say, table
from config.calendar import in_words
from engagements.telling import plain

if TYPE_CHECKING:
    from notifications.ledger import Notification

app = App("notifications", help="What people were told, or should have been, and sending it again.")


@app.default
@app.command(name="list")
def listed(
    *,
    attention: Annotated[
        bool, Parameter(help="Only what waits for a person: failed, uncertain, nobody to go to.")
    ] = False,
    ref: Annotated[str | None, Parameter(help="Only of the engagement of this reference.")] = None,
    json: Json = False,
) -> int:
    """The ledger: every message that was decided, and what became of it."""
    from cli.opening import workplace
    from engagements.database import reading
    from engagements.loading import facts_of
    from notifications.ledger import for_attention
    from notifications.ledger import listed as all_listed

    place = workplace()
    with reading(place.engine) as connection:
        if attention:
            wanted = facts_of(connection, ref).id if ref else None
            found = [one for one in for_attention(connection) if wanted in (None, one.engagement_id)]
        else:
            found = all_listed(connection, ref=ref)
    if json:
        as_json([_plainly(one) for one in found])
    elif found:
        _table(found)
    else:
        say("Nothing waits for a person." if attention else "Nobody has been told anything yet.")
    return DONE


@app.command
def resend(
    number: int,
    /,
    *,
    by: Annotated[str, Parameter(help="Who decides it: a role, or the identifier of a contact.")] = "operator",
    json: Json = False,
) -> int:
    """Send a message again that failed, or of which nobody knows whether it arrived.

    Parameters
    ----------
    number
        Its number, as the ledger lists it.
    """
    from cli.opening import workplace
    from engagements.database import writing
    from notifications.ledger import resend as again

    place = workplace()
    with writing(place.engine) as connection:
        resent = again(connection, number, by, place.now())
    if json:
        as_json(_plainly(resent))
    else:
        say(f"Notification {number} goes to {resent.address} again.")
    return DONE


def _plainly(notification: "Notification") -> dict[str, object]:
    return {name: value for name, value in notification.__dict__.items() if name not in ("html", "text")}


def _table(found: "list[Notification]") -> None:
    from engagements.engagement import uk_date

    table(
        ("Number", "Decided", "To", "As", "Subject", "Stands", "Why"),
        (
            (
                one.id,
                in_words(uk_date(one.decided_at)),
                one.address or one.recipient or "nobody",
                plain(one.audience),
                one.subject,
                one.status,
                one.outcome,
            )
            for one in found
        ),
    )
