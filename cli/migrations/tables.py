"""Every table of the product, known to one ``MetaData``: importing a module that declares tables is what adds them."""

from sqlmodel import SQLModel

from documents import ledger as papers
from engagements.state import engagement, journal, people, plan, team
from notifications import bounces, ledger, reminders, revoking
from portal import sessions

DECLARED_IN = (engagement, journal, people, plan, team, papers, ledger, reminders, bounces, revoking, sessions)
METADATA = SQLModel.metadata
