"""Which rating is worst: what an engagement keeps of its open actions, read by the scale of its product."""

from collections import defaultdict
from typing import Any

from sqlalchemy import ColumnElement, and_, case, false, literal, or_, tuple_

from config.products import Catalogue
from config.ratings.scale import Rating, RatingScale
from engagements.state.engagement import EngagementFacts

NO_OPEN_ACTION = 0


def worst(ratings: str, scale: RatingScale) -> Rating | None:
    """The worst of the ratings that a row keeps, with spaces between; None where it keeps none."""
    kept = ratings.split()
    return next((rating for rating in reversed(scale.ratings) if rating.slug in kept), None)


def severity(catalogue: Catalogue) -> ColumnElement[int]:
    """How bad the worst rating of an engagement's open actions is: the higher the worse, and 0 without open actions."""
    ranked = {
        versions: case(
            *((_has(slug), rank) for rank, slug in reversed([*enumerate(scale.for_returns, 1)])),
            else_=NO_OPEN_ACTION,
        )
        for scale, versions in _scales(catalogue)
    }
    if len(ranked) == 1:
        return next(iter(ranked.values()))
    return case(*((_version().in_(versions), rank) for versions, rank in ranked.items()), else_=NO_OPEN_ACTION)


def rated(catalogue: Catalogue, slug: str) -> ColumnElement[bool]:
    """Whether the worst of an engagement's open actions is rated so."""
    found, every = list[ColumnElement[bool]](), _scales(catalogue)
    for scale, versions in every:
        if slug in scale.for_returns:
            worse = scale.for_returns[scale.for_returns.index(slug) + 1 :]
            of_scale = [_version().in_(versions)] if len(every) > 1 else []
            found.append(and_(*of_scale, _has(slug), *(~_has(one) for one in worse)))
    return or_(false(), *found)


def _has(slug: str) -> ColumnElement[bool]:
    """Whether an engagement has an open action that is rated so."""
    spaced = literal(" ") + EngagementFacts.table.c.open_ratings + literal(" ")
    return spaced.contains(f" {slug} ", autoescape=True)


def _version() -> ColumnElement[Any]:
    return tuple_(EngagementFacts.table.c.product, EngagementFacts.table.c.product_version)


def exceptional(catalogue: Catalogue, rating: ColumnElement[str]) -> ColumnElement[bool]:
    """Whether a board reads of an action that is rated so, by the scale of its engagement's product."""
    groups: dict[frozenset[str], list[tuple[str, int]]] = defaultdict(list)
    for scale, versions in _scales(catalogue):
        groups[frozenset(one.slug for one in scale.ratings if one.exceptional)] += versions
    if len(groups) == 1:
        return rating.in_(sorted(next(iter(groups))))
    return or_(*(and_(rating.in_(sorted(slugs)), _version().in_(those)) for slugs, those in groups.items()))


def known_ratings(catalogue: Catalogue) -> dict[str, Rating]:
    """Every rating that a return may give, by slug, the worst first."""
    found: dict[str, Rating] = {}
    for scale, _ in _scales(catalogue):
        for slug in reversed(scale.for_returns):
            found.setdefault(slug, scale.rating(slug))
    return found


def _scales(catalogue: Catalogue) -> list[tuple[RatingScale, tuple[tuple[str, int], ...]]]:
    """Each scale, with the versions of products that are rated by it."""
    found: dict[str, tuple[RatingScale, list[tuple[str, int]]]] = {}
    for key, product in sorted(catalogue.products.items()):
        found.setdefault(product.ratings.slug, (product.ratings, []))[1].append(key)
    return [(scale, tuple(versions)) for scale, versions in found.values()]
