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
OPERATORS = ("/operators", "Operators")


def navigation(settings: Settings, operates: bool = False) -> tuple[tuple[str, str], ...]:
    """Addresses and what they are called. The mailbox is there where no channel takes messages elsewhere.

    ``operates``: whether they look after the system as well.
    """
    return ALWAYS + (() if settings.channels else (MAILBOX,)) + ((OPERATORS,) if operates else ())
