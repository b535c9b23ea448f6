"""Whether the steps lead to what the tables say: two databases, one made by each, described and compared."""

from typing import Any

from sqlalchemy import Engine, inspect

from cli.migrations.steps import bring_up
from cli.migrations.tables import METADATA
from engagements.database import connect

KEPT_BY_ALEMBIC = "alembic_version"


def drift() -> list[str]:
    """What differs on two scratch databases, a line each; nothing when steps and tables agree."""
    migrated, declared = connect("sqlite://"), connect("sqlite://")
    bring_up(migrated)
    METADATA.create_all(declared)
    return differences(migrated, declared)


def differences(migrated: Engine, declared: Engine) -> list[str]:
    """What one database has and the other has not, a line each."""
    by_steps, by_tables = described(migrated), described(declared)
    return [f"the tables have {part}, the steps do not make it" for part in sorted(by_tables - by_steps)] + [
        f"the steps make {part}, the tables do not have it" for part in sorted(by_steps - by_tables)
    ]


def described(engine: Engine) -> set[str]:
    """Every column, key, constraint, index and option of every table, a line each, in no order."""
    inspector, parts = inspect(engine), set[str]()
    for table in set(inspector.get_table_names()) - {KEPT_BY_ALEMBIC}:
        found: dict[str, list[Any]] = {
            "column": list(inspector.get_columns(table)),
            "primary key": [inspector.get_pk_constraint(table)],
            "foreign key": list(inspector.get_foreign_keys(table)),
            "unique constraint": list(inspector.get_unique_constraints(table)),
            "check": list(inspector.get_check_constraints(table)),
            "index": list(inspector.get_indexes(table)),
            "options": [inspector.get_table_options(table)],
        }
        parts |= {f"{kind} of {table}: {_shown(part)}" for kind, many in found.items() for part in many if part}
    return parts


def _shown(part: Any) -> str:
    if isinstance(part, dict):
        return ", ".join(f"{name} {_shown(part[name])}" for name in sorted(part) if part[name] not in (None, {}, []))
    return str(part)
