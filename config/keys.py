"""The keys that sign links and sessions: from the settings, or from a file that is made once."""

import os
import secrets
from pathlib import Path
from tempfile import mkstemp

from config.secrets import SHORTEST_KEY
from config.settings import MalformedSettings, Settings


def keys(settings: Settings) -> tuple[str, ...]:
    """The secret keys: the first signs, all of them verify. Where none is set, the file ``keys`` of the data directory.

    The file is made by whoever asks first; those who ask at the same moment get the same keys. A line is a key: to
    rotate them, put a new one at the top. Raises MalformedSettings for a file that holds no key, or a short one, and
    OSError.
    """
    if settings.secret_keys:
        return tuple(key.get_secret_value() for key in settings.secret_keys)
    file = settings.data_dir / "keys"
    if not file.exists():
        _make(file)
    found = tuple(file.read_text(encoding="ascii").split())
    if not found or min(map(len, found)) < SHORTEST_KEY:
        raise MalformedSettings(f"{file}: each line must be a key of at least {SHORTEST_KEY} characters.")
    return found


def _make(file: Path) -> None:
    """Write the file whole under another name, readable for us alone, and give it its name unless it has been given."""
    file.parent.mkdir(parents=True, exist_ok=True)
    handle, name = mkstemp(prefix="keys-", dir=file.parent)
    try:
        with os.fdopen(handle, "w", encoding="ascii") as unfinished:
            unfinished.write(f"{secrets.token_urlsafe(32)}\n")
            unfinished.flush()
            os.fsync(unfinished.fileno())
        os.link(name, file)
    except FileExistsError:
        pass  # somebody else was quicker: their key counts
    finally:
        os.unlink(name)
