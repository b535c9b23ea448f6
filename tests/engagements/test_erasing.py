"""By what somebody is recognised, and how long they stay on record."""

from datetime import date

import pytest
from sqlalchemy import update

from config.vocabulary import Role
from engagements.database import reading, writing
from engagements.erasing.due import due
from engagements.erasing.traces import traces
from engagements.people import leaves
from engagements.state.people import Contact
from tests import cast as people
from tests.builders import Case

QUILLA = traces("Cllr Quilla Mary O'Vantage OBE", "q.o_vantage@example.org")


@pytest.mark.parametrize(
    ("said", "without"),
    [
        ("Ask Cllr Quilla Mary O'Vantage OBE.", "Ask [name erased]."),
        ("Ask QUILLA O'VANTAGE.", "Ask [name erased]."),
        ("Ask Councillor O\N{RIGHT SINGLE QUOTATION MARK}Vantage!", "Ask [name erased]!"),
        ("Ask Ms. O&#39;Vantage's clerk", "Ask [name erased]'s clerk"),
        ("Ask Q. O'Vantage", "Ask [name erased]"),
        ("(O'Vantage, Quilla)", "([name erased])"),
        ("Ask Quilla\n   O'Vantage", "Ask [name erased]"),
        ("<Q.O_Vantage@example.org>.", "<[address erased]>."),
        ("Ask Quilla, or the vantage point.", "Ask Quilla, or the vantage point."),
        ("eq.o_vantage@example.org", "eq.o_vantage@example.org"),
    ],
)
def test_a_person_is_known_by_their_address_and_their_name_as_people_write_it(said: str, without: str) -> None:
    assert QUILLA.without(said) == without


def test_a_last_name_alone_or_an_only_name_is_never_taken_out_unasked() -> None:
    assert QUILLA.without("O'Vantage came.") == "O'Vantage came."
    assert QUILLA.hints_at("O'Vantage came.")
    assert not QUILLA.hints_at("Cllr O'Vantage came.")
    clerk = traces("Clerk", "")
    assert clerk.without("The clerk came.") == "The clerk came."
    assert clerk.hints_at("The clerk came.")
    assert traces("Clerk", "", ("the clerk",)).without("The clerk came.") == "[name erased] came."


def test_what_json_holds_is_gone_through_to_its_ends() -> None:
    held = {"a": ["Ms O'Vantage", 1, None], "q.o_vantage@example.org": {"b": True}}
    assert QUILLA.scrubbed(held) == {"a": ["[name erased]", 1, None], "[address erased]": {"b": True}}


def test_years_count_from_the_last_engagement_and_whoever_may_still_be_turned_to_is_never_due(case: Case) -> None:
    case.request()
    case.accept()
    case.agree_scope()
    case.staff()

    def due_on(day: date) -> set[str]:
        with reading(case.engine) as connection:
            return {one.person for one in due(connection, 6, day)}

    assert due_on(date(2040, 1, 1)) == set(), "An engagement runs: its team is not due, and the others are in office."
    case.give("WithdrawRequest", Role.AUTHORITY, reason="No longer needed.")
    ended = case.today
    team = {peer for peer, _ in people.TEAMS[case.facts.product]}
    assert due_on(ended.replace(year=ended.year + 6)) == set()
    assert due_on(ended.replace(year=ended.year + 6, day=ended.day + 1)) == team
    clerk = str(people.contact_of(people.ESSEX, Role.CLERK).id)
    with writing(case.engine) as connection:
        leaves(connection, clerk, date(2024, 2, 29))
        connection.execute(update(Contact.table).where(Contact.table.c.id == "kent-clerk").values(holds_to=ended))
    assert due_on(date(2030, 2, 28)) == {*team, "kent-clerk"}
    assert due_on(date(2030, 3, 1)) == {*team, "kent-clerk", clerk}
