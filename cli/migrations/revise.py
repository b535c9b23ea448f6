"""Write the next step, from what the tables now say and what the steps so far make of an empty database:

    python -m cli.migrations.revise "say what it changes"

Read what it wrote before committing it: a renamed column looks like one dropped and one added.

Until the first release there is one step, which is written anew whenever a table changes:

    python -m cli.migrations.revise --first
"""

import re
import subprocess
import sys
from pathlib import Path

from alembic import command

from cli.migrations.steps import FOLDER, bring_up, configuration, newest, numbered
from engagements.database import connect

FIRST = "The first step: every table, and a journal that the database itself keeps from changes"


def revise(message: str) -> Path:
    """Write the step that takes what there is to what the tables say. The new file."""
    number = f"{int(newest()) + 1:04}" if numbered() else "0001"
    scratch = connect("sqlite://")
    bring_up(scratch)
    command.revision(configuration(scratch), message, autogenerate=True, rev_id=number)
    (written,) = (FOLDER / "versions").glob(f"{number}_*.py")
    plain = re.sub(r"^ *# ###.*\n", "", written.read_text(), flags=re.MULTILINE)
    written.write_text(plain.replace("], )", "])"))
    subprocess.run([sys.executable, "-m", "ruff", "format", "--quiet", str(written)], check=True)
    return written


def write_anew() -> Path:
    """Write the one step of a product that nobody has installed yet."""
    for step in numbered():
        step.unlink()
    return revise(FIRST).rename(FOLDER / "versions" / "0001_first.py")


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["--first"]:
            print(write_anew())
        case [message]:
            print(revise(message))
        case _:
            sys.exit(__doc__)
