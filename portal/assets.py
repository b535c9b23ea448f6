"""Style, script and icon, at an address that changes with their content: a browser may keep what it has for good."""

from hashlib import sha256
from pathlib import Path

from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

BUILT = Path(__file__).parent / "static"
NAMES = ("portal.css", "portal.js", "govuk-frontend.min.js", "icon.svg")
A_YEAR = 31_536_000


class NotBuilt(Exception):
    """The folder of built assets lacks one; the text says how to build them."""


class Assets(StaticFiles):
    """To be mounted at ``AT``. One version for all, since the script imports its neighbour by name."""

    AT = "/static/{version}"

    def __init__(self, folder: Path = BUILT) -> None:
        missing = [name for name in NAMES if not (folder / name).is_file()]
        if missing:
            raise NotBuilt(f"{folder} lacks {', '.join(missing)}. Build the portal's styles: python3 run.py setup")
        super().__init__(directory=folder)
        self.version = sha256(b"\0".join((folder / name).read_bytes() for name in NAMES)).hexdigest()[:12]

    def address(self, name: str) -> str:
        """Where a page finds one of ``NAMES``."""
        return f"{self.AT.format(version=self.version)}/{name}"

    async def get_response(self, path: str, scope: Scope) -> Response:
        """A page of another version, while portals are being replaced, gets what there is and must not keep it."""
        response = await super().get_response(path, scope)
        current = scope["path_params"].get("version") == self.version
        response.headers["Cache-Control"] = f"public, max-age={A_YEAR}, immutable" if current else "no-cache"
        return response
