"""The pages of the console. A module of pages joins by a line here."""

from portal.console import mailbox, pipeline, today
from portal.doors import Pages

PARTS: tuple[Pages, ...] = (
    today.pages,
    pipeline.pages,
    mailbox.pages,
)
