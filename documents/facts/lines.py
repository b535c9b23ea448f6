"""What lines of enquiry are called: the product's by their titles, the authority's own as it worded them."""

from collections.abc import Mapping, Sequence

from config.products import Product
from documents.facts.wording import Texts
from engagements.state.team import Scope


def titles(product: Product, scopes: Sequence[Scope], typed: Texts) -> Mapping[str, str]:
    """By slug; the last scope holds."""
    own = {slug: typed(ref) for scope in scopes for slug, ref in scope.focuses.items()}
    return {line.slug: line.title for line in product.lines_of_enquiry} | own
