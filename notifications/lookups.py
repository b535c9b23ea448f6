"""What a message about an event must say besides what the event itself holds: who the peer is, what the action was."""

from collections.abc import Callable
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Connection, select

from config.calendar import in_words
from config.reference import ReferenceData
from config.vocabulary import Role
from engagements.engagement import World
from engagements.events import AboutAPeer, Event
from engagements.lines_of_enquiry import lines, titles
from engagements.loading import plain
from engagements.obligations import Owed
from engagements.outbox import Followed
from engagements.people import on_record
from engagements.reports.draft_and_final import as_drafted, place_in_words
from engagements.stages.actions import AboutAnAction
from engagements.stages.challenge_visit import VisitScheduled
from engagements.stages.closure import EngagementClosed, EngagementReopened
from engagements.stages.corrections import AccuracyCheckReturned, AccuracyCheckSent, CorrectionDecided
from engagements.stages.document_requests import DocumentRequestWithdrawn
from engagements.stages.extensions import ExtensionDecided
from engagements.stages.follow_up_plan import RecommendationAnswered
from engagements.stages.handing_over import ObligationHandedOver
from engagements.stages.inspectorate import CauseOfConcernRemoved, InspectorateRevisited
from engagements.stages.papers import AboutAMatter
from engagements.stages.quarterly_reporting import ExceptionRaised
from engagements.stages.recommendations import ReportFinalised
from engagements.stages.relief import ObligationExtended, ObligationWaived
from engagements.stages.returns import ReturnFiled
from engagements.stages.route import PapersCalledFor
from engagements.stages.scope_changes import ScopeAmended
from engagements.stages.scoping import ScopeProposed
from engagements.stages.team_assignment import TeamConfirmed
from engagements.stages.throughout import CoordinatorReassigned
from engagements.stages.visit_findings import GoodPracticeMarked
from engagements.state.document_requests import DocumentRequest
from engagements.state.engagement import CauseOfConcern, Obligation
from engagements.state.people import Peer
from engagements.state.plan import Action, ExtensionRequest, Recommendation
from engagements.state.report import Report, ReportCorrection
from engagements.state.row import OfEngagement
from engagements.state.team import Scope
from engagements.state.timetable import VisitSession
from engagements.state.visit_findings import VisitFinding
from engagements.texts import recall
from engagements.visits.timetabling import told
from notifications.asks import capitalised, to_do
from notifications.wording import ROLES, matter, worded

ERASED = "[this text has been erased]"

R = TypeVar("R", bound=OfEngagement)


def texts_of(connection: Connection, refs: set[str]) -> dict[str, str]:
    """What people typed, by reference."""
    return dict.fromkeys(refs, ERASED) | recall(connection, refs)


def _rows(connection: Connection, followed: Followed, kind: type[R], *conditions: ColumnElement[bool]) -> list[R]:
    table = kind.table
    query = select(table).where(table.c.engagement_id == followed.engagement.id, *conditions)
    return list(plain(connection.execute(query.order_by(*(table.c[name] for name in kind.IDENTITY))), kind))


def _peers(connection: Connection, identifiers: list[str], reference: ReferenceData) -> dict[str, dict[str, str]]:
    """Name and service of some peers. Their politics are nobody's business and are not looked up."""
    table = Peer.table
    found = connection.execute(select(table.c.id, table.c.name, table.c.service).where(table.c.id.in_(identifiers)))
    return {row.id: {"name": row.name, "service": reference.service(row.service).official_name} for row in found.all()}


def _peer(connection: Connection, followed: Followed, event: AboutAPeer, world: World) -> dict[str, str]:
    return _peers(connection, [event.peer], world.reference)[event.peer]


def _team(connection: Connection, followed: Followed, event: TeamConfirmed, world: World) -> list[dict[str, str]]:
    known = _peers(connection, [place.peer for place in event.team], world.reference)
    return [{**known[place.peer], "place": worded(place.team_role, {})} for place in event.team]


def _scope(connection: Connection, followed: Followed, number: int) -> tuple[Scope, dict[str, str]]:
    [scope] = _rows(connection, followed, Scope, Scope.table.c.number == number)
    return scope, texts_of(connection, set(scope.focuses.values()))


def _lines(connection: Connection, followed: Followed, event: ScopeProposed | ScopeAmended, world: World) -> list[str]:
    scope, texts = _scope(connection, followed, event.number)
    return [line.title for line in lines(scope, followed.product(world), texts)]


def _dropped(connection: Connection, followed: Followed, event: ScopeAmended, world: World) -> list[str]:
    scope, texts = _scope(connection, followed, event.number)
    called = titles(scope, followed.product(world), texts)
    return [called[line] for line in event.removed]


def _cancelled(connection: Connection, followed: Followed, event: VisitScheduled, world: World) -> list[str]:
    sessions = _rows(connection, followed, VisitSession, VisitSession.table.c.number.in_(event.cancelled))
    texts = texts_of(connection, {session.title for session in sessions})
    return [f"{told(session)}: {texts[session.title]}" for session in sessions]


def _draft(connection: Connection, followed: Followed, event: AccuracyCheckSent, world: World) -> list[dict[str, str]]:
    [report] = _rows(connection, followed, Report)
    pieces = as_drafted(report)
    texts = texts_of(connection, {piece.text for piece in pieces})
    return [{"place": capitalised(place_in_words(piece.place)), "text": texts[piece.text]} for piece in pieces]


def _corrections(
    connection: Connection,
    followed: Followed,
    event: AccuracyCheckReturned | CorrectionDecided | ReportFinalised,
    world: World,
) -> list[dict[str, Any]]:
    """What the authority corrected, and what became of it."""
    found = _rows(connection, followed, ReportCorrection)
    texts = texts_of(connection, {ref for one in found for ref in (one.text, one.wording, one.reason) if ref})
    return [worded(one, texts) | {"place": place_in_words(one.place)} for one in found]


def _altered(connection: Connection, followed: Followed, event: ReportFinalised, world: World) -> list[dict[str, Any]]:
    """What was changed in the report although no correction asked for it."""
    texts = texts_of(connection, {ref for one in event.altered for ref in (one.text, one.reason) if ref})
    return [worded(one, texts) | {"place": capitalised(place_in_words(one.place))} for one in event.altered]


def _recommendation(connection: Connection, followed: Followed, event: RecommendationAnswered, world: World) -> str:
    [asked] = _rows(connection, followed, Recommendation, Recommendation.table.c.number == event.number)
    return texts_of(connection, {asked.text})[asked.text]


def _actions(connection: Connection, followed: Followed, refs: tuple[str, ...]) -> list[dict[str, Any]]:
    found = _rows(connection, followed, Action, Action.table.c.ref.in_(refs))
    texts = texts_of(connection, {ref for a in found for ref in (a.text, a.owner, a.bau_owner, a.bau_reason) if ref})
    return [worded(action, texts) for action in found]


def _action(connection: Connection, followed: Followed, event: AboutAnAction, world: World) -> dict[str, Any]:
    return _actions(connection, followed, (event.action,))[0]


def _raised_about(
    connection: Connection, followed: Followed, event: ExceptionRaised, world: World
) -> dict[str, Any] | None:
    return _actions(connection, followed, (event.action,))[0] if event.action else None


def _request(connection: Connection, followed: Followed, event: ExtensionDecided, world: World) -> Any:
    asked = ExtensionRequest.table
    about = (asked.c.action == event.action, asked.c.number == event.number)
    [request] = _rows(connection, followed, ExtensionRequest, *about)
    return worded(request, {})


def _ratings(connection: Connection, followed: Followed, event: ReturnFiled, world: World) -> dict[str, str]:
    """What each rating is called."""
    return {rating.slug: rating.name.lower() for rating in followed.product(world).ratings.ratings}


def _transferred(connection: Connection, followed: Followed, event: EngagementClosed, world: World) -> Any:
    return _actions(connection, followed, event.transferred)


def _concern(connection: Connection, followed: Followed, number: int) -> dict[str, Any]:
    [concern] = _rows(connection, followed, CauseOfConcern, CauseOfConcern.table.c.number == number)
    worded_concern: dict[str, Any] = worded(concern, texts_of(connection, {concern.text}))
    return worded_concern


def _followed_up(
    connection: Connection, followed: Followed, event: InspectorateRevisited | CauseOfConcernRemoved, world: World
) -> dict[str, Any]:
    return _concern(connection, followed, event.number)


def _reopened_for(
    connection: Connection, followed: Followed, event: EngagementReopened, world: World
) -> dict[str, Any] | None:
    return _concern(connection, followed, event.cause_of_concern) if event.cause_of_concern else None


def _late(
    connection: Connection,
    followed: Followed,
    event: ObligationWaived | ObligationExtended | ObligationHandedOver,
    world: World,
) -> dict[str, str]:
    return {"to_do": to_do(Owed(event.kind), event.about), "owed_by": ROLES[event.owed_by]}


def _taken_by(connection: Connection, followed: Followed, event: ObligationHandedOver, world: World) -> str:
    return on_record(connection, event.to).name


def _wanted(connection: Connection, followed: Followed, event: DocumentRequestWithdrawn, world: World) -> Any:
    [asked] = _rows(connection, followed, DocumentRequest, DocumentRequest.table.c.number == event.number)
    return worded(asked, texts_of(connection, {asked.wanted}))


def _shared(connection: Connection, followed: Followed, event: GoodPracticeMarked, world: World) -> Any:
    [finding] = _rows(connection, followed, VisitFinding, VisitFinding.table.c.number == event.number)
    return worded(finding, texts_of(connection, {finding.text}))


def _papers_on(connection: Connection, followed: Followed, event: AboutAMatter | PapersCalledFor, world: World) -> str:
    return matter(event.matter)


def _still_open(connection: Connection, followed: Followed, event: CoordinatorReassigned, world: World) -> list[str]:
    """What the coordinator owes at this moment, the first due first; a stopped clock has no date."""
    found = _rows(connection, followed, Obligation, Obligation.table.c.ended.is_(None))
    owed = sorted((o.due_on, o.kind, o.subject) for o in found if o.owed_by is Role.COORDINATOR and o.due_on)
    return [f"{to_do(Owed(kind), subject)} by {in_words(due_on)}" for due_on, kind, subject in owed]


LOOK_UPS: tuple[tuple[tuple[type[Event], ...], str, Callable[[Connection, Followed, Any, World], Any]], ...] = (
    ((AboutAPeer,), "peer", _peer),
    ((TeamConfirmed,), "team", _team),
    ((ScopeProposed, ScopeAmended), "lines", _lines),
    ((ScopeAmended,), "dropped", _dropped),
    ((VisitScheduled,), "cancelled", _cancelled),
    ((AccuracyCheckSent,), "draft", _draft),
    ((AccuracyCheckReturned, CorrectionDecided, ReportFinalised), "corrections", _corrections),
    ((ReportFinalised,), "altered", _altered),
    ((RecommendationAnswered,), "recommendation", _recommendation),
    ((AboutAnAction,), "action", _action),
    ((ExtensionDecided,), "request", _request),
    ((ReturnFiled,), "ratings", _ratings),
    ((ExceptionRaised,), "action", _raised_about),
    ((EngagementClosed,), "transferred", _transferred),
    ((InspectorateRevisited, CauseOfConcernRemoved), "concern", _followed_up),
    ((EngagementReopened,), "concern", _reopened_for),
    ((DocumentRequestWithdrawn,), "document", _wanted),
    ((GoodPracticeMarked,), "finding", _shared),
    ((AboutAMatter, PapersCalledFor), "papers_on", _papers_on),
    ((ObligationWaived, ObligationExtended, ObligationHandedOver), "late", _late),
    ((ObligationHandedOver,), "taken_by", _taken_by),
    ((CoordinatorReassigned,), "open", _still_open),
)
"""For some events, what else their messages may say, and under which name."""


def look_up(connection: Connection, followed: Followed, world: World) -> dict[str, Any]:
    """What the messages about this event may say besides what it holds itself."""
    return {
        name: found(connection, followed, followed.event, world)
        for kinds, name, found in LOOK_UPS
        if isinstance(followed.event, kinds)
    }
