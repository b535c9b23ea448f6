"""The way around for staff, as every page of theirs shows it."""

from config.settings import Settings

ALWAYS = (
    ("/today", "Today"),
    ("/pipeline", "Pipeline"),
    ("/start", "Start"),
    ("/insight", "Insight"),
    ("/bulk", "Bulk"),
    ("/people", "People"),
)
MAILBOX = ("/mailbox", "Mailbox")


def navigation(settings: Settings) -> tuple[tuple[str, str], ...]:
    """Addresses and what they are called. The mailbox is there where no channel takes messages elsewhere."""
    return ALWAYS if settings.channels else (*ALWAYS, MAILBOX)
