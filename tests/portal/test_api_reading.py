"""Reading by token: nothing is lost or doubled between pages, and the words are those of the pages."""

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import Engine
from starlette.testclient import TestClient

from config.vocabulary import Stage
from tests.builders import Case, CaseAt
from tests.cast import ESSEX, KENT
from tests.portal.calling import Api
from tests.portal.visits import Visits


@pytest.fixture
def api(visits: Visits) -> Api:
    made = Api(visits)
    made.token()
    return made


def test_between_pages_no_row_is_lost_or_doubled(api: Api) -> None:
    case = api.case
    refs = []
    for authority in (ESSEX, KENT) * 4:
        case.request(authority=authority)
        refs.append(case.ref)
    pages = api.all("engagements", limit=3)
    seen = [next(pages)["ref"] for _ in range(3)]
    case.request(authority="avon")  # while somebody leafs through
    seen += [facts["ref"] for facts in pages]
    assert seen == [*refs, case.ref]
    every = list(api.all("obligations", limit=200))
    assert list(api.all("obligations", limit=2)) == every
    assert len(every) == len({str(owed) for owed in every}) == 9
    assert [facts["ref"] for facts in api.all("engagements", limit=1, authority=KENT)] == refs[1::2]
    assert {owed["engagement"] for owed in api.all("obligations", engagement=refs[0])} == {refs[0]}
    assert list(api.all("obligations", late=True)) == []


def test_a_cursor_of_another_list_is_none(api: Api) -> None:
    for _ in range(3):
        api.case.request()
    cursor = api.get("obligations", limit=1)["next"].partition("cursor=")[2].partition("&")[0]
    api.get("engagements", 422, cursor=cursor)


def test_papers_are_listed_and_exceptions_have_their_words(
    case_at: CaseAt, visits_to: Callable[[Case], Visits]
) -> None:
    api = Api(visits_to(case_at(Stage.QUARTERLY_REPORTING)))
    api.case.wait(days=300)
    api.token()
    found = list(api.all("exceptions"))
    assert {"overdue"} <= {one["kind"] for one in found}
    assert found[0]["engagement"] == api.case.ref
    assert "Head of Protection" in {one.get("owner") for one in found}


def test_services_and_products_are_those_of_today(api: Api) -> None:
    services = api.get("services")["items"]
    assert "essex" in {service["slug"] for service in services}
    assert {product["slug"] for product in api.get("products")["items"]} == set(api.case.world.catalogue.slugs())


def test_both_databases_answer_alike(engine: Engine, tmp_path: Path) -> None:
    visits = Visits(Case(engine), tmp_path)
    api, case = Api(visits), visits.case
    api.token()
    refs = []
    for _ in range(3):
        case.request()
        refs.append(case.ref)
    assert [facts["ref"] for facts in api.all("engagements", limit=2)] == refs
    assert [owed["engagement"] for owed in api.all("obligations", limit=1)] == refs
    assert [event["sequence"] for event in api.all(f"engagements/{refs[0]}/events", limit=1)] == [1]
    assert list(api.all("exceptions")) == list(api.all("papers", limit=1)) == []
    api.get("engagements/%00", 404)
    monitor = TestClient(visits.app, base_url=visits.office.settings.portal_url, client=("127.0.0.1", 50000))
    assert 'peer_support_obligations_open{kind="triage_request"} 3.0' in monitor.get("/metrics").text
