"""One engagement as the benchmarks play it: the shortest way from request to closure, given by people on record."""

from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any
from uuid import uuid4

from sqlalchemy import Connection

from config.vocabulary import PeerKind, Role
from engagements.engagement import UK, World
from engagements.handling import apply, read_command
from engagements.journal import SWEEP, Actor
from engagements.messages import Command
from engagements.people import add_person
from engagements.state.people import Contact, Peer

ADVISER = Actor(Role.PRINCIPAL_ADVISER, "adviser-east")
COORDINATOR = Actor(Role.COORDINATOR, "coordinator")
AUTHORITY = Actor(Role.AUTHORITY, "essex-plan-owner")
BOARD = Actor(Role.GOVERNANCE_BODY, "essex-board")
CLERK = Actor(Role.CLERK, "essex-clerk")
LEAD = Actor(Role.LEAD_PEER, "hertfordshire-lead")
PEERS = (Actor(Role.PEER, "hertfordshire-lead"), Actor(Role.PEER, "hertfordshire-fire-safety"))


def world() -> World:
    """England's calendar, and the products and reference data that come with the system."""
    return World.shipped()


def put_people_on_record(connection: Connection) -> None:
    """Everyone in the story, as roles with example.org addresses."""
    for actor in (ADVISER, COORDINATOR, AUTHORITY, BOARD, CLERK):
        add_person(connection, _contact(actor))
    for kind, peer in zip((PeerKind.OFFICER, PeerKind.OPERATIONAL), PEERS, strict=True):
        add_person(connection, _peer(kind, str(peer.id)))


def _contact(actor: Actor) -> Contact:
    post = str(actor.id)
    authority, regions = ("essex", []) if post.startswith("essex-") else (None, ["East of England"])
    return Contact(
        id=post,
        role=actor.role,
        name=post.replace("-", " "),
        email=f"{post}@example.org",
        authority=authority,
        regions=regions if actor is ADVISER else [],
    )


def _peer(kind: PeerKind, post: str) -> Peer:
    return Peer(id=post, kind=kind, service="hertfordshire", name=post.replace("-", " "), email=f"{post}@example.org")


@dataclass(frozen=True, slots=True)
class Step:
    """A command that somebody gives on a day, at ten in the morning."""

    on: date
    name: str
    actor: Actor
    data: dict[str, Any] = field(default_factory=dict)

    @property
    def now(self) -> datetime:
        return datetime.combine(self.on, time(10), UK)

    @property
    def command(self) -> Command:
        return read_command(self.name, self.data)


PROTECTION = "protecting-the-public-through-fire-regulation"
PERIOD = "2020-21-Q1"

_REQUEST = {
    "authority": "essex",
    "product": "service-to-service-peer-review",
    "reason": "Our inspection asked for targets for the audit of high-risk premises. We want another service's view.",
}
_SCOPE = {
    "lines_of_enquiry": [PROTECTION],
    "focus": "Audits, out-of-hours cover, enforcement.",
    "visit_from": date(2020, 3, 24),
    "visit_to": date(2020, 3, 26),
}
_REPORT = {
    "summary": "A committed department that is stretched. Two recommendations follow.",
    "recommendations": [
        {"text": "Outline clear objectives and target figures for audit activity."},
        {"text": "Create links to the people strategy for fire protection."},
    ],
}
_PLAN = {
    "actions": [
        {
            "ref": f"A{number}",
            "findings": [f"R{number}"],
            "text": f"Deliver recommendation {number} in full.",
            "owner": "Head of Protection",
            "due_on": due_on,
        }
        for number, due_on in ((1, date(2021, 1, 29)), (2, date(2021, 3, 31)))
    ]
}
_RETURN = {"period": PERIOD, "updates": [{"action": ref, "rating": "on_track"} for ref in ("A1", "A2")]}
_EVIDENCE = {"action": "A1", "evidence": [{"title": "The published targets", "link": "https://example.org/targets"}]}
_TRANSFER = {
    "action": "A2",
    "owner": "Head of Digital",
    "reason": "Tied to the wider digital work.",
    "check_back_on": date(2021, 3, 9),
}
_CLOSURE = {"about": "closure", "decision": "approved", "board": "Performance and Resources Board"}

STORY: tuple[Step, ...] = (
    Step(date(2020, 1, 6), "RequestSupport", AUTHORITY, _REQUEST),
    Step(date(2020, 1, 8), "AcceptRequest", ADVISER),
    Step(date(2020, 1, 15), "HoldScopingMeeting", COORDINATOR, {"held_on": date(2020, 1, 15), "summary": "Agreed."}),
    Step(date(2020, 1, 17), "ProposeScope", COORDINATOR, _SCOPE),
    Step(date(2020, 1, 22), "AgreeScope", AUTHORITY),
    Step(date(2020, 1, 22), "InvitePeer", COORDINATOR, {"peer": PEERS[0].id, "team_role": "lead_peer"}),
    Step(date(2020, 1, 22), "InvitePeer", COORDINATOR, {"peer": PEERS[1].id, "team_role": "operational_peer"}),
    Step(date(2020, 1, 24), "AcceptInvitation", PEERS[0], {"peer": PEERS[0].id}),
    Step(date(2020, 1, 27), "AcceptInvitation", PEERS[1], {"peer": PEERS[1].id}),
    Step(date(2020, 1, 28), "ConfirmTeam", COORDINATOR),
    Step(
        date(2020, 1, 29),
        "ScheduleVisit",
        COORDINATOR,
        {"phases": [{"starts_on": _SCOPE["visit_from"], "ends_on": _SCOPE["visit_to"]}]},
    ),
    Step(date(2020, 2, 20), "SubmitSelfAssessment", AUTHORITY, {"position_statement": "Where protection stands."}),
    Step(date(2020, 3, 26), "CompleteVisitPhase", LEAD, {"number": 1}),
    Step(date(2020, 3, 26), "PresentFeedback", LEAD, {"feedback": "Good people, too few of them."}),
    Step(date(2020, 4, 3), "DraftReport", COORDINATOR, _REPORT),
    Step(date(2020, 4, 7), "SendForAccuracyCheck", COORDINATOR),
    Step(date(2020, 4, 16), "ReturnAccuracyCheck", AUTHORITY),
    Step(date(2020, 4, 20), "FinaliseReport", COORDINATOR),
    Step(date(2020, 4, 22), "RespondToRecommendation", AUTHORITY, {"number": 1, "answer": "accepted"}),
    Step(date(2020, 4, 22), "RespondToRecommendation", AUTHORITY, {"number": 2, "answer": "accepted"}),
    Step(date(2020, 5, 5), "ProposePlan", AUTHORITY, _PLAN),
    Step(date(2020, 5, 20), "ApprovePlan", BOARD, {"board": "Fire Authority", "met_on": date(2020, 5, 20)}),
    Step(date(2020, 7, 1), "OpenPeriod", SWEEP, {"period": PERIOD}),
    Step(date(2020, 7, 15), "FileReturn", AUTHORITY, _RETURN),
    Step(date(2020, 7, 20), "AcceptReturn", COORDINATOR, {"period": PERIOD}),
    Step(date(2020, 9, 1), "CompleteAction", AUTHORITY, _EVIDENCE),
    Step(date(2020, 9, 4), "VerifyAction", ADVISER, {"action": "A1"}),
    Step(date(2020, 9, 9), "TransferToBau", AUTHORITY, _TRANSFER),
    Step(date(2020, 9, 16), "RecordBoardDecision", CLERK, {**_CLOSURE, "met_on": date(2020, 9, 16)}),
    Step(date(2020, 9, 18), "CloseEngagement", COORDINATOR, {"summary": "One action delivered, one transferred."}),
)


def steps_before(name: str) -> tuple[Step, ...]:
    """The story up to the first command of that name, without it."""
    names = [step.name for step in STORY]
    return STORY[: names.index(name)]


def step_named(name: str) -> Step:
    """The first step that gives that command."""
    return next(step for step in STORY if step.name == name)


def begin(connection: Connection, world: World, count: int, until: str) -> list[str]:
    """References of so many engagements at the point where that command comes next; the caller commits."""
    refs = []
    for _ in range(count):
        ref = None
        for step in steps_before(until):
            ref = apply(connection, world, step.command, step.actor, step.now, ref=ref, command_id=uuid4().bytes).ref
        refs.append(str(ref))
    return refs
