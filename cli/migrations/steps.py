"""Where a database stands among the steps, and taking it to the newest one.

Steps are numbered files, one after the other, so that knowing the newest one takes no Alembic, which is slow to import.
"""

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Engine

if TYPE_CHECKING:
    from alembic.config import Config

FOLDER = Path(__file__).parent


def numbered() -> list[Path]:
    """The steps' files, in order."""
    return sorted((FOLDER / "versions").glob("[0-9]*.py"))


def newest() -> str:
    """The number of the newest step, such as 0001."""
    return numbered()[-1].name.partition("_")[0]


def bring_up(engine: Engine) -> None:
    """Take the database to the newest step, in one transaction; of several at once, one does it and the others wait."""
    from alembic.command import upgrade

    upgrade(configuration(engine), "head")


def configuration(engine: Engine) -> "Config":
    """What Alembic needs to know: where the steps are, and which database they are for."""
    from alembic.config import Config

    configured = Config(attributes={"engine": engine})
    configured.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    return configured
