"""Serves the deployments: ``python -m workflows.serve``, until SIGTERM or Ctrl-C.

Sweeps run on a schedule in UK time. What an operator may start by hand has a form in the Prefect UI.
"""

import asyncio

from config.settings import Settings
from workflows import environment
from workflows.logs import log_our_own

EVERY_MORNING = "0 6 * * *"
EACH_WORKING_MORNING = "0 7,9 * * 1-5"  # before anybody is reminded, and once more in case the first was cut off
EVERY_TEN_MINUTES = "*/10 * * * *"
ONCE_RETURNS_ARE_IN = "0 7 1 2,5,8,11 *"
EACH_QUARTERS_END = "30 5 1 1,4,7,10 *"


async def _serve(settings: Settings) -> None:
    from prefect import aserve
    from prefect.deployments.runner import RunnerDeployment
    from prefect.schedules import Cron

    from workflows.bounces import read_bounces
    from workflows.by_hand import redispatch_event, resend_notification
    from workflows.chasing import chase
    from workflows.papers import rebuild_paper, write_national_report
    from workflows.pool import register
    from workflows.sweeps import clock_sweep, open_reporting_period

    served: list[RunnerDeployment] = [
        await open_reporting_period.ato_deployment(
            "quarterly", schedule=Cron(EACH_QUARTERS_END, timezone="Europe/London"), tags=["sweep"]
        ),
        await clock_sweep.ato_deployment(
            "daily", schedule=Cron(EVERY_MORNING, timezone="Europe/London"), tags=["sweep"]
        ),
        await chase.ato_deployment(
            "each-working-morning", schedule=Cron(EACH_WORKING_MORNING, timezone="Europe/London"), tags=["sweep"]
        ),
        await write_national_report.ato_deployment(
            "quarterly", schedule=Cron(ONCE_RETURNS_ARE_IN, timezone="Europe/London"), tags=["sweep"]
        ),
        await rebuild_paper.ato_deployment("by-hand", tags=["by hand"]),
        await resend_notification.ato_deployment("by-hand", tags=["by hand"]),
        await redispatch_event.ato_deployment("by-hand", tags=["by hand"]),
    ]
    if settings.bounces:
        served.append(await read_bounces.ato_deployment("bounces", schedule=Cron(EVERY_TEN_MINUTES), tags=["sweep"]))
    if settings.dispatch == "work-pool":
        await register(settings.work_pool)
    await aserve(*served)


def main() -> None:
    log_our_own()
    settings = Settings.load()
    environment.apply(settings)  # before anything imports Prefect
    asyncio.run(_serve(settings))


if __name__ == "__main__":
    main()
