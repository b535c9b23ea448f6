"""``peer-support up`` and ``demo``: start the whole system and keep it running, or see a real case go through it."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from cli.answers import FoundWanting, Json

if TYPE_CHECKING:
    from cli.supervisor import Child
    from config.settings import Settings


def up(*, json: Json = False) -> int:
    """Start the system and keep it running: the portal, the Prefect server, the relay, the scheduled sweeps.

    Brings the database up first, and says where to look. Ctrl-C stops everything. With --json, the line that says so is
    JSON, once everything is ready.
    """
    from cli.migrations.steps import bring_up, newest
    from cli.opening import settings
    from cli.supervisor import AlreadyRunning, Supervisor
    from config.listening import CannotListen, listen
    from engagements.database import connect
    from engagements.steps import standing
    from workflows.server import refuse_taken_port

    given = settings()
    given.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    engine = connect(given.database)
    if standing(engine) != newest():
        bring_up(engine)
    engine.dispose()
    hail = welcome(given, json=json)
    try:
        if given.prefect_api_url is None:
            refuse_taken_port(given)
        listen(given.portal_host, given.portal_port, "portal").close()
        _say("Starting; the first time takes half a minute. Ctrl-C stops everything.", aside=json)
        return Supervisor(
            children(given), given.data_dir, lambda said: _say(said, aside=json and said != hail), hail
        ).run()
    except (AlreadyRunning, CannotListen) as refusal:
        raise FoundWanting(str(refusal)) from None


def children(settings: "Settings") -> "list[Child]":
    """What runs, in the order of starting. A Prefect server of somebody else's is awaited, not started."""
    from cli.supervisor import Child
    from workflows.environment import api_url, prefect_environment
    from workflows.server import answers, is_healthy, server_command

    portal = f"http://{settings.portal_host}:{settings.portal_port}"
    server = Child(
        "Prefect server", server_command(), prefect_environment(settings), lambda: is_healthy(api_url(settings))
    )
    others = [
        Child("portal", [sys.executable, "-m", "portal"], ready=lambda: answers(f"{portal}/sign-in")),
        Child("relay", [sys.executable, "-m", "workflows.relay"]),
        Child("sweeps", [sys.executable, "-m", "workflows.serve"]),
    ]
    return others if settings.prefect_api_url else [server, *others]


def welcome(settings: "Settings", *, json: bool) -> str:
    """Where to look, and what to try first."""
    import json as encoding

    from notifications.mailbox import mailbox_in
    from workflows.environment import api_url

    pages, folder = api_url(settings).removesuffix("/api"), settings.data_dir.resolve()
    mail = f"{len(settings.channels)} channels" if settings.channels else str(mailbox_in(folder))
    if json:
        where = {"portal": settings.portal_url, "prefect": pages, "data_dir": str(folder)}
        return encoding.dumps({**where, "messages": mail, "logs": str(folder / "logs")})
    return f"""
Peer Support is running. Ctrl-C stops it.

  The portal      {settings.portal_url}
  The runs        {pages}/runs
  Messages        {mail}
  Data and logs   {folder}

Begin with the portal: open its address in a browser.
"""


def demo(
    case: Annotated[Path | None, Parameter(help="A case file; the shipped one unless said.")] = None,
    /,
    *,
    folder: Annotated[
        Path | None, Parameter(help="Where its state goes; demo in the data directory unless said.")
    ] = None,
    stay: Annotated[
        bool, Parameter(help="Leave the portal and the Prefect pages up afterwards, until Ctrl-C.")
    ] = False,
    json: Json = False,
) -> int:
    """Play a real case from request to reopening: simulated calendar, real state, runs and messages."""
    from cli.demo import demo as play

    return play(case, folder, as_json=json, stay=stay)


def _say(sentence: str, *, aside: bool) -> None:
    """``aside``: not part of the answer, which a program reads."""
    print(sentence, file=sys.stderr if aside else sys.stdout, flush=True)
