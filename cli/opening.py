"""What a command works with: the settings, the database and the rules of this installation, and the time."""

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from cli.answers import FoundWanting

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from config.settings import Settings
    from workflows.workplace import Workplace


def settings() -> "Settings":
    """Those of this installation. Raises MalformedSettings."""
    from config.settings import Settings

    return Settings.load()


def today() -> date:
    """The day that it is in England, for what needs no database."""
    return datetime.now(ZoneInfo("Europe/London")).date()


def workplace() -> "Workplace":
    """Everything a command needs, the database at the newest step. Raises FoundWanting where it is not."""
    from workflows.workplace import Workplace

    place = Workplace(settings())
    _refuse_unready(place.engine)
    return place


def _refuse_unready(engine: "Engine") -> None:
    from cli.migrations.steps import newest
    from engagements.steps import standing

    file = engine.url.database if engine.dialect.name == "sqlite" else None
    if file and not Path(file).exists():  # connecting to it would make it
        raise FoundWanting(f"There is no database {file} yet. Make it with: peer-support migrate")
    stands, needed = standing(engine), newest()
    if stands is None or stands < needed:
        raise FoundWanting(f"The database is at step {stands or 'none'} and {needed} is needed: peer-support migrate")
    if stands > needed:
        raise FoundWanting(f"A newer release made this database: it is at step {stands}, and this one knows {needed}.")
