"""Good practice that the LGA means to share, from all engagements."""

from starlette.responses import Response

from engagements.database import reading
from engagements.visits.good_practice import to_share
from portal.doors import Pages
from portal.office import TheOffice
from portal.showing import Show
from portal.visitors import LGA

pages = Pages()


@pages.get("/good-practice", to=LGA)
def good_practice(office: TheOffice, show: Show) -> Response:
    with reading(office.engine) as connection:
        return show("console/good-practice.html", listed=to_share(connection, office.world))
