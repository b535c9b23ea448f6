"""``peer-support webhooks``: which other systems are told of events, and what they did not take."""

from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import App, Parameter

from cli.answers import DONE, Json, as_json, say, table
from config.calendar import in_words

if TYPE_CHECKING:
    from notifications.webhooks.subscriptions import Subscription

app = App("webhooks", help="Which other systems are told of events, and what they did not take.")

By = Annotated[str, Parameter(help="Who decides it: a role, or the identifier of a contact.")]
SECRETS = ("secret", "previous_secret")


@app.default
@app.command(name="list")
def listed(*, json: Json = False) -> int:
    """Who subscribes, to what, and who is paused."""
    from cli.opening import workplace
    from engagements.database import reading
    from engagements.engagement import uk_date
    from notifications.webhooks.subscriptions import subscriptions

    place = workplace()
    with reading(place.engine) as connection:
        found = subscriptions(connection)
    if json:
        as_json([_plainly(one) for one in found])
    elif not found:
        say("Nobody subscribes. Have a system told with: peer-support webhooks add NAME ADDRESS")
    else:
        table(
            ("Number", "Who", "Address", "Since", "Of what", "Stands"),
            (
                (
                    one.id,
                    one.name,
                    one.address,
                    in_words(uk_date(one.made_at)),
                    one.events or "every event",
                    f"paused. {one.paused_because}".strip() if one.paused_since else "goes on",
                )
                for one in found
            ),
        )
    return DONE


@app.command
def add(
    name: str,
    address: str,
    /,
    *,
    event: Annotated[
        tuple[str, ...], Parameter(help="An event that it is told of, such as ScopeAgreed; every one if left out.")
    ] = (),
    authority: Annotated[str | None, Parameter(help="Only of this authority, by the slug of its service.")] = None,
    ref: Annotated[str | None, Parameter(help="Only of the engagement of this reference.")] = None,
    by: By = "operator",
    json: Json = False,
) -> int:
    """Have a system told of what happens from now on. Its secret, which signs each webhook, is shown this once.

    Parameters
    ----------
    name
        What the system is called.
    address
        Where webhooks go, such as https://example.org/hooks.
    """
    from cli.opening import workplace
    from engagements.database import writing
    from notifications.webhooks.subscriptions import subscribe

    place = workplace()
    with writing(place.engine) as connection:
        made = subscribe(
            connection,
            place.settings,
            place.world,
            name=name,
            address=address,
            by=by,
            now=place.now(),
            events=event,
            authority=authority,
            ref=ref,
        )
    return _secret_of(made, f"Subscription {made.id}: {made.name} is told of what happens from now on.", json)


@app.command
def rotate(number: int, /, *, json: Json = False) -> int:
    """Give a subscription a new secret; for a day webhooks are signed with the old one as well."""
    from cli.opening import workplace
    from engagements.database import writing
    from notifications.webhooks import subscriptions

    place = workplace()
    with writing(place.engine) as connection:
        changed = subscriptions.rotate(connection, number, place.now())
    return _secret_of(changed, f"Subscription {number} has a new secret; for a day the old one signs as well.", json)


@app.command
def pause(number: int, /, *, json: Json = False) -> int:
    """Send nothing to a subscriber for now. What happens meanwhile is kept for it."""
    from cli.opening import workplace
    from engagements.database import writing
    from notifications.webhooks import subscriptions

    place = workplace()
    with writing(place.engine) as connection:
        changed = subscriptions.pause(connection, number, place.now(), "Paused by hand.")
    as_json(_plainly(changed)) if json else say(
        f"Subscription {number} is paused. Go on with: webhooks resume {number}"
    )
    return DONE


@app.command
def resume(number: int, /, *, json: Json = False) -> int:
    """Send a paused subscriber what was kept for it, and what happens from now on."""
    from cli.opening import workplace
    from engagements.database import writing
    from notifications.webhooks import subscriptions

    place = workplace()
    with writing(place.engine) as connection:
        changed = subscriptions.resume(connection, number)
    as_json(_plainly(changed)) if json else say(f"Subscription {number} goes on.")
    return DONE


@app.command
def end(number: int, /, *, json: Json = False) -> int:
    """Tell a subscriber nothing more, not even what waits."""
    from cli.opening import workplace
    from engagements.database import writing
    from notifications.webhooks import subscriptions

    place = workplace()
    with writing(place.engine) as connection:
        changed = subscriptions.end(connection, number, place.now())
    as_json(_plainly(changed)) if json else say(f"Subscription {number} has ended.")
    return DONE


@app.command
def deliveries(
    *,
    failed: Annotated[bool, Parameter(help="Only what was given up and waits for a person.")] = False,
    of: Annotated[int | None, Parameter(help="Only of the subscription of this number.")] = None,
    json: Json = False,
) -> int:
    """What subscribers were told, or are still to be: the newest thousand, the newest first."""
    from cli.opening import workplace
    from engagements.database import reading
    from notifications.webhooks import ledger

    place = workplace()
    with reading(place.engine) as connection:
        found = ledger.failures(connection) if failed else ledger.listed(connection, of)
    if failed and of is not None:
        found = [one for one in found if one["subscription"] == of]
    if json:
        as_json(found)
    elif not found:
        say("Nothing was given up." if failed else "Nobody was to be told anything yet.")
    else:
        table(
            ("Number", "To", "Engagement", "Event", "Stands", "Tries", "Why"),
            (
                (one["id"], one["name"], one["ref"], one["type"], one["status"], one["attempts"], one["outcome"])
                for one in found
            ),
        )
        if failed:
            say("\nOnce the receiver is mended: peer-support webhooks resend NUMBER, or resend --all-of SUBSCRIPTION")
    return DONE


@app.command
def resend(
    number: int | None = None,
    /,
    *,
    all_of: Annotated[int | None, Parameter(help="Everything that this subscription did not take.")] = None,
    by: By = "operator",
    json: Json = False,
) -> int:
    """Send a webhook again, under its own id.

    Parameters
    ----------
    number
        Its number, as the deliveries list it.
    """
    from cli.answers import Misuse
    from cli.opening import workplace
    from engagements.database import writing
    from notifications.webhooks import ledger

    if (number is None) == (all_of is None):
        raise Misuse("Give the number of one webhook, or --all-of and the number of a subscription.")
    place = workplace()
    with writing(place.engine) as connection:
        if number is not None:
            ledger.resend(connection, number, by, place.now())
            again = 1
        else:
            again = ledger.resend_failed(connection, all_of or 0, by, place.now())
    as_json({"resent": again}) if json else say(f"{again} to be sent again.")
    return DONE


def _secret_of(subscription: "Subscription", words: str, json: bool) -> int:
    if json:
        as_json(_plainly(subscription) | {"secret": subscription.secret})
    else:
        say(words, "The receiver checks signatures with this secret, shown only this once:", "", subscription.secret)
    return DONE


def _plainly(subscription: "Subscription") -> dict[str, Any]:
    return {name: value for name, value in subscription.__dict__.items() if name not in SECRETS}
