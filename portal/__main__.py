"""The portal's own process: ``python -m portal``, until SIGTERM or Ctrl-C."""

from datetime import UTC, datetime

from config.keys import keys
from config.listening import listen
from config.settings import Settings
from engagements.database import connect
from engagements.engagement import World
from portal.app import create_app
from portal.office import Office
from portal.serving import server_of


def _now() -> datetime:
    return datetime.now(UTC)


def main() -> None:
    settings = Settings.load()
    office = Office(settings, connect(settings.database), World.shipped(), keys(settings), _now)
    listener = listen(settings.portal_host, settings.portal_port, "portal")
    server_of(create_app(office)).run(sockets=[listener])


if __name__ == "__main__":
    main()
