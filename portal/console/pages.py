"""The pages of the console. A module of pages joins by a line here."""

from portal.console import (
    bulk,
    doing,
    engagement,
    insight,
    journal,
    links,
    mailbox,
    messages,
    papers,
    people,
    pipeline,
    plan,
    political_groups,
    returns,
    services,
    start,
    team,
    today,
)
from portal.doors import Pages

PARTS: tuple[Pages, ...] = (
    today.pages,
    pipeline.pages,
    services.pages,
    insight.pages,
    links.pages,
    people.pages,
    start.pages,
    bulk.pages,
    engagement.pages,
    team.pages,
    political_groups.pages,
    plan.pages,
    returns.pages,
    papers.pages,
    messages.pages,
    journal.pages,
    doing.pages,
    mailbox.pages,
)
