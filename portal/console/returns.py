"""Quarterly returns: what was filed, asked and answered; and what is exceptional."""

from starlette.responses import Response

from engagements.database import reading
from engagements.exceptions import exceptions_on
from engagements.loading import load_whole
from engagements.state.plan import ActionUpdate, QuarterlyReturn, RaisedException
from engagements.texts import of_engagement
from portal.console.frame import frame
from portal.doors import Pages
from portal.mishaps import NotThere
from portal.office import TheOffice
from portal.showing import Show
from portal.visitors import LGA

pages = Pages("/engagements/{ref}")


@pages.get("/returns", to=LGA)
def returns(ref: str, office: TheOffice, show: Show) -> Response:
    with reading(office.engine) as connection:
        there = frame(connection, office, ref, "/returns")
        whole = load_whole(connection, ref, office.world)
        reports = there.facts.reports_from is not None
        return show(
            "console/engagement/returns.html",
            frame=there,
            returns=sorted(whole.all(QuarterlyReturn), key=lambda one: one.period, reverse=True),
            raised=whole.all(RaisedException),
            exceptional=exceptions_on(whole, office.today, office.world.thresholds) if reports else (),
            texts=of_engagement(connection, whole.id),
        )


@pages.get("/returns/{period}", to=LGA)
def one_return(ref: str, period: str, office: TheOffice, show: Show) -> Response:
    with reading(office.engine) as connection:
        there = frame(connection, office, ref, "/returns")
        whole = load_whole(connection, ref, office.world)
        found = whole.find(QuarterlyReturn, period)
        if found is None:
            raise NotThere
        updates = [one for one in whole.all(ActionUpdate) if one.period == period]
        last = max((one.sequence for one in updates), default=0)
        return show(
            "console/engagement/return.html",
            frame=there,
            filed=found,
            scale=there.product.ratings,
            updates=[one for one in updates if one.sequence == last],
            earlier=len({one.sequence for one in updates} - {last}),
            texts=of_engagement(connection, whole.id),
        )
