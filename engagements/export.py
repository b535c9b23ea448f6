"""Everything about one engagement as plain data, journal and hashes included."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, select

from engagements.engagement import World
from engagements.journal import entries, instant
from engagements.loading import load_whole
from engagements.state.journal import FreeTextEntry


def export(connection: Connection, ref: str, world: World) -> dict[str, Any]:
    """``{"ref", "engagement", "tables", "journal", "texts"}``. Raises UnknownEngagement."""
    whole = load_whole(connection, ref, world)
    texts = FreeTextEntry.table
    typed = select(texts.c.ref, texts.c.body).where(texts.c.engagement_id == whole.id).order_by(texts.c.ref)
    return {
        "ref": ref,
        "engagement": _plain(whole.facts.__dict__),
        "tables": {
            kind.table.name: [_plain(row.__dict__) for row in rows.values()]
            for kind, rows in whole.rows.items()
            if rows
        },
        "journal": [_plain(entry.__dict__) for entry in entries(connection, whole.id)],
        "texts": {row.ref: row.body for row in connection.execute(typed)},
    }


def _plain(values: dict[str, Any]) -> dict[str, Any]:
    return {name: _value(value) for name, value in values.items()}


def _value(value: Any) -> Any:
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, datetime):
        return instant(value)
    return value.isoformat() if isinstance(value, date) else value
