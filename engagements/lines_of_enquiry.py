"""What the lines of enquiry of a scope are called: the product's by their titles, the authority's own by its words."""

from collections.abc import Mapping

from config.products import Product
from config.products.product import LineOfEnquiry
from engagements.state.team import Scope

ERASED = "(erased)"


def titles(scope: Scope, product: Product, texts: Mapping[str, str]) -> dict[str, str]:
    """Each title by its slug: every line that the product knows, and every one that was ever the authority's own.

    ``texts``: at least those of ``scope.focuses``.
    """
    known = {line.slug: line.title for line in product.lines_of_enquiry}
    return known | {slug: texts.get(ref, ERASED) for slug, ref in scope.focuses.items()}


def lines(scope: Scope, product: Product, texts: Mapping[str, str]) -> tuple[LineOfEnquiry, ...]:
    """The lines that the scope asks for, in order; those of the authority's own bear on no inspection question."""
    called = titles(scope, product, texts)
    own = {slug: LineOfEnquiry(slug=slug, title=called[slug]) for slug in scope.focuses}
    return tuple(own[slug] if slug in own else product.line(slug) for slug in scope.lines)
