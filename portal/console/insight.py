"""Insight: how authorities rate their plans, how long stages take, how actions get done, what is asked for."""

from datetime import date, timedelta

from starlette.responses import Response

from engagements.database import reading
from engagements.overview.burn_up import Month, burn_up
from engagements.overview.ratings import Heatmap, Rated, last_quarters, ratings
from engagements.overview.stage_times import stage_times
from engagements.overview.take_up import financial_years, take_up
from engagements.periods import ReportingPeriod
from portal.charts import Cell, HeatRow, Progress
from portal.charts import burn_up as drawn
from portal.doors import Pages
from portal.office import Office, TheOffice
from portal.showing import Show
from portal.tones import tone
from portal.visitors import LGA

pages = Pages()


@pages.get("/insight", to=LGA)
def insight(office: TheOffice, show: Show) -> Response:
    today, years = office.today, financial_years(office.today)
    with reading(office.engine) as connection:
        heatmap = ratings(connection, last_quarters(today), office.world)
        times = stage_times(connection)
        months = burn_up(connection, today)
        products = take_up(connection, years, office.world)
    return show(
        "console/insight.html",
        quarters=[_called(quarter) for quarter in heatmap.quarters],
        rows=_rows(office, heatmap),
        times=times,
        chart=drawn([Progress(_last_day(month, today), month.actions, month.settled) for month in months]),
        any_action=bool(months[-1].actions),
        years=[f"{year}-{(year + 1) % 100:02}" for year in years],
        products=products,
    )


def _rows(office: Office, heatmap: Heatmap) -> list[HeatRow]:
    """Of the authorities that rated anything in those quarters."""
    rated = {authority for authority, _ in heatmap.cells}
    services = sorted((office.world.reference.service(slug) for slug in rated), key=lambda one: one.official_name)
    return [
        HeatRow(
            service.official_name,
            [_cell(heatmap.cells.get((service.slug, str(quarter)))) for quarter in heatmap.quarters],
            f"/authorities/{service.slug}",
        )
        for service in services
    ]


def _cell(rated: Rated | None) -> Cell | None:
    """Off track, in 2 of 5 returns."""
    if rated is None:
        return None
    worst, of = rated.worst, rated.of
    return Cell(worst.name if of == 1 else f"{worst.name}, {rated.returns[worst.slug]} of {of}", tone(worst.slug))


def _called(quarter: ReportingPeriod) -> str:
    """Apr to Jun 2027."""
    return f"{quarter.first_day:%b} to {quarter.last_day:%b %Y}"


def _last_day(month: Month, today: date) -> date:
    following = (month.first.replace(day=28) + timedelta(days=4)).replace(day=1)
    return min(following - timedelta(days=1), today)
