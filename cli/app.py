"""``peer-support``: every command, and how it ends.

The modules of the commands import what is slow only inside them: help answers at once.
"""

import os
import sys
from collections.abc import Sequence

from cyclopts import App, CycloptsError, Parameter

from cli import (
    bounces,
    chase,
    commands,
    do,
    engagements,
    erase_person,
    evidence,
    exceptions,
    good_practice,
    journal,
    mailbox,
    migrate,
    notifications,
    obligations,
    outbox,
    papers,
    peers,
    people,
    plan,
    products,
    propose_team,
    rehearse,
    report,
    returns,
    route,
    services,
    settings,
    timetable,
    tokens,
    up,
    webhooks,
)
from cli.answers import DONE, MISUSE
from cli.endings import ended

ABOUT = """\
Runs peer support engagements for England's fire and rescue authorities, from request to closure.

Every command takes --json, to answer in JSON, and --debug, to show where an unexpected fault arose.
Exit codes: 0 done, 1 refused or found wanting, 2 misuse.
"""


app = App(
    "peer-support",
    help=ABOUT,
    help_format="plaintext",
    version_flags=(),
    default_parameter=Parameter(negative="", show_default=False),
    result_action="return_value",
)
app.command(up.up)
app.command(up.demo)
app.command(commands.commands)
app.command(do.do)
app.command(engagements.app)
app.command(obligations.obligations)
app.command(chase.chase)
app.command(exceptions.exceptions)
app.command(good_practice.good_practice)
app.command(rehearse.rehearse)
app.command(evidence.app)
app.command(outbox.app)
app.command(notifications.app)
app.command(mailbox.app)
app.command(bounces.app)
app.command(webhooks.app)
app.command(tokens.app)
app.command(people.app)
app.command(erase_person.erase_person)
app.command(peers.app)
app.command(propose_team.propose_team)
app.command(timetable.app)
app.command(plan.app)
app.command(papers.app)
app.command(papers.oversight_report)
app.command(report.app)
app.command(returns.app)
app.command(route.app)
app.command(services.services)
app.command(products.products)
app.command(journal.verify)
app.command(journal.export)
app.command(settings.settings)
app.command(migrate.migrate)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command. Its exit code: 0 done, 1 refused or found wanting, 2 misuse."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    tokens = [token for token in given if token != "--debug"]
    try:
        return _run(tokens, debug=tokens != given)
    except BrokenPipeError:  # whoever read our answer has read enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE


def _run(tokens: list[str], *, debug: bool) -> int:
    try:
        code: int = app(tokens, exit_on_error=False, print_error=False) or DONE
    except CycloptsError as misuse:
        command = " ".join(("peer-support", *(misuse.command_chain or ())))
        print(f"{misuse} See: {command} --help", file=sys.stderr)
        code = MISUSE
    except BrokenPipeError:
        raise
    except Exception as ending:
        code = ended(ending, debug=debug, json="--json" in tokens)
    sys.stdout.flush()
    return code
