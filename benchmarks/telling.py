"""Progress, on standard error: the answer alone goes to standard output."""

import sys


def tell(what: str) -> None:
    print(f"  {what}", file=sys.stderr, flush=True)
