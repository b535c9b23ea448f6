"""The HTTP API by token: each command once, refused in words, and nobody sees or does more than they may."""

from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest

from config.vocabulary import Role
from engagements.database import writing
from engagements.refusals import Refused
from portal.api import tokens
from portal.app import routes
from portal.doors import opens_to
from portal.visitors import ANYONE, TOKENS
from tests.builders import Case
from tests.cast import KENT
from tests.desk import everything
from tests.portal.calling import AS_ADVISER, REQUEST, Api
from tests.portal.visits import Visits


@pytest.fixture
def api(visits: Visits) -> Api:
    made = Api(visits)
    made.token()
    return made


def test_another_system_starts_an_engagement_and_moves_it_on(api: Api) -> None:
    began = api.post("engagements", REQUEST, 201)
    ref = began["engagement"]
    assert began["events"] == ["SupportRequested"]
    api.token(AS_ADVISER)
    assert api.post(f"engagements/{ref}/commands/AcceptRequest", {}, 200)["version"] == 2
    assert api.get(f"engagements/{ref}")["stage"] == "scoping"
    assert [event["type"] for event in api.get(f"engagements/{ref}/events")["items"]] == [
        "SupportRequested",
        "RequestAccepted",
    ]


def test_a_command_is_applied_once_under_its_key(api: Api) -> None:
    key = {"idempotency-key": str(uuid4())}
    first = api.post("engagements", REQUEST, 201, **key)
    before = everything(api.case.engine)
    again = api.post("engagements", REQUEST, 201, **key)
    assert (first["replayed"], again["replayed"], again["positions"]) == (False, True, first["positions"])
    other = api.post("engagements", REQUEST | {"reason": "Another."}, 422, **key)
    assert other["rule"] == "CommandIdReused"
    assert api.post("engagements", REQUEST, 422, **{"idempotency-key": "not-a-uuid"})["errors"]
    assert everything(api.case.engine) == before


def test_what_changed_since_it_was_read_is_not_overwritten(api: Api) -> None:
    ref = api.post("engagements", REQUEST, 201)["engagement"]
    note = {"text": "A remark."}
    assert api.client.get(f"/api/v1/engagements/{ref}", headers=api.headers).headers["etag"] == '"1"'
    api.post(f"engagements/{ref}/commands/AddNote", note, 200, **{"if-match": '"1"'})
    stale = api.post(f"engagements/{ref}/commands/AddNote", note, 412, **{"if-match": '"1"'})
    assert stale["rule"] == "StaleVersion"


def test_a_refusal_names_its_rule_and_a_malformed_command_its_fields(api: Api) -> None:
    ref = api.post("engagements", REQUEST, 201)["engagement"]
    early = api.post(f"engagements/{ref}/commands/HoldScopingMeeting", {"held_on": "2020-01-06", "summary": "S"}, 409)
    assert (early["rule"], early["type"]) == ("NotAtThisStage", "/api#NotAtThisStage")
    lines = [{"slug": "protection"}]
    wrong = api.post(f"engagements/{ref}/commands/ProposeScope", {"lines_of_enquiry": lines, "no/such": 1}, 422)
    pointers = {error["pointer"] for error in wrong["errors"]}
    assert {"#/visit_from", "#/no~1such"} <= pointers
    assert api.post(f"engagements/{ref}/commands/AcceptRequest", {}, 403)["rule"] == "NotAllowed"
    assert api.post(f"engagements/{ref}/commands/AgreeScope", {}, 403)["rule"] == "NotAllowed"
    assert "Did you mean" in api.post(f"engagements/{ref}/commands/AddNotes", {}, 404)["detail"]
    assert api.post("engagements/ESSEX-1999-1/commands/AddNote", {"text": "A."}, 404)["rule"] == "UnknownEngagement"


def test_whatever_goes_wrong_is_told_as_a_problem(api: Api) -> None:
    api.get("nowhere", 404)
    assert api.client.get("/api/v2/engagements").headers["content-type"] == "application/problem+json"
    assert api.client.delete("/api/v1/engagements", headers=api.headers).status_code == 405
    api.get("engagements", 422, limit="many")
    api.get("engagements", 422, cursor="not a cursor")
    api.get("exceptions", 422, period="2020-22-Q1")
    api.get("papers/7/pdf", 404)
    api.get("papers/7/exe", 422)
    large = api.post("engagements", REQUEST | {"reason": "x" * 600_000}, 413)
    assert "512 KB" in large["detail"]
    answer = api.client.post(
        "/api/v1/engagements", content=b"{", headers=api.headers | {"content-type": "application/json"}
    )
    assert (answer.status_code, answer.json()["rule"]) == (422, "Malformed")


def test_a_fault_of_ours_is_a_problem_too_and_tells_nothing_of_itself(api: Api) -> None:
    with writing(api.case.engine) as connection:
        connection.exec_driver_sql("ALTER TABLE engagement RENAME TO engagement_gone")
    told = api.get("engagements", 500)
    assert "engagement_gone" not in told["detail"]
    assert "on record as" in told["detail"]


@pytest.mark.parametrize(
    "given",
    ["", "Bearer", "Bearer ps_nothing", "Basic cHM6cHM=", "Bearer ps_\udcff".encode("utf-8", "surrogateescape")],
)
def test_without_a_token_that_works_there_is_nothing_to_read(api: Api, given: str | bytes) -> None:
    headers = {"authorization": given} if given else {}
    answer = api.client.get("/api/v1/engagements", headers=headers)
    assert (answer.status_code, answer.headers["www-authenticate"]) == (401, "Bearer")


def test_a_token_ends_on_its_day_or_when_it_is_revoked_or_when_its_person_leaves(api: Api) -> None:
    api.token(days=7)
    begun = api.case.now
    api.case.now = begun + timedelta(days=7)
    api.get("engagements")
    api.case.now = begun + timedelta(days=8)
    api.get("engagements", 401)
    api.case.now = begun
    with writing(api.case.engine) as connection:
        newest = tokens.listed(connection)[0]
        assert (newest.stands(begun.date()), newest.used_on) == ("works", (begun + timedelta(days=7)).date())
        tokens.revoke(connection, newest.id or 0, "coordinator", begun)
    api.get("engagements", 401)
    api.token()
    api.get("engagements")
    with writing(api.case.engine) as connection:
        connection.exec_driver_sql("UPDATE contact SET holds_to = '2020-01-05' WHERE id = 'coordinator'")
    api.get("engagements", 401)


def test_the_database_holds_no_token(api: Api) -> None:
    token = api.token()
    assert token not in str(everything(api.case.engine))
    assert token[: tokens.SHOWN] in str(everything(api.case.engine))


def test_a_token_is_made_for_staff_in_office_and_ends_within_a_year(api: Api) -> None:
    before = everything(api.case.engine)
    for wrong in (
        {"days": 366},
        {"days": 0},
        {"name": ""},
        {"hats": {Role.AUTHORITY: "essex-authority"}},
        {"hats": {Role.COORDINATOR: "nobody"}},
        {"hats": {Role.PRINCIPAL_ADVISER: "coordinator"}},
        {"authority": "esex"},
    ):
        with pytest.raises(Refused):
            api.token(**wrong)
    assert everything(api.case.engine) == before


def test_a_token_for_one_authority_sees_and_changes_nothing_of_another(api: Api) -> None:
    ref = api.post("engagements", REQUEST, 201)["engagement"]
    api.token(authority=KENT)
    before = everything(api.case.engine)
    for path in ("engagements", "obligations", "exceptions", "papers"):
        assert api.get(path)["items"] == []
    for path in (f"engagements/{ref}", f"engagements/{ref}/events"):
        unknown = api.get(path, 404)["detail"]
        assert unknown == api.get(path.replace(ref, "ESSEX-1999-1"), 404)["detail"].replace("ESSEX-1999-1", ref)
    for path in ("obligations", "exceptions", "papers"):
        api.get(path, 404, engagement=ref)
    api.post(f"engagements/{ref}/commands/AddNote", {"text": "A remark."}, 404)
    api.post("engagements", REQUEST, 403)
    changed = {table for table, rows in everything(api.case.engine).items() if rows != before[table]}
    assert changed == {'"api_token"'}, "the day of its last use alone is noted"
    assert api.post("engagements", REQUEST | {"authority": KENT}, 201)["engagement"].startswith("KENT")


def test_a_token_that_calls_too_often_is_asked_to_wait(case: Case, tmp_path: Path) -> None:
    api = Api(Visits(case, tmp_path, api_calls_a_minute=2))
    api.token()
    for _ in range(2):
        api.get("products")
    answer = api.client.get("/api/v1/products", headers=api.headers)
    assert (answer.status_code, answer.headers["retry-after"]) == (429, "60")
    case.now += timedelta(minutes=1)
    api.get("products")


def test_a_token_opens_no_page_and_a_visit_no_api(api: Api, visits: Visits) -> None:
    for path in ("/tokens", "/today", "/pipeline"):
        assert api.client.get(path, headers=api.headers).status_code in (303, 404)
    assert visits.as_coordinator().get("/api/v1/engagements").status_code == 401


def test_every_route_of_the_api_is_for_tokens_but_its_own_description(visits: Visits) -> None:
    doors = {route.path: opens_to(route) for route in routes(visits.app.state.api)}
    assert {path for path, to in doors.items() if to != TOKENS} == {"/v1/openapi.json"}
    assert doors["/v1/openapi.json"] == ANYONE
    assert len(doors) > 20
