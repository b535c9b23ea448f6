"""The names of commands and events as people say them."""

import re


def called(kind: type) -> str:
    """``ScopeAgreed`` is called "scope agreed"."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", kind.__name__).lower().replace(" to bau", " to business as usual")
