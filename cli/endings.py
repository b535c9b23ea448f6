"""How a command ends that cannot be done: one sentence on standard error, and an exit code."""

import sys
import traceback
from datetime import UTC, datetime

from cli.answers import FOUND_WANTING, MISUSE, FoundWanting, Misuse, as_json


def ended(ending: Exception, *, debug: bool, json: bool) -> int:
    """Say why, in one sentence. The exit code: 1, or 2 where the command line itself made no sense."""
    if debug:
        traceback.print_exception(ending)
    if isinstance(ending, Misuse):
        print(ending, file=sys.stderr)
        return MISUSE
    sentence = _in_words(ending)
    print(sentence, file=sys.stderr)
    if json:
        as_json({"refused": type(ending).__name__, "reason": sentence})
    return FOUND_WANTING


def _in_words(ending: Exception) -> str:
    from sqlalchemy.exc import DatabaseError, DBAPIError, OperationalError

    from config.malformed import MalformedFile
    from config.settings import MalformedSettings
    from engagements.refusals import Refused

    if isinstance(ending, FoundWanting | Refused | MalformedSettings | MalformedFile):
        return str(ending)
    if isinstance(ending, OperationalError) or type(ending) is DatabaseError:
        return f"The database cannot be used: {str(ending.orig).strip().splitlines()[0].rstrip('.')}."
    if isinstance(ending, DBAPIError):
        ending.hide_parameters = True  # they may be names and addresses, which no log holds
    return f"Something unexpected went wrong: {type(ending).__name__}. {_noted(ending)}"


def _noted(fault: Exception) -> str:
    """Keep the traceback where an operator finds it; say where."""
    from config.settings import MalformedSettings, Settings

    try:
        log = Settings.load().data_dir / "logs" / "peer-support.log"
        log.parent.mkdir(parents=True, exist_ok=True)
        with log.open("a", encoding="utf-8") as file:
            file.write(f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ} A command failed.\n")
            traceback.print_exception(fault, file=file)
    except (OSError, MalformedSettings):
        return "Give --debug to see where."
    return f"See {log}, or give --debug."
