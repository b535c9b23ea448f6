"""Papers that follow from no event: the national report of each quarter, and a paper that is made again by hand."""

import asyncio

from prefect import flow
from prefect.logging import get_run_logger

from documents import ledger, making
from documents.overseeing import national_report
from documents.rebuilding import drafted_again
from engagements.database import reading, writing
from engagements.engagement import uk_date
from engagements.periods import ReportingPeriod
from workflows.workplace import workplace


@flow(name="write the national report", flow_run_name="write the national report {period}", persist_result=False)
async def write_national_report(period: str | None = None) -> None:
    """Write the report for the oversight committee on a quarter, once.

    Args:
        period: The quarter, as 2020-21-Q1. The last that has ended when empty.
    """
    place = workplace()
    now = place.now()
    quarter = ReportingPeriod.parse(period) if period else ReportingPeriod.last_ended(uk_date(now))
    with reading(place.engine) as connection:
        if before := ledger.national(connection, str(quarter)):
            get_run_logger().info(
                "It was written before: %s. Rebuild paper %s for a newer one.", before.path, before.id
            )
            return
        drafted = national_report(connection, quarter, now, place.world)
    document = await asyncio.to_thread(making.keep, drafted, place.settings.data_dir)
    with writing(place.engine) as connection:
        ledger.record(connection, [document])
    get_run_logger().info("Written: %s", document.path)


@flow(name="rebuild a paper", flow_run_name="rebuild paper {paper}", persist_result=False)
async def rebuild_paper(paper: int) -> None:
    """Make a paper again: with a template that was put right, or after a text was erased. It says nothing newer.

    Args:
        paper: Its number, as `peer-support papers list` lists it.
    """
    place = workplace()
    with reading(place.engine) as connection:
        drafted = drafted_again(connection, paper, place.now(), place.world)
    document = await asyncio.to_thread(making.keep, drafted, place.settings.data_dir)
    with writing(place.engine) as connection:
        ledger.replaced(connection, paper, document)
    get_run_logger().info("Made again: %s", document.path)
