"""Turns changes into inserts and updates: Core statements on the SQLModel tables, each built once."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Connection, Insert, Update, bindparam, insert, update
from sqlalchemy.dialects import postgresql, sqlite

from engagements import engagement as values
from engagements.engagement import Change
from engagements.state.row import Row


def write(connection: Connection, engagement_id: int, changes: Sequence[Change]) -> None:
    """Write changes to rows in their order, merging inserts into one table and amendments of one row."""
    for change in _merged(changes):
        if isinstance(change, values.Amend):
            connection.execute(_update(change.kind, tuple(change.values)), _amended(engagement_id, change))
        else:
            rows = [_values(insertion.row) for insertion in change]
            connection.execute(insertion_into(type(change[0].row)), rows if len(rows) > 1 else rows[0])


def write_amendments(connection: Connection, amendments: Iterable[tuple[int, values.Amend]]) -> None:
    """Write amendments to rows of many engagements, each to a row of its own: one statement for all that are alike."""
    alike: dict[tuple[type[Row], tuple[str, ...]], list[dict[str, Any]]] = defaultdict(list)
    for engagement_id, change in amendments:
        alike[change.kind, tuple(change.values)].append(_amended(engagement_id, change))
    for (kind, columns), rows in alike.items():
        connection.execute(_update(kind, columns), rows)


def insert_new(connection: Connection, kind: type[Row], rows: Sequence[dict[str, Any]]) -> int:
    """Insert rows whose keys are free; what is there already stays as it is. How many were new."""
    if not rows:
        return 0
    insertion = _insertion_of_new(kind, connection.dialect.name)
    return connection.execution_options(preserve_rowcount=True).execute(insertion, rows).rowcount


@cache
def _insertion_of_new(kind: type[Row], dialect: str) -> Any:
    into: Any = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}[dialect]
    return into(kind.table).on_conflict_do_nothing()


def _amended(engagement_id: int, change: values.Amend) -> dict[str, Any]:
    keys = {f"key_{name}": key for name, key in zip(change.kind.IDENTITY, change.identity, strict=True)}
    return {**change.values, **keys, "key_engagement_id": engagement_id}


def _merged(changes: Sequence[Change]) -> list[values.Amend | list[values.Insert]]:
    merged: list[values.Amend | list[values.Insert]] = []
    for change in changes:
        last = merged[-1] if merged else None
        if isinstance(change, values.Insert):
            if isinstance(last, list) and type(last[0].row) is type(change.row):
                last.append(change)
            else:
                merged.append([change])
        elif isinstance(last, values.Amend) and (last.kind, last.identity) == (change.kind, change.identity):
            merged[-1] = values.Amend(change.kind, change.identity, {**last.values, **change.values})
        else:
            merged.append(change)
    return merged


def _values(row: Row) -> dict[str, Any]:
    return dict(row.__dict__)


@cache
def insertion_into(kind: type[Row]) -> Insert:
    return insert(kind.table)


@cache
def _update(kind: type[Row], columns: tuple[str, ...]) -> Update:
    table = kind.table
    statement = update(table).values({name: bindparam(name) for name in columns})
    for key in ("engagement_id", *kind.IDENTITY):
        statement = statement.where(table.c[key] == bindparam(f"key_{key}"))
    return statement
