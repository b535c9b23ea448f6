"""Forms that somebody began to fill in: kept for a while, shared by those who may send them, gone once sent."""

from datetime import datetime
from typing import ClassVar

from sqlmodel import JSON, Field

from engagements.database import UtcDateTime
from engagements.state.row import OfEngagement, kept_in


@kept_in("saved_form", derived=False)
class SavedForm(OfEngagement):
    """A form as it was saved. ``page`` and ``subject`` as an errand names them; ``by``: a contact's identifier.

    Each time is a row of its own, numbered from 1, so that what two people changed at the same time can be told apart.
    ``answers``: what was typed, by the part of the form that it belongs to (an action's reference) and by field.
    """

    IDENTITY: ClassVar = ("page", "subject", "number")

    page: str = Field(primary_key=True)
    subject: str = Field(primary_key=True)
    number: int = Field(primary_key=True)
    by: str
    saved_at: datetime = Field(sa_type=UtcDateTime)
    answers: dict[str, dict[str, str]] = Field(sa_type=JSON)
