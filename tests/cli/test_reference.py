"""``services``, ``products`` and ``settings`` show what is configured and known, and how far it can be relied on."""

import pytest

from tests.cli.conftest import Terminal


def test_services_are_those_of_the_day_with_their_governance_then(nowhere: Terminal) -> None:
    listed = {service["slug"]: service for service in nowhere("services", "--json").json}
    assert len(listed) == 45
    assert "hampshire-and-isle-of-wight" not in listed
    assert "hampshire-and-isle-of-wight" in nowhere("services", "--on", "2024-06-01").out
    assert listed["avon"]["governance_on_the_day"]["shown"].endswith("not verified)")


def test_what_was_not_found_or_only_read_from_a_summary_is_shown_as_such(nowhere: Terminal) -> None:
    said = nowhere("services", "essex").out
    assert "protecting the public through fire regulation    requires improvement (read from" in said
    results = nowhere("services", "avon", "--json").json["results"]
    assert {result["verified"] for result in results} == {True, False}
    unfound = [result for service in nowhere("services", "--json").json for result in service["results"]]
    assert any(result["grade"] is None and result["shown"] == "not found" for result in unfound)


def test_a_service_that_has_ended_says_what_followed(nowhere: Terminal) -> None:
    said = nowhere("services", "hampshire", "--on", "2022-01-01").out
    assert "It does not exist on 1 January 2022. hampshire-and-isle-of-wight followed it." in said


def test_products_are_listed_and_explained_with_the_source_of_each_clock(nowhere: Terminal) -> None:
    assert len(nowhere("products", "--json").json) == 6
    said = nowhere("products", "fire-peer-challenge").out
    assert "publication                3 months         corporate peer challenge guidance" in said
    assert "To be chosen, timing: before or after." in nowhere("products", "inspection-peer-support").out
    assert "Paid for: " in nowhere("products", "equality-framework-peer-challenge").out


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (("services", "esex"), "Did you mean essex?"),
        (("services", "south-wales"), "for England only"),
        (("products", "fire-peer-chalenge"), "Did you mean fire-peer-challenge?"),
        (("products", "fire-peer-challenge", "--on", "1999-01-01"), "is offered from"),
    ],
)
def test_what_is_not_there_is_refused(nowhere: Terminal, arguments: tuple[str, ...], reason: str) -> None:
    said = nowhere(*arguments)
    assert (said.code, said.out) == (1, "")
    assert reason in said.err


def test_settings_say_what_is_set_where_and_never_a_secret(nowhere: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PEER_SUPPORT_DATABASE_URL", "postgresql://reader:correct-horse@127.0.0.1/peer_support")
    explained = {setting["name"]: setting for setting in nowhere("settings", "--json").json}
    assert explained["data_dir"]["source"] == "environment"
    assert explained["prefect_port"]["source"] == "default"
    said = nowhere("settings").out
    assert "PEER_SUPPORT_DATABASE_URL" in said
    assert "correct-horse" not in said + str(explained)


def test_settings_that_cannot_be_used_are_refused(nowhere: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PEER_SUPPORT_PREFECT_PORT", "many")
    for command in ("settings", "engagements", "migrate", "up"):
        said = nowhere(command)
        assert (said.code, said.out) == (1, "")
        assert "PEER_SUPPORT_PREFECT_PORT" in said.err
