"""The demonstration's own case: from a pool of invented peers, Hertfordshire's team comes out for Essex by itself."""

import csv
from datetime import datetime, time

from sqlalchemy import Engine

from engagements.database import reading, writing
from engagements.engagement import UK
from engagements.handling import handle
from engagements.proposing.asking import next_best_for
from engagements.refusals import Refused
from engagements.rehearsal.beginning import throw_away
from tests.desk import world
from tests.play import ESSEX
from workflows.case import Case, CaseStep, best_team

CASE = Case.load(ESSEX)


def played_until(give: str, *, done: bool) -> tuple[Engine, str, CaseStep]:
    """The case up to the first step that gives a command, which is done or is still to be done."""
    engine, ref = throw_away(), ""
    with writing(engine) as connection:
        CASE.put_on_record(connection)
    for step in CASE.steps:
        if step.give == give and not done:
            return engine, ref, step
        try:
            at = datetime.combine(step.on, time(10), UK)
            ref = handle(engine, world(), step.command(), step.actor(), at, ref=ref or None).ref
        except Refused:
            if not step.refused:
                raise
        if step.give == give:
            return engine, ref, step
    raise AssertionError(f"The case never gives {give}.")


def test_everybody_in_the_pool_is_marked_as_invented() -> None:
    assert CASE.pool
    with CASE.pool.open(encoding="utf-8", newline="") as file:
        peers = list(csv.DictReader(file))
    assert len(peers) >= 50
    assert all(peer["Name"].endswith("(invented)") and peer["Email"].endswith("@example.org") for peer in peers)


def test_hertfordshires_team_is_proposed_and_it_is_said_why() -> None:
    engine, ref, step = played_until("ProposeTeam", done=False)
    with reading(engine) as connection:
        command, proposal = best_team(connection, world(), ref, step.on)
    told = step.command().model_dump(mode="json", include={"places": {"__all__": {"peer", "team_role"}}})
    assert command.model_dump(mode="json", include={"places": {"__all__": {"peer", "team_role"}}}) == told
    assert proposal.best
    assert {choice.service for choice in proposal.best.choices} == {"hertfordshire"}
    assert all("Graded good on protecting the public" in choice.because for choice in proposal.best.choices)
    assert [miss.peer for miss in proposal.near_misses] == ["cambridgeshire-protection-lead"]


def test_who_replaces_the_peer_that_declined_is_the_next_best() -> None:
    engine, ref, step = played_until("DeclineInvitation", done=True)
    with reading(engine) as connection:
        found = next_best_for(connection, ref, str(step.data["peer"]), world(), step.on)
    replaced = next(each for each in CASE.steps if each.give == "InvitePeer" and each.on > step.on)
    assert found.choice
    assert found.choice.peer == replaced.data["peer"]
