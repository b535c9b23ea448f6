"""``Case``: one engagement of the cast, moved along by real commands on plausible days."""

from collections.abc import Callable
from datetime import date
from typing import Any, Self

from sqlalchemy import Engine

from config.vocabulary import Characteristic, Role, Stage
from engagements.database import writing
from engagements.governance import GivenRoute, set_route
from engagements.handling import Outcome
from engagements.state.team import Invitation, Scope
from tests import cast as people
from tests.desk import MONDAY, Desk

REVIEW = "service-to-service-peer-review"
BOARD = "Performance and Resources Board"
BODIES = {"slt": "SLT", "board": BOARD, "cabinet": "Cabinet"}
"""What the bodies of routes are called, by their short names."""


class Case(Desk):
    """The usual story of an engagement, stage by stage."""

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

    def session(self, **fields: Any) -> dict[str, Any]:
        """An interview by the whole team, from ten to eleven on the first day of the visit, on all that was agreed."""
        team = [one.peer for one in self.rows(Invitation) if one.status == "accepted"]
        usual = {"kind": "interview", "title": "How audits are planned", "day": self.facts.visit_from}
        usual |= {"starts": "10:00", "ends": "11:00", "place": "Headquarters", "with_whom": "The head of protection"}
        return {**usual, "lines": list(self.rows(Scope)[-1].lines), "peers": team, **fields}

    def plan_sessions(self, *sessions: dict[str, Any]) -> Outcome:
        return self.give("PlanSessions", Role.COORDINATOR, sessions=[self.session(**fields) for fields in sessions])

    def visit(self) -> None:
        self.schedule_visit()
        self.plan_sessions({})
        self.give("SubmitSelfAssessment", Role.AUTHORITY, days=5, position_statement="Where protection stands.")
        self.give("IssueTimetable", Role.COORDINATOR, days=5, note="Bring sturdy shoes.")
        self.give("CompleteVisitPhase", Role.LEAD_PEER, on=self.facts.visit_to, number=1)
        self.give("PresentFeedback", Role.LEAD_PEER, feedback="Good people, too few of them.")

    def request_documents(self, *wanted: str) -> Outcome:
        """Ask for documents on the cast's line of enquiry, due in five working days."""
        line = people.LINES.get(self.facts.product, people.PROTECTION)
        due_on = self.world.calendar.after(self.today, 5)
        documents = [{"wanted": text, "line": line} for text in wanted]
        return self.give("RequestDocuments", Role.COORDINATOR, documents=documents, due_on=due_on)

    def provide(self, number: int, **document: Any) -> Outcome:
        given = {"title": "What was asked for", "link": "https://example.org/plan", **document}
        return self.give("ProvideDocument", Role.AUTHORITY, number=number, documents=[given])

    def note(self, kind: str, text: str, **fields: Any) -> Outcome:
        """Note what the first peer of the cast's team found, on the cast's line of enquiry."""
        line = people.LINES.get(self.facts.product, people.PROTECTION)
        peer = people.TEAMS[self.facts.product][0][0]
        return self.give("NoteFinding", Role.PEER, {"peer": peer, "line": line, "kind": kind, "text": text, **fields})

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
        transfer["check_back_on"] = str(self.world.calendar.after(self.today, 120))
        self.give("TransferToBau", Role.AUTHORITY, transfer, days=3, action="A2")

    def board_approves_closure(self) -> Outcome:
        board = {"board": BOARD, "met_on": self.today, "agenda_item": "10"}
        return self.give("RecordBoardDecision", Role.CLERK, board, days=5, about="closure", decision="approved")

    def report_through(self, *bodies: str, meetings: dict[str, list[date]] | None = None) -> None:
        """Give the authority a reporting route. Unless it is said, each body meets every 20 working days."""
        every = [self.world.calendar.after(self.today, days) for days in range(20, 500, 20)]
        given = [
            {
                "slug": body,
                "name": BODIES[body],
                "meetings": [{"met_on": day} for day in (meetings or {}).get(body, every)],
            }
            for body in bodies
        ]
        with writing(self.engine) as connection:
            set_route(connection, self.authority, GivenRoute.model_validate({"bodies": given}), self.today)

    def draft(self, kind: str, **fields: Any) -> Outcome:
        """Draft a paper, with no impact on anybody whom the Equality Act protects."""
        equality = [{"characteristic": one, "impact": "no"} for one in Characteristic]
        texts = {"subject": "Protection", "asks": ["note the progress made against the plan"]}
        return self.give("DraftPaper", Role.CLERK, {**texts, "kind": kind, "equality": equality, **fields})

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


CaseAt = Callable[..., Case]
"""A stage, and a product where it is not the review: the case as it stands when that stage begins."""


def engagement_at(stage: Stage, engine: Engine, *, product: str = REVIEW, begins: date = MONDAY) -> Case:
    """A fresh engagement at the beginning of a stage."""
    return Case(engine, begins=begins).at_stage(stage, product=product)
