"""``Case``: one engagement of the cast, moved along by real commands on plausible days, with a clock of its own."""

from collections.abc import Callable
from datetime import date, datetime, time
from typing import Any, Self, TypeVar, cast
from uuid import UUID

import pytest
from sqlalchemy import Engine, select
from sqlmodel import SQLModel

from config.calendar import ENGLAND
from config.products import Catalogue
from config.reference import ReferenceData
from config.vocabulary import Role, Stage
from engagements import queries
from engagements.database import reading
from engagements.engagement import UK, World, uk_date
from engagements.handling import Outcome, handle, read_command
from engagements.journal import SWEEP, Actor
from engagements.loading import facts_of, load_whole
from engagements.messages import Event
from engagements.rebuilding import Verdict, verified
from engagements.refusals import Refused
from engagements.state.engagement import EngagementFacts
from engagements.state.row import Row
from tests import cast as people

R = TypeVar("R", bound=Row)

REVIEW = "service-to-service-peer-review"
BOARD = "Performance and Resources Board"
MONDAY = date(2020, 1, 6)
"""When a case begins, unless the test says otherwise."""


def world() -> World:
    """England's calendar, and the products and reference data that come with the system."""
    return World(ENGLAND, Catalogue.shipped(), ReferenceData.shipped())


def at_ten(day: date) -> datetime:
    """Ten in the morning in England."""
    return datetime.combine(day, time(10), UK)


def everything(engine: Engine) -> dict[str, list[Any]]:
    """Every row of every table, to compare before with after."""
    with reading(engine) as connection:
        tables = SQLModel.metadata.sorted_tables
        return {table.name: sorted(map(repr, connection.execute(select(table)))) for table in tables}


class Case:
    """An engagement and its surroundings. ``now`` moves only when a command says ``days`` or ``on``."""

    def __init__(self, engine: Engine, surroundings: World | None = None, begins: date = MONDAY) -> None:
        self.engine, self.world, self.now = engine, surroundings or world(), at_ten(begins)
        self.authority = people.ESSEX
        self.ref: str | None = None

    # Giving commands

    def give(
        self,
        name: str,
        who: Role | Actor,
        data: dict[str, Any] | None = None,
        /,
        *,
        days: int = 0,
        on: date | None = None,
        ref: str | None = None,
        command_id: UUID | None = None,
        expected_version: int | None = None,
        **fields: Any,
    ) -> Outcome:
        """Give a command, ``days`` working days later or ``on`` a day. A role alone is the cast's person in it."""
        self.wait(days=days, on=on)
        fields = {**(data or {}), **fields}
        outcome = handle(
            self.engine,
            self.world,
            read_command(name, fields),
            who if isinstance(who, Actor) else self.actor(who, fields),
            self.now,
            ref=ref or (None if name == "RequestSupport" else self.ref),
            command_id=command_id,
            expected_version=expected_version,
        )
        if name == "RequestSupport":
            self.ref = outcome.ref
        return outcome

    def refused(self, name: str, who: Role | Actor, data: dict[str, Any] | None = None, /, **options: Any) -> Refused:
        """Give a command that must be refused; nothing may have been written. The refusal."""
        before = everything(self.engine)
        with pytest.raises(Refused) as refusal:
            self.give(name, who, data, **options)
        assert everything(self.engine) == before, f"{name} was refused, yet something was written."
        return refusal.value

    def wait(self, *, days: int = 0, on: date | None = None) -> Self:
        """Let working days pass, or the time until a day."""
        self.now = at_ten(on or self.world.calendar.after(self.today, days)) if days or on else self.now
        return self

    def actor(self, role: Role, fields: dict[str, Any]) -> Actor:
        """The cast's person in a role; for peers the one whom the command names."""
        match role:
            case Role.COORDINATOR:
                return people.COORDINATOR
            case Role.PRINCIPAL_ADVISER:
                return people.ADVISER
            case Role.SYSTEM:
                return SWEEP
            case Role.PEER:
                return Actor(role, fields.get("peer", people.LEAD))
            case Role.LEAD_PEER:
                return Actor(role, people.TEAMS[self.facts.product][0][0])
            case _:
                return people.contact_of(self.authority, role)

    # Looking

    @property
    def today(self) -> date:
        return uk_date(self.now)

    @property
    def facts(self) -> EngagementFacts:
        with reading(self.engine) as connection:
            return facts_of(connection, str(self.ref))

    def rows(self, kind: type[R]) -> list[R]:
        """The engagement's rows of a kind."""
        with reading(self.engine) as connection:
            whole = load_whole(connection, str(self.ref), self.world)
        return cast("list[R]", list(whole.rows[kind].values()))

    def events(self) -> list[Event]:
        with reading(self.engine) as connection:
            return [happened.event for happened in queries.timeline(connection, str(self.ref))]

    def obligations(self, owed_by: Role | None = None) -> list[queries.Due]:
        """What is owed on this engagement, the latest first."""
        with reading(self.engine) as connection:
            return queries.due(connection, self.today, owed_by, self.ref)

    def due(self, kind: str, subject: str = "") -> date | None:
        """The due date of the one open obligation of a kind and subject; it fails where there is none, or another."""
        [found] = [due for due in self.obligations() if (due.kind, due.subject) == (kind, subject)]
        return found.due_on

    def verify(self) -> Verdict:
        return verified(self.engine, self.world)

    # Moving along

    def at_stage(self, stage: Stage, *, product: str = REVIEW, authority: str | None = None) -> Self:
        """Bring the engagement to the beginning of a stage, from wherever it stands."""
        if self.ref is None:
            self.request(product, authority or self.authority)
        while self.facts.stage is not stage:
            _THROUGH[self.facts.stage](self)
        return self

    def request(self, product: str = REVIEW, authority: str = people.ESSEX, **fields: Any) -> Outcome:
        self.authority = authority
        fields = {"choices": people.CHOICES.get(product, {}), "reason": "Protection needs a second look.", **fields}
        return self.give("RequestSupport", Role.AUTHORITY, fields, authority=authority, product=product)

    def accept(self) -> None:
        self.give("AcceptRequest", Role.PRINCIPAL_ADVISER, days=2)

    def propose_scope(self, **fields: Any) -> Outcome:
        """Propose the cast's line of enquiry, and three days in nine weeks."""
        first = self.world.calendar.after(self.today, 45)
        fields = {
            "lines_of_enquiry": [people.LINES.get(self.facts.product, people.PROTECTION)],
            "visit_from": first,
            "visit_to": self.world.calendar.after(first, 2),
            **fields,
        }
        return self.give("ProposeScope", Role.COORDINATOR, fields)

    def agree_scope(self) -> None:
        self.give("HoldScopingMeeting", Role.COORDINATOR, days=5, held_on=self.today, summary="Protection, mostly.")
        self.wait(days=2).propose_scope()
        self.give("AgreeScope", Role.AUTHORITY, days=3)
        if self.facts.stage is Stage.SCOPING:
            self.give("AgreeCharge", Role.PAYER, days=1, order="Order 1")

    def staff(self) -> None:
        """Invite the cast's team for the product, and have everyone accept."""
        for peer, team_role in people.TEAMS[self.facts.product]:
            self.give("InvitePeer", Role.COORDINATOR, peer=peer, team_role=team_role)
            self.give("AcceptInvitation", Role.PEER, peer=peer, days=1)

    def confirm_team(self) -> None:
        self.staff()
        self.give("ConfirmTeam", Role.COORDINATOR, days=1)

    def schedule_visit(self) -> None:
        days = {"starts_on": self.facts.visit_from, "ends_on": self.facts.visit_to}
        self.give("ScheduleVisit", Role.COORDINATOR, days=1, phases=[days])

    def visit(self) -> None:
        self.schedule_visit()
        self.give("SubmitSelfAssessment", Role.AUTHORITY, days=5, position_statement="Where protection stands.")
        self.give("IssueTimetable", Role.COORDINATOR, days=5, timetable="Three days, twelve conversations.")
        self.give("CompleteVisitPhase", Role.LEAD_PEER, on=self.facts.visit_to, number=1)
        self.give("PresentFeedback", Role.LEAD_PEER, feedback="Good people, too few of them.")

    def report(self) -> None:
        recommended = [{"text": "Set targets for audits."}, {"text": "Link to the people strategy."}]
        self.give("DraftReport", Role.COORDINATOR, days=10, summary="What the peers saw.", recommendations=recommended)
        self.give("SendForAccuracyCheck", Role.COORDINATOR, days=2)
        self.give("ReturnAccuracyCheck", Role.AUTHORITY, days=5)
        self.give("FinaliseReport", Role.COORDINATOR, days=3)

    def respond(self) -> None:
        for number in (1, 2):
            self.give("RespondToRecommendation", Role.AUTHORITY, days=1, number=number, answer="accepted")

    def propose_plan(self, **fields: Any) -> Outcome:
        """Propose action A1 for recommendation 1 and A2 for recommendation 2, due in nine and twelve months."""
        first, second = (self.world.calendar.after(self.today, days) for days in (190, 250))
        actions = [self.action("A1", "R1", first), self.action("A2", "R2", second)]
        return self.give("ProposePlan", Role.AUTHORITY, {"actions": actions, **fields})

    def action(self, ref: str, finding: str, due_on: date) -> dict[str, Any]:
        texts = {"text": f"Do what {finding} asks.", "owner": "Head of Protection"}
        return {"ref": ref, "findings": [finding], "due_on": due_on, **texts}

    def plan(self) -> None:
        self.respond()
        self.wait(days=10).propose_plan()
        self.wait(days=10).give("ApprovePlan", Role.GOVERNANCE_BODY, board=BOARD, met_on=self.today)

    def complete(self, action: str = "A1") -> Outcome:
        evidence = [{"title": "The published targets", "link": "https://example.org/targets"}]
        return self.give("CompleteAction", Role.AUTHORITY, days=5, action=action, evidence=evidence)

    def settle(self) -> None:
        """A1 is verified, A2 transferred to business as usual."""
        self.complete("A1")
        self.give("VerifyAction", Role.PRINCIPAL_ADVISER, days=3, action="A1")
        transfer = {"owner": "Head of Digital", "reason": "Tied to the wider digital work."}
        self.give("TransferToBau", Role.AUTHORITY, transfer, days=3, action="A2")

    def board_approves_closure(self) -> Outcome:
        board = {"board": BOARD, "met_on": self.today, "agenda_item": "10"}
        return self.give("RecordBoardDecision", Role.CLERK, board, days=5, about="closure", decision="approved")

    def close(self) -> None:
        self.settle()
        self.board_approves_closure()
        self.give("CloseEngagement", Role.COORDINATOR, days=2, summary="All but one delivered.")


_THROUGH: dict[Stage, Callable[[Case], None]] = {
    Stage.REQUEST: Case.accept,
    Stage.SCOPING: Case.agree_scope,
    Stage.TEAM_ASSIGNMENT: Case.confirm_team,
    Stage.CHALLENGE_VISIT: Case.visit,
    Stage.RECOMMENDATIONS: Case.report,
    Stage.FOLLOW_UP_PLAN: Case.plan,
    Stage.QUARTERLY_REPORTING: Case.close,
}


def engagement_at(stage: Stage, engine: Engine, *, product: str = REVIEW, begins: date = MONDAY) -> Case:
    """A fresh engagement at the beginning of a stage."""
    return Case(engine, begins=begins).at_stage(stage, product=product)
