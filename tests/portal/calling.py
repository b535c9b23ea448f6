"""Another system that calls the portal's API, with a token of its own."""

from collections.abc import Iterator
from typing import Any

from config.vocabulary import Role
from engagements.database import writing
from portal.api import tokens
from tests.cast import ADVISER, COORDINATOR, ESSEX
from tests.portal.visits import Visits

AS_COORDINATOR = {COORDINATOR.role: str(COORDINATOR.id)}
AS_ADVISER = {ADVISER.role: str(ADVISER.id)}
REQUEST = {"authority": ESSEX, "product": "service-to-service-peer-review", "reason": "Protection."}


class Api:
    """Another system, with a token of its own."""

    def __init__(self, visits: Visits) -> None:
        self.case, self.client = visits.case, visits.as_anyone()
        self.headers: dict[str, str] = {}

    def token(self, hats: dict[Role, str] | None = None, **options: Any) -> str:
        """A token made, and used from now on."""
        with writing(self.case.engine) as connection:
            made, _ = tokens.make(
                connection,
                self.case.world,
                self.case.now,
                **{"name": "Register", "hats": hats or AS_COORDINATOR, "by": "operator", **options},
            )
        self.headers = {"authorization": f"Bearer {made}"}
        return made

    def get(self, path: str, status: int = 200, **query: Any) -> Any:
        answer = self.client.get(f"/api/v1/{path}", params=query, headers=self.headers)
        assert answer.status_code == status, answer.text
        return self._told(answer)

    def post(self, path: str, data: Any, status: int, **headers: str) -> Any:
        answer = self.client.post(f"/api/v1/{path}", json=data, headers=self.headers | headers)
        assert answer.status_code == status, answer.text
        return self._told(answer)

    def _told(self, answer: Any) -> Any:
        if answer.status_code >= 400:
            assert answer.headers["content-type"] == "application/problem+json"
            assert answer.json()["status"] == answer.status_code
            assert answer.json()["detail"]
        return answer.json()

    def all(self, path: str, **query: Any) -> Iterator[dict[str, Any]]:
        page = self.get(path, **query)
        yield from page["items"]
        while following := page.get("next"):
            answer = self.client.get(following, headers=self.headers)
            assert answer.status_code == 200, answer.text
            page = answer.json()
            yield from page["items"]
