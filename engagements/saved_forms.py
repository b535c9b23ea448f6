"""Saves a form for later, so that nothing typed is lost, and forgets it: texts are personal until they are sent."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, delete, insert, select

from engagements.loading import plain
from engagements.state.engagement import EngagementFacts
from engagements.state.saved import SavedForm

Answers = Mapping[str, Mapping[str, str]]
"""What was typed, by part of the form and by field."""

KEPT = timedelta(days=60)
"""How long a form waits for whoever goes on with it: a quarter's return is chased for less (*assumption*)."""

REMEMBERED = 50
"""How many times of saving are remembered, to tell what each person changed."""


def saved(
    connection: Connection, engagement_id: int, page: str, subject: str, number: int | None = None
) -> SavedForm | None:
    """The form as it was saved last, or the time of that number; None where it was not, or is forgotten."""
    table = SavedForm.table
    query = select(table).where(*_of(engagement_id, page, subject)).order_by(table.c.number.desc()).limit(1)
    if number is not None:
        query = query.where(table.c.number == number)
    return next(iter(plain(connection.execute(query), SavedForm)), None)


def save(
    connection: Connection, engagement_id: int, page: str, subject: str, answers: Answers, by: str, now: datetime
) -> SavedForm:
    """Save a form once more. Hold it first, with ``held``, where what was saved before decides what is saved."""
    before = saved(connection, engagement_id, page, subject)
    form = SavedForm(
        engagement_id=engagement_id,
        page=page,
        subject=subject,
        number=before.number + 1 if before else 1,
        by=by,
        saved_at=now,
        answers={part: dict(fields) for part, fields in answers.items()},
    )
    connection.execute(insert(SavedForm.table).values(form.__dict__))
    old = (*_of(engagement_id, page, subject), SavedForm.table.c.number <= form.number - REMEMBERED)
    connection.execute(delete(SavedForm.table).where(*old))
    return form


def held(connection: Connection, engagement_id: int) -> None:
    """Have others who save a form of the engagement wait until this transaction is over."""
    table = EngagementFacts.table
    connection.execute(select(table.c.id).where(table.c.id == engagement_id).with_for_update())


def forget(connection: Connection, engagement_id: int, page: str, subject: str) -> None:
    """Forget a form: it was sent, or somebody began anew."""
    connection.execute(delete(SavedForm.table).where(*_of(engagement_id, page, subject)))


def forget_old(connection: Connection, now: datetime) -> int:
    """Forget what nobody went on with. How many rows that were."""
    return connection.execute(delete(SavedForm.table).where(SavedForm.table.c.saved_at < now - KEPT)).rowcount


def _of(engagement_id: int, page: str, subject: str) -> tuple[ColumnElement[bool], ...]:
    columns = SavedForm.table.c
    return columns.engagement_id == engagement_id, columns.page == page, columns.subject == subject
