"""Every table of the product, known to one ``MetaData``: importing a module that declares tables is what adds them."""

from sqlmodel import SQLModel

from documents import ledger as papers
from engagements.state import engagement, journal, people, plan, team
from notifications import bounces, ledger, reminders, revoking

DECLARED_IN = (engagement, journal, people, plan, team, papers, ledger, reminders, bounces, revoking)
METADATA = SQLModel.metadata
