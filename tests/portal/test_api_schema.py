"""The API keeps its word: what it answers, to whatever its OpenAPI document allows, is what that document says."""

from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import Case as Call
from schemathesis.checks import CHECKS
from schemathesis.core.result import Ok
from schemathesis.python.asgi import HOST
from schemathesis.schemas import BaseSchema

from config.vocabulary import Stage
from engagements.database import writing
from engagements.process import PROCESS
from portal.api import tokens
from tests.builders import CaseAt
from tests.cast import ADVISER, COORDINATOR
from tests.portal.visits import Visits

HELD = (
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_headers_conformance",
    "response_schema_conformance",
)


bounded = settings(
    max_examples=12,
    derandomize=True,
    database=None,
    deadline=None,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture
def described(case_at: CaseAt, tmp_path: Path) -> BaseSchema:
    """The API, with an engagement that reports, by its own document; each call brings a token in both roles."""
    case = case_at(Stage.QUARTERLY_REPORTING)
    visits = Visits(case, tmp_path, portal_url=f"https://{HOST}", api_calls_a_minute=10**6)
    hats = {who.role: str(who.id) for who in (COORDINATOR, ADVISER)}
    with writing(case.engine) as connection:
        token, _ = tokens.make(connection, case.world, case.now, name="Register", hats=hats, by="operator")
    schema = schemathesis.openapi.from_asgi("/api/v1/openapi.json", visits.app)
    schema.config.update(headers={"Authorization": f"Bearer {token}"})
    return schema


def test_every_answer_is_as_the_document_says(described: BaseSchema) -> None:
    checks: list[Any] = [CHECKS.get_one(name) for name in HELD]
    operations = [found.ok() for found in described.get_all_operations() if isinstance(found, Ok)]
    assert len(operations) > len(PROCESS) / 2
    for operation in operations:

        @bounded
        @given(call=operation.as_strategy())
        def keeps_its_word(call: Call[Any]) -> None:
            if len(call.path_parameters.get("ref", "")) > 3:  # most are about the engagement that there is
                call.path_parameters["ref"] = "ESSEX-2020-1"
            call.call_and_validate(checks=checks)

        keeps_its_word()
