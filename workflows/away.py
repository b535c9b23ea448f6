"""Telling "Prefect does not answer" from "the flow failed": the first is nobody's fault and counts as no try."""

import httpx
from prefect.exceptions import PrefectHTTPStatusError

BUSY = (408, 429, 500, 502, 503, 504)


def is_away(problem: BaseException | None) -> bool:
    """Whether the problem, or one that caused it, is that the Prefect server could not be reached or is not ready."""
    while problem is not None:
        if isinstance(problem, httpx.TransportError | ConnectionError):
            return True
        if isinstance(problem, PrefectHTTPStatusError) and problem.response.status_code in BUSY:
            return True
        if isinstance(problem, RuntimeError) and "Failed to reach API" in str(problem):
            return True
        problem = problem.__cause__ or problem.__context__
    return False
