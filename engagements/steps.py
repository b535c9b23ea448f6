"""At which step of its migrations a database stands, and at which it must for this release."""

from sqlalchemy import Engine, inspect, text

from engagements.database import reading

NEEDED = "0001"
"""The newest step: a guard compares it with the files in ``cli/migrations/versions``."""


def standing(engine: Engine) -> str | None:
    """The number of the step that the database stands at; None before the first."""
    with reading(engine) as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        return connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one_or_none()
