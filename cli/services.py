"""``peer-support services``: the fire and rescue services, who governs each, and what the inspectorate found."""

from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import Parameter

from cli.answers import DONE, FoundWanting, Json, as_json, heading, say, table
from config.calendar import in_words

if TYPE_CHECKING:
    from config.reference import ReferenceData, Service


def services(
    slug: Annotated[str | None, Parameter(help="One of them, with its governance and its inspection results.")] = None,
    /,
    *,
    on: Annotated[date | None, Parameter(help="As of this day; today unless said.")] = None,
    json: Json = False,
) -> int:
    """England's fire and rescue services. What is not verified, or was not found, is shown as such."""
    from cli.opening import today
    from config.reference import ReferenceData, UnknownService

    reference, day = ReferenceData.shipped(), on or today()
    try:
        found = [reference.service(slug)] if slug else list(reference.services(day))
    except UnknownService as unknown:
        raise FoundWanting(str(unknown)) from None
    if json:
        plainly = [_plainly(reference, service, day) for service in found]
        as_json(plainly[0] if slug else plainly)
    elif slug:
        _explain(reference, found[0], day)
    else:
        table(
            ("Service", "Name", "Region", "Authority"),
            ((one.slug, one.official_name, one.region, one.governance_on(day).shown) for one in found),
        )
    return DONE


def _plainly(reference: "ReferenceData", service: "Service", day: date) -> dict[str, Any]:
    results = [
        result.model_dump(mode="json") | {"shown": result.shown, "verified": result.verified}
        for result in reference.results(service.slug)
    ]
    now = service.governance_on(day)
    return service.model_dump(mode="json") | {
        "exists": service.exists_on(day),
        "governance_on_the_day": now.model_dump(mode="json") | {"shown": now.shown},
        "results": results,
    }


def _explain(reference: "ReferenceData", service: "Service", day: date) -> None:
    say(f"{service.official_name} ({service.slug}), {service.region}")
    if not service.exists_on(day):
        followed = f" {service.successor} followed it." if service.successor else ""
        say(f"It does not exist on {in_words(day)}.{followed}")
    heading("Governance")
    say(*(known.shown for known in service.governance))
    heading("Inspection results")
    results = reference.results(service.slug)
    table(
        ("Round", "Pillar", "Question", "Grade", "Published"),
        (
            (r.round, r.pillar, r.question or "the whole pillar", r.shown, r.published and in_words(r.published))
            for r in results
        ),
    )
    if not results:
        say("None were found.")
