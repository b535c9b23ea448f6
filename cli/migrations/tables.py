"""Every table of the product, known to one ``MetaData``: importing a module that declares tables is what adds them."""

from sqlmodel import SQLModel

from documents import ledger as papers
from engagements.state import engagement, journal, people, plan, saved, team
from notifications import bounces, ledger, reminders, revoking
from notifications.webhooks import ledger as webhooks
from notifications.webhooks import subscriptions
from portal import sessions

NOTIFIED = (ledger, reminders, bounces, revoking, subscriptions, webhooks)
DECLARED_IN = (engagement, journal, people, plan, saved, team, papers, *NOTIFIED, sessions)
METADATA = SQLModel.metadata
