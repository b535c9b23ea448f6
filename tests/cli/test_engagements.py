"""What people read of engagements: where each stands, who is awaited, and everything that happened, in words."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete

from config.calendar import in_words
from config.vocabulary import Role, Stage
from engagements.database import writing
from engagements.events import Event
from engagements.state.journal import FreeTextEntry
from engagements.telling import TEXT_REF, details, happened
from tests import cast as people
from tests.cli.conftest import Terminal
from tests.samples import fields_of

ESSEX, REVIEW = "Essex County Fire and Rescue Service", "Service-to-service peer review"
EVENTS = sorted(Event.EVENTS)


def test_a_newcomer_is_told_how_to_begin(empty: Terminal) -> None:
    said = empty("engagements")
    assert said.code == 0
    assert said.out.startswith(
        "No engagements yet. Begin one with: peer-support do RequestSupport --as coordinator --data "
    )
    assert empty("engagements", "list", "--json").json == []
    assert empty("engagements", "list", "--stage", "scoping").out == "No engagement fits.\n"


def test_the_list_says_where_each_stands_and_who_is_awaited(terminal: Terminal) -> None:
    case = terminal.case().at_stage(Stage.SCOPING)
    terminal.follow(case)
    heading, line = terminal("engagements").out.splitlines()
    assert heading.split() == ["Reference", "Service", "Product", "Stands", "Awaiting"]
    assert line.split("  ")[:4] == ["ESSEX-2020-1", ESSEX, REVIEW, "at scoping"]
    due = case.due("hold_scoping_meeting")
    assert due
    assert f"coordinator to hold scoping meeting by {in_words(due)}" in line
    assert terminal("engagements", "--stage", "scoping", "--json").json[0]["ref"] == case.ref
    assert terminal("engagements", "--authority", "kent", "--json").json == []


def test_a_dossier_begins_with_where_it_stands_and_whom_by_name_is_awaited(terminal: Terminal) -> None:
    case = terminal.case().at_stage(Stage.SCOPING)
    case.propose_scope()
    terminal.follow(case)
    first = terminal("engagements", "show", str(case.ref)).out.splitlines()[0]
    assert first.startswith(f"{ESSEX}: {REVIEW}, at scoping, awaiting the ")
    assert "authority (Essex authority) to agree scope by " in first


def test_what_is_on_hold_or_over_says_so(terminal: Terminal) -> None:
    case = terminal.case().at_stage(Stage.SCOPING)
    case.give("PutOnHold", Role.COORDINATOR, reason="An election.")
    terminal.follow(case)
    today = in_words(case.today)
    assert f"on hold since {today} at scoping, awaiting" in terminal("engagements", "show", str(case.ref)).out
    case.give("WithdrawRequest", Role.AUTHORITY, reason="No longer needed.")
    first = terminal("engagements", "show", str(case.ref)).out.splitlines()[0]
    assert first == f"{ESSEX}: {REVIEW}, withdrawn on {today}."


@pytest.mark.parametrize("stage", list(Stage))
def test_a_dossier_tells_everything_at_every_stage(terminal: Terminal, stage: Stage) -> None:
    case = terminal.case().at_stage(stage)
    terminal.follow(case)
    said = terminal("engagements", "show", str(case.ref))
    assert said.code == 0
    timeline = said.out.partition("\nTimeline\n")[2].splitlines()[1:]
    assert len(timeline) == case.facts.version
    assert timeline[0].startswith("6 January 2020")
    assert "Support requested" in timeline[0]
    assert not TEXT_REF.search(said.out), "A text is shown by its reference instead of its words."
    told = terminal("engagements", "show", str(case.ref), "--json").json
    assert (told["ref"], told["stage"]) == (case.ref, stage)
    assert [entry["sequence"] for entry in told["timeline"]] == list(range(1, case.facts.version + 1))
    assert {"ref", "standing", "owed", "tables", "timeline"} <= told.keys()


def test_a_dossier_shows_team_and_plan(terminal: Terminal) -> None:
    case = terminal.case().at_stage(Stage.QUARTERLY_REPORTING)
    terminal.follow(case)
    said = terminal("engagements", "show", str(case.ref)).out
    assert f"({people.LEAD})" in said.partition("\nTeam\n")[2]
    assert "A1" in said.partition("\nPlan\n")[2].partition("\n\n")[0]


def test_a_text_that_was_erased_is_shown_as_erased(terminal: Terminal) -> None:
    case = terminal.case().at_stage(Stage.SCOPING)
    with writing(terminal.engine) as connection:
        connection.execute(delete(FreeTextEntry.table))
    said = terminal("engagements", "show", str(case.ref))
    assert "reason (erased)" in said.out
    assert terminal("verify").code == 0


def test_an_unknown_reference_is_refused(terminal: Terminal) -> None:
    assert "no engagement" in terminal.refused("engagements", "show", "KENT-2020-9")


@pytest.mark.parametrize("name", EVENTS)
@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_every_event_is_told_in_one_line(name: str, data: st.DataObject) -> None:
    event = Event.EVENTS[name].model_validate(data.draw(fields_of(Event.EVENTS[name])))
    assert happened(event).lower().replace(" ", "").startswith(name.lower()[:8])
    line = details(event, {})
    assert "\n" not in line
    assert "None" not in line
