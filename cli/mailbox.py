"""``peer-support mailbox``: the messages that were stored, as long as no channel sends them anywhere."""

from cyclopts import App

from cli.answers import DONE, FoundWanting, Json, as_json, say, table
from cli.opening import settings
from config.calendar import in_words

app = App("mailbox", help="The messages that were stored, as long as no channel sends them anywhere.")


@app.default
@app.command(name="list")
def listed(*, json: Json = False) -> int:
    """Every message, in the order of sending."""
    from engagements.engagement import uk_date
    from notifications.mailbox import mailbox_in, messages

    data_dir = settings().data_dir
    stored = list(messages(data_dir))
    if json:
        as_json(stored)
    elif not stored:
        say(f"No messages in {mailbox_in(data_dir)}. They come once the system runs: peer-support up")
    else:
        table(
            ("Number", "Sent", "To", "Subject"),
            ((n, in_words(uk_date(one.at)), one.address, one.subject) for n, one in enumerate(stored, 1)),
        )
        say("\nRead one with: peer-support mailbox show NUMBER")
    return DONE


@app.command
def show(number: int, /, *, json: Json = False) -> int:
    """One message as its reader sees it.

    Parameters
    ----------
    number
        Its number, as the mailbox lists it.
    """
    from notifications.mailbox import messages

    stored = list(messages(settings().data_dir))
    if not 1 <= number <= len(stored):
        raise FoundWanting(f"There is no message {number}; the mailbox holds {len(stored)}.")
    message = stored[number - 1]
    if json:
        as_json(message)
        return DONE
    say(f"To: {message.address}", f"Date: {message.at:%d %B %Y %H:%M %Z}", f"Subject: {message.subject}", "")
    say(message.text.rstrip(), "", *(f"Attached: {one.name}" for one in message.attachments))
    say(f"As it was sent, with its HTML: {message.file}")
    return DONE
