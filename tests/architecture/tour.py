"""A tour of the process: every command given once with success, so that whatever it needs and causes is seen to work.

The Essex case gives most of them; the rest follow here. A new command that no story gives is added here.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import Engine, select
from sqlmodel import SQLModel

from config.products import Catalogue
from config.vocabulary import Role, Stage
from engagements.chasing import chase
from engagements.database import connect, reading
from engagements.engagement import World
from engagements.events import Event
from engagements.process import recalled
from engagements.state.engagement import Obligation
from engagements.state.journal import JournalEntry
from engagements.sweeping import sweep_clocks
from tests import cast as people
from tests.builders import Case
from tests.databases import prepare
from tests.desk import world
from tests.play import ESSEX, play
from workflows.case import Case as Story

BY_THE_SWEEPS = {"OpenPeriod", "RecordLapse"}
"""Commands that nobody types: the sweeps of the tour give them."""


class Watched(Case):
    """A case that tells which command moved it from where to where."""

    def __init__(self, engine: Engine, surroundings: World, moves: list["Move"]) -> None:
        super().__init__(engine, surroundings)
        self.moves = moves

    def give(self, name: str, who: Any, data: Any = None, /, **options: Any) -> Any:
        before = self.facts.stage if self.ref else None
        outcome = super().give(name, who, data, **options)
        self.moves.append(Move(name, before, self.facts.stage))
        return outcome


@dataclass(frozen=True, slots=True)
class Move:
    """A command, and the stages before and after it."""

    command: str
    before: Stage | None
    after: Stage


@dataclass(frozen=True, slots=True)
class Tour:
    """``given``: the commands given. ``settled``: the kinds of obligation that somebody did what was owed for."""

    events: tuple[Event, ...]
    moves: tuple[Move, ...]
    given: frozenset[str]
    opened: frozenset[str]
    settled: frozenset[str]


def tour() -> Tour:
    surroundings = with_a_version_to_migrate_to(world())
    essex, engine = connect("sqlite://"), connect("sqlite://")
    SQLModel.metadata.create_all(essex)
    story = Story.load(ESSEX)
    play(story, essex, surroundings)
    prepare(engine)
    moves: list[Move] = []
    for tale in TALES:
        tale(Watched(engine, surroundings, moves))
    given = {step.give for step in story.steps if not step.refused} | {move.command for move in moves}
    return _seen([essex, engine], moves, given | BY_THE_SWEEPS)


def _seen(engines: list[Engine], moves: list[Move], given: set[str]) -> Tour:
    events: list[Event] = []
    obligations: list[Any] = []
    for engine in engines:
        with reading(engine) as connection:
            journal = connection.execute(select(JournalEntry.table).order_by(JournalEntry.table.c.position))
            events += [recalled(entry.type, entry.facts) for entry in journal]
            obligations += connection.execute(select(Obligation.table)).all()
    return Tour(
        events=tuple(events),
        moves=tuple(moves),
        given=frozenset(given),
        opened=frozenset(owed.kind for owed in obligations),
        settled=frozenset(owed.kind for owed in obligations if owed.ended == "discharged"),
    )


def _of_a_timetable_that_changes(case: Case) -> None:
    case.at_stage(Stage.CHALLENGE_VISIT).schedule_visit()
    case.give("AmendScope", Role.COORDINATOR, focuses=["How sites are chosen"], reason="The board asks.")
    case.plan_sessions({}, {"starts": "14:00", "ends": "15:00"})
    case.give("ChangeSession", Role.COORDINATOR, number=1, starts="9.30")
    case.give("CancelSession", Role.COORDINATOR, number=2, reason="They are away.")
    case.give("DeclineInvitation", Role.PEER, peer=people.LEAD, reason="Taken ill.")
    case.give("WithdrawRequest", Role.COORDINATOR, reason="Nobody can come.")  # or its peers were still expected


def _of_what_is_found_and_read(case: Case) -> None:
    case.at_stage(Stage.CHALLENGE_VISIT)
    case.request_documents("The audit plan.", "The staff survey.")
    case.provide(1)
    case.give("WithdrawDocumentRequest", Role.COORDINATOR, number=2)
    case.schedule_visit()
    case.wait(on=case.facts.visit_from).note("good_practice", "Audits are planned by risk.")
    changed = {"number": 1, "line": people.PROTECTION, "kind": "good_practice", "text": "Audits follow the risk."}
    case.give("ChangeFinding", Role.PEER, changed, peer=people.LEAD)
    case.give("GatherFindings", Role.LEAD_PEER, findings=[1])
    case.give("MarkGoodPractice", Role.COORDINATOR, number=1)
    case.give("WithdrawFinding", Role.PEER, peer=people.LEAD, number=1)


def _of_findings_and_a_question(case: Case) -> None:
    case.at_stage(Stage.RECOMMENDATIONS)
    found = [
        {"ref": "A1", "question": "understanding risk", "text": "Data is out of date."},
        {"ref": "N1", "text": "Few."},
    ]
    case.give("RecordFindings", Role.COORDINATOR, findings=found)
    case.at_stage(Stage.QUARTERLY_REPORTING)
    period = {"period": "2020-21-Q1"}
    case.give("OpenPeriod", Role.SYSTEM, period, on=date(2020, 7, 1))
    case.give("FileNilReturn", Role.AUTHORITY, period)
    case.give("QueryReturn", Role.COORDINATOR, period, question="Is nothing late?")
    case.give("HandOver", Role.AUTHORITY, kind="answer_query", subject="2020-21-Q1", to="essex-clerk")
    case.give("AnswerQuery", Role.AUTHORITY, period, answer="Nothing.")


def with_a_version_to_migrate_to(shipped: World) -> World:
    products = shipped.catalogue.products
    later = {
        (slug, version + 1): product.model_copy(update={"version": version + 1, "effective_from": date(2099, 1, 1)})
        for (slug, version), product in products.items()
    }
    return replace(shipped, catalogue=Catalogue({**products, **later}))


def _told_to_the_end(case: Case) -> None:
    case.at_stage(Stage.CLOSED, product="equality-framework-peer-challenge")
    case.give("Reopen", Role.PRINCIPAL_ADVISER, reason="Something came up again.")


def _declined(case: Case) -> None:
    case.request()
    case.give("DeclineRequest", Role.PRINCIPAL_ADVISER, reason="Another offer fits better.")


def _withdrawn(case: Case) -> None:
    case.request()
    case.give("WithdrawRequest", Role.AUTHORITY, reason="No longer needed.")


def _of_a_team_that_changes(case: Case) -> None:
    case.at_stage(Stage.TEAM_ASSIGNMENT)
    team = [{"peer": people.LEAD, "team_role": "lead_peer"}]
    case.give("ProposeTeam", Role.COORDINATOR, places=team)
    case.give("InvitePeer", Role.COORDINATOR, peer=people.LEAD, team_role="lead_peer")
    case.wait(days=10)
    list(sweep_clocks(case.engine, case.world, case.now))  # the invitation lapses
    case.give("InvitePeer", Role.COORDINATOR, peer=people.LEAD, team_role="lead_peer")
    case.give("ReleasePeer", Role.COORDINATOR, peer=people.LEAD, reason="Needed at home.")
    case.give("DeclareInterest", Role.COORDINATOR, peer=people.INTERESTED, reason="Worked there until last year.")


def _of_relief(case: Case) -> None:
    case.at_stage(Stage.SCOPING)
    more = {"kind": "hold_scoping_meeting", "due_on": case.world.calendar.after(case.today, 30)}
    case.give("ExtendObligation", Role.PRINCIPAL_ADVISER, more, reason="The chair is away.")
    case.wait(days=30)
    list(chase(case.engine, case.world, case.now, lambda connection, nudged: None))
    case.at_stage(Stage.QUARTERLY_REPORTING)
    case.give("WaiveObligation", Role.PRINCIPAL_ADVISER, kind="review_progress", reason="The visit was a day.")


def _of_two_boards(case: Case) -> None:
    case.at_stage(Stage.QUARTERLY_REPORTING)
    case.report_through("slt", "board")
    case.settle()
    case.draft("closure")
    for body in ("slt", "board"):
        case.give("SubmitPaper", Role.CLERK, {"number": 1, "body": body, "met_on": case.today}, days=1)
        decision = {"board": body, "met_on": case.today, "about": "closure", "decision": "noted"}
        case.give("RecordBoardDecision", Role.CLERK, decision)
    case.give("SubmitPaper", Role.CLERK, {"number": 1, "body": "board", "met_on": case.today}, days=1)
    back = {"board": "board", "met_on": case.today, "about": "closure", "decision": "referred_back"}
    case.give("RecordBoardDecision", Role.CLERK, back, reason="Say more.")
    case.draft("closure")


def _of_what_may_happen_at_any_stage(case: Case) -> None:
    case.at_stage(Stage.SCOPING)
    case.give("AddNote", Role.COORDINATOR, text="The chair changes in May.")
    case.give("MigrateToVersion", Role.PRINCIPAL_ADVISER, version=2)
    case.give("ReassignCoordinator", Role.PRINCIPAL_ADVISER, coordinator=people.OTHER_COORDINATOR.id)
    case.give("PutOnHold", Role.COORDINATOR, reason="An election.")
    case.give("Resume", Role.COORDINATOR, days=20)


TALES: tuple[Callable[[Case], None], ...] = (
    _told_to_the_end,
    _declined,
    _withdrawn,
    _of_a_team_that_changes,
    _of_a_timetable_that_changes,
    _of_what_is_found_and_read,
    _of_findings_and_a_question,
    _of_what_may_happen_at_any_stage,
    _of_relief,
    _of_two_boards,
)
"""Each takes a case that has not begun; together with the Essex case they give every command."""
