"""Who may give a command: the role first, then the person."""

from datetime import date

import pytest
from sqlalchemy import Engine

from config.vocabulary import Role, Stage
from engagements.authorising import authorise
from engagements.database import reading, writing
from engagements.engagement import Engagement
from engagements.journal import Actor
from engagements.loading import facts_of
from engagements.messages import Command
from engagements.people import add_person
from engagements.process import PROCESS
from engagements.rebuilding import unborn
from engagements.refusals import NotAllowed, UnknownPerson
from engagements.state.people import Contact
from engagements.step import Step
from tests.builders import Case, CaseAt
from tests.cast import (
    COORDINATOR,
    INTERESTED,
    KENT,
    LEAD,
    OFFICER,
    OPERATIONAL,
    OUTSIDER,
    contact_of,
)

NOTE = {"text": "The chair rang."}


@pytest.mark.parametrize("step", PROCESS, ids=lambda step: step.command.__name__)
def test_a_command_is_refused_to_every_role_that_the_process_does_not_name(sqlite: Engine, step: Step) -> None:
    case = Case(sqlite)
    engagement = unborn(1, case.world)
    with reading(sqlite) as connection:
        for role in Role:
            asking = connection, step, Command.model_construct(), Actor(role), engagement, case.today
            if role in step.by:
                authorise(*asking)
            else:
                with pytest.raises(NotAllowed, match=f"{role.replace('_', ' ')} may not give it"):
                    authorise(*asking)


@pytest.mark.parametrize("step", PROCESS, ids=lambda step: step.command.__name__)
def test_the_outsider_is_refused_everywhere(case_at: CaseAt, step: Step) -> None:
    case = case_at(Stage.SCOPING)
    with reading(case.engine) as connection:
        engagement = Engagement(facts_of(connection, str(case.ref)), case.world)
        with pytest.raises(NotAllowed):
            authorise(connection, step, Command.model_construct(), OUTSIDER, engagement, case.today)


def test_nobody_asks_for_support_on_behalf_of_another_authority(case: Case) -> None:
    asked = {"authority": KENT, "product": "targeted-peer-support", "reason": "Prevention."}
    for outsider in (OUTSIDER, contact_of("essex", Role.AUTHORITY)):
        refusal = case.refused("RequestSupport", outsider, asked)
        assert isinstance(refusal, NotAllowed)
        assert str(refusal) == f"Contact {outsider.id} belongs to another authority."


def test_a_contact_acts_only_in_the_role_on_record(case_at: CaseAt) -> None:
    case = case_at(Stage.SCOPING)
    refusal = case.refused("AddNote", Actor(Role.AUTHORITY, "essex-clerk"), NOTE)
    assert isinstance(refusal, NotAllowed)
    assert str(refusal) == "Contact essex-clerk is on record as clerk, not as authority."


def test_nobody_acts_who_is_not_on_record(engine: Engine) -> None:
    case = Case(engine).at_stage(Stage.TEAM_ASSIGNMENT)
    for stranger in ("nobody", "essex-observer", "\x00", "\ud800", "n" * 1_000_000):
        refusal = case.refused("WithdrawRequest", Actor(Role.AUTHORITY, stranger), reason="No time.")
        assert isinstance(refusal, UnknownPerson)
        refusal = case.refused("AcceptInvitation", Actor(Role.PEER, stranger), peer=LEAD)
        assert isinstance(refusal, UnknownPerson)


def test_a_contact_acts_while_in_office(case_at: CaseAt) -> None:
    case = case_at(Stage.SCOPING)  # 8 January 2020
    terms = {
        "essex-former": (None, date(2020, 1, 7)),
        "essex-next": (date(2020, 1, 9), None),
        "essex-today": (date(2020, 1, 8), date(2020, 1, 8)),
    }
    with writing(case.engine) as connection:
        for person, (first, last) in terms.items():
            contact = Contact(
                id=person,
                role=Role.AUTHORITY,
                name="Plan owner",
                email=f"{person}@example.org",
                authority="essex",
                holds_from=first,
                holds_to=last,
            )
            add_person(connection, contact)
    for person in ("essex-former", "essex-next"):
        refusal = case.refused("AddNote", Actor(Role.AUTHORITY, person), NOTE)
        assert isinstance(refusal, NotAllowed)
        assert str(refusal) == f"Contact {person} is not in office on 8 January 2020."
    case.give("AddNote", Actor(Role.AUTHORITY, "essex-today"), NOTE)


def test_a_peer_answers_for_nobody_but_themselves(case_at: CaseAt) -> None:
    case = case_at(Stage.TEAM_ASSIGNMENT)
    for peer, team_role in ((LEAD, "lead_peer"), (OPERATIONAL, "operational_peer")):
        case.give("InvitePeer", COORDINATOR, peer=peer, team_role=team_role)
    refusal = case.refused("AcceptInvitation", Actor(Role.PEER, OPERATIONAL), peer=LEAD)
    assert str(refusal) == "A peer answers for nobody but themselves."


def test_a_peer_without_a_place_on_the_team_has_no_say(case_at: CaseAt) -> None:
    case = case_at(Stage.TEAM_ASSIGNMENT)
    refusal = case.refused("DeclareInterest", Role.PEER, peer=INTERESTED, reason="My partner works there.")
    assert isinstance(refusal, NotAllowed)
    assert "has no place on the team" in str(refusal)


@pytest.mark.parametrize("peer", [OPERATIONAL, OFFICER])
def test_only_the_lead_peer_who_accepted_speaks_for_the_team(case_at: CaseAt, peer: str) -> None:
    case = case_at(Stage.CHALLENGE_VISIT)
    case.give("InvitePeer", COORDINATOR, peer=OFFICER, team_role="observer")
    case.give("ReleasePeer", COORDINATOR, peer=LEAD, reason="Taken ill.")
    case.give("InvitePeer", COORDINATOR, peer=LEAD, team_role="lead_peer")
    case.schedule_visit()
    case.wait(on=case.facts.visit_to)
    for impostor in (peer, LEAD):  # the lead is invited anew, and has not accepted yet
        refusal = case.refused("CompleteVisitPhase", Actor(Role.LEAD_PEER, impostor), number=1)
        assert isinstance(refusal, NotAllowed)
        assert "does not lead the team" in str(refusal)
    case.give("AcceptInvitation", Role.PEER, peer=LEAD)
    case.give("CompleteVisitPhase", Role.LEAD_PEER, number=1)


def test_a_trusted_entry_point_gives_a_role_without_a_name(case_at: CaseAt) -> None:
    case_at(Stage.SCOPING).give("AddNote", Actor(Role.PRINCIPAL_ADVISER), NOTE)


def test_every_role_but_the_scrutiny_members_has_something_to_say() -> None:
    may = {role for step in PROCESS for role in step.by}
    assert set(Role) - may == {Role.SCRUTINY_MEMBER}, "They ask questions of those who give commands."
