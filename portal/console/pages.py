"""The pages of the console. A module of pages joins by a line here."""

from portal.console import doing, engagement, insight, mailbox, people, pipeline, services, start, today
from portal.doors import Pages

PARTS: tuple[Pages, ...] = (
    today.pages,
    pipeline.pages,
    services.pages,
    insight.pages,
    people.pages,
    engagement.pages,
    doing.pages,
    start.pages,
    mailbox.pages,
)
