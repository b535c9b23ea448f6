"""The services on a map of tiles, and the page of each: what the inspectorate found, what runs, who is who."""

from collections import defaultdict
from collections.abc import Iterable

from starlette.responses import Response

from config.reference import UnknownService
from config.reference.inspections import Result
from config.reference.questions import QUESTIONS
from config.vocabulary import Pillar, Status
from engagements.database import reading
from engagements.governance import route
from engagements.overview.authorities import Stands, authorities, contacts
from engagements.overview.pipeline import Filters, Sort, pipeline
from engagements.overview.staff import staff
from portal.charts import Region, Tile
from portal.doors import Pages
from portal.mishaps import NotThere
from portal.office import TheOffice
from portal.showing import Show
from portal.tones import Tone, tone
from portal.visitors import LGA

pages = Pages()


@pages.get("/services", to=LGA)
def services(office: TheOffice, show: Show) -> Response:
    with reading(office.engine) as connection:
        standing = authorities(connection, office.world)
    by_region: dict[str, list[Tile]] = defaultdict(list)
    for service in office.world.reference.services(office.today):
        stands = standing.get(service.slug, Stands())
        name = service.official_name.removesuffix(" Fire and Rescue Service")
        href = f"/authorities/{service.slug}"
        by_region[service.region].append(Tile(name, _in_words(stands), _toned(stands), href))
    regions = [Region(name, sorted(tiles)) for name, tiles in sorted(by_region.items())]
    return show("console/services.html", regions=regions)


def _in_words(stands: Stands) -> str:
    """2 running, off track."""
    if not stands.running:
        return "nothing runs"
    return f"{stands.running} running" + (f", {stands.worst.name.lower()}" if stands.worst else "")


def _toned(stands: Stands) -> Tone:
    if not stands.running:
        return Tone.QUIET
    return tone(stands.worst.slug) if stands.worst else Tone.PLAIN


@pages.get("/authorities/{slug}", to=LGA)
def authority(slug: str, office: TheOffice, show: Show) -> Response:
    reference, today = office.world.reference, office.today
    try:
        service, results = reference.service(slug), reference.results(slug)
    except UnknownService:
        raise NotThere from None
    with reading(office.engine) as connection:
        there = staff(connection, reference, today)
        every = Filters(authority=slug, statuses=tuple(Status))
        found = pipeline(connection, office.world, there, every, Sort.SINCE, descending=True)
        people = contacts(connection, slug)
        bodies = route(connection, slug, today)
    return show(
        "console/authority.html",
        service=service,
        governance=service.governance_on(today),
        successor=reference.service(service.successor) if service.successor else None,
        exists=service.exists_on(today),
        adviser=there.adviser_of.get(slug),
        rounds=sorted({result.round for result in results}),
        grades=grades(results),
        found=found,
        people=people,
        bodies=bodies,
    )


def grades(results: Iterable[Result]) -> list[tuple[str, bool, dict[int, Result]]]:
    """A line for each pillar and then for its questions: what it is called, whether it is a pillar, and by round."""
    found: dict[tuple[Pillar, str | None], dict[int, Result]] = defaultdict(dict)
    for result in results:
        found[result.pillar, result.question][result.round] = result
    lines = []
    for pillar in Pillar:
        asked = [question for question, of in QUESTIONS.items() if of is pillar]
        for question in (None, *asked):
            if by_round := found.get((pillar, question)):
                lines.append((question or pillar.value, question is None, by_round))
    return lines
