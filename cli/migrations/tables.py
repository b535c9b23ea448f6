"""Every table of the product, known to one ``MetaData``: importing a module that declares tables is what adds them."""

from sqlmodel import SQLModel

from documents import ledger as papers
from engagements import heartbeats, political_groups
from engagements.state import engagement, journal, people, plan, pool, saved, team
from notifications import bounces, calendars, fresh_links, ledger, reminders, revoking
from notifications.webhooks import ledger as webhooks
from notifications.webhooks import subscriptions
from portal import sessions
from portal.api import tokens

NOTIFIED = (ledger, reminders, bounces, revoking, fresh_links, calendars, subscriptions, webhooks)
PORTAL = (sessions, tokens)
DECLARED_IN = (
    engagement,
    journal,
    heartbeats,
    people,
    political_groups,
    pool,
    plan,
    saved,
    team,
    papers,
    *NOTIFIED,
    *PORTAL,
)
METADATA = SQLModel.metadata
