"""``peer-support products``: what may be asked for, with its stages, its clocks and where each figure comes from."""

from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import Parameter

from cli.answers import DONE, FoundWanting, Json, as_json, heading, say, table
from engagements.telling import plain

if TYPE_CHECKING:
    from config.products import Catalogue, Product


def products(
    slug: Annotated[str | None, Parameter(help="One of them, with its clocks, its team and its lines.")] = None,
    /,
    *,
    on: Annotated[date | None, Parameter(help="As offered on this day; today unless said.")] = None,
    json: Json = False,
) -> int:
    """What may be asked for: each product's stages; of one, its clocks and where each figure comes from."""
    from cli.opening import today
    from config.products import Catalogue, UnknownProduct

    catalogue, day = Catalogue.shipped(), on or today()
    try:
        found = [catalogue.latest(name, day) for name in ([slug] if slug else _offered(catalogue, day))]
    except UnknownProduct as unknown:
        raise FoundWanting(str(unknown)) from None
    if json:
        plainly = [product.model_dump(mode="json") for product in found]
        as_json(plainly[0] if slug else plainly)
    elif slug:
        _explain(found[0])
    else:
        table(
            ("Product", "Name", "Version", "Stages", "Charge"),
            (
                (one.slug, one.name, one.version, ", ".join(map(plain, one.stages)), one.charge and "paid for")
                for one in found
            ),
        )
    return DONE


def _offered(catalogue: "Catalogue", day: date) -> list[str]:
    return sorted({slug for (slug, _), product in catalogue.products.items() if product.effective_from <= day})


def _explain(product: "Product") -> None:
    say(f"{product.name} ({product.slug}, version {product.version})", product.summary)
    say(f"Stages: {', '.join(map(plain, product.stages))}.")
    if product.charge:
        say(f"Paid for: {product.charge.basis}.")
    for name, options in product.choices.items():
        say(f"To be chosen, {name}: {' or '.join(options)}.")
    heading("Clocks")
    table(
        ("Clock", "Runs for", "Source"),
        ((plain(name), f"{clock.amount} {clock.unit}", clock.source) for name, clock in product.clocks.items()),
    )
    if product.team:
        heading("Team")
        table(("Place", "For", "From", "To"), (_place(place) for place in product.team))
    heading("Ratings of actions, from good to bad")
    table(
        ("Rating", "Name", "Means", "Exceptional"),
        ((one.slug, one.name, one.definition, (one.exceptional and "yes") or "") for one in product.ratings.ratings),
    )
    heading("Lines of enquiry")
    table(
        ("Line", "Title", "The inspectorate's questions"),
        ((line.slug, line.title, "; ".join(line.questions)) for line in product.lines_of_enquiry),
    )


def _place(place: Any) -> tuple[str, str, int, int]:
    return plain(place.team_role), ", ".join(map(plain, place.kinds)), place.least, place.most
