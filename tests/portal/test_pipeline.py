"""The pipeline in the address and as a file, and the pages of services."""

import csv
import io

import pytest
from sqlalchemy import update

from config.vocabulary import Role, Stage
from documents.spreadsheets.comma_separated import csv_in_parts, read_csv
from engagements.database import writing
from engagements.state.people import Contact
from tests import cast as people
from tests.builders import Case
from tests.portal.visits import Visits, plain


def rows(visits: Visits, query: str = "") -> list[list[str]]:
    answer = visits.as_coordinator().get(f"/pipeline.csv{query}")
    assert answer.status_code == 200
    assert answer.headers["content-disposition"] == 'attachment; filename="Pipeline 2020-01-06.csv"'
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"), newline="")))


def test_the_file_holds_every_engagement_that_fits_the_filters(visits: Visits) -> None:
    refs = []
    for authority in (people.ESSEX, people.KENT, people.ESSEX):
        case = Case(visits.case.engine)
        case.request(authority=authority)
        refs.append(str(case.ref))
    assert [row[0] for row in rows(visits)[1:]] == [refs[0], refs[2], refs[1]]
    assert [row[0] for row in rows(visits, "?region=South+East")[1:]] == [refs[1]]
    assert [row[0] for row in rows(visits, "?authority=essex&sort=-since")[1:]] == [refs[0], refs[2]]
    assert rows(visits, "?text=nowhere") == [rows(visits)[0]]


def test_a_cell_of_the_file_that_looks_like_a_formula_is_data(visits: Visits) -> None:
    visits.case.request()
    visits.case.give("AcceptRequest", Role.PRINCIPAL_ADVISER)
    with writing(visits.case.engine) as connection:
        table = Contact.table
        name = '=HYPERLINK("https://example.org")'
        connection.execute(update(table).where(table.c.id == "coordinator").values(name=name))
        connection.execute(update(table).where(table.c.id == "adviser-east").values(name="@adviser"))
    visits.case.give("ReassignCoordinator", Role.COORDINATOR, coordinator="coordinator")
    [row] = rows(visits)[1:]
    assert row[-2:] == ["'@adviser", f"'{name}"]


def test_a_long_file_is_one_file_however_it_is_sent() -> None:
    told = [("Reference", "Service"), *((f"R-{number}", "-1+1") for number in range(1200))]
    parts = list(csv_in_parts(told, at_once=100))
    assert len(parts) == 13
    assert [tuple(row) for row in read_csv(b"".join(parts), "pipeline.csv", len)] == told


def test_the_table_counts_the_stages_and_keeps_its_filters_in_every_link(visits: Visits) -> None:
    visits.case.at_stage(Stage.SCOPING)
    page = visits.as_coordinator().get("/pipeline?region=East+of+England&sort=-since&page=1").text
    assert "1 Scoping" in plain(page)
    assert "0 Request" in plain(page)
    assert "region=East+of+England" in page.replace("%20", "+")
    assert 'aria-sort="descending"' in page


@pytest.mark.parametrize(
    "query",
    [
        "?stage=nowhere",
        "?status=alive",
        "?page=0",
        "?page=-3",
        "?page=9999999999999",
        "?page=²",
        "?sort=;drop",
        "?text=%00",
    ],
)
def test_an_address_that_means_nothing_shows_the_table_all_the_same(visits: Visits, query: str) -> None:
    visits.case.request()
    assert visits.as_coordinator().get(f"/pipeline{query}").status_code == 200
    assert visits.as_coordinator().get(f"/pipeline.csv{query}").status_code == 200


def test_closed_engagements_are_shown_to_whoever_asks_for_them(visits: Visits) -> None:
    visits.case.at_stage(Stage.CLOSED)
    browser = visits.as_coordinator()
    assert str(visits.case.ref) not in browser.get("/pipeline").text
    assert str(visits.case.ref) in browser.get("/pipeline?stage=closed").text
    assert str(visits.case.ref) in browser.get("/pipeline?status=any").text


def test_a_tile_says_in_words_how_a_service_stands(visits: Visits) -> None:
    visits.case.at_stage(Stage.QUARTERLY_REPORTING)
    said = plain(visits.as_coordinator().get("/services").text)
    assert "Essex County 1 running, not started" in said
    assert "Kent nothing runs" in said


def test_the_page_of_an_authority_tells_who_is_who_and_what_was_found(visits: Visits) -> None:
    visits.case.report_through("slt", "board")
    visits.case.request()
    said = plain(visits.as_coordinator().get("/authorities/essex").text)
    for expected in (
        "Police, fire and crime commissioner",
        "Adviser east",
        "Understanding risk",
        "Requires improvement",
    ):
        assert expected in said
    for expected in (str(visits.case.ref), "essex-clerk@example.org", "SLT: meets on 3 February 2020"):
        assert expected in said
    assert visits.as_coordinator().get("/authorities/north-wales").status_code == 404
