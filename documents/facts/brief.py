"""The team brief: whom the peers visit, what the inspectorate found there, and who of them looks at what."""

from dataclasses import dataclass

from config.vocabulary import PEERS, Role
from documents.facts import findings, parts, wording
from documents.facts.board import Concern, Cover
from documents.facts.parts import Days, Looked, Member, Step
from documents.facts.told import Told
from documents.kinds import Kind
from engagements.state.document_requests import DocumentRequest
from engagements.state.team import Visit


@dataclass(frozen=True, slots=True)
class Graded:
    """What an inspection found on a question."""

    question: str
    round: str
    grade: str
    published: str


@dataclass(frozen=True, slots=True)
class Host:
    """Whom the peers meet there, by post and name."""

    post: str
    name: str


@dataclass(frozen=True, slots=True)
class Wanted:
    """A document that the authority was asked for, on which line of enquiry, and whether it is there."""

    what: str
    line: str
    stands: str


@dataclass(frozen=True, slots=True)
class TeamBrief:
    """Everything that the brief may say. ``position``: the authority's own self-assessment, once it is there."""

    cover: Cover
    about: str
    reason: tuple[str, ...]
    visit: tuple[Days, ...]
    team: tuple[Member, ...]
    lines: tuple[Looked, ...]
    focus: tuple[str, ...]
    region: str
    governance: str
    hosts: tuple[Host, ...]
    grades: tuple[Graded, ...]
    concerns: tuple[Concern, ...]
    position: tuple[str, ...]
    documents: tuple[Wanted, ...]
    next: tuple[Step, ...]
    coordinator: str


HOSTS = (Role.AUTHORITY, Role.CHIEF_FIRE_OFFICER, Role.CHAIR)


def brief(told: Told) -> TeamBrief:
    facts, visited = told.now.facts, next(iter(told.now.all(Visit)), None)
    told.there(parts.accepted(told) or None, "team")
    service = told.now.world.reference.service(facts.authority)
    return TeamBrief(
        cover=parts.head(told, Kind.TEAM_BRIEF, f"Team brief: {service.official_name}"),
        about=told.now.product.summary,
        reason=told.typed.paragraphs(facts.reason),
        visit=parts.visit(told),
        team=parts.team(told),
        lines=parts.lines(told),
        focus=parts.focus(told),
        region=service.region,
        governance=wording.capitalised(service.governance_on(told.on).shown),
        hosts=tuple(Host(parts.POSTS[role], name) for role in HOSTS if (name := told.names.holder(role))),
        grades=_grades(told),
        concerns=findings.concerns(told.now, told.typed),
        position=told.typed.paragraphs(visited.self_assessment) if visited else (),
        documents=tuple(_wanted(told, one) for one in told.now.all(DocumentRequest) if not one.withdrawn_on),
        next=parts.owed(told, *PEERS, Role.COORDINATOR, Role.AUTHORITY),
        coordinator=told.names.holder(Role.COORDINATOR),
    )


def _wanted(told: Told, asked: DocumentRequest) -> Wanted:
    stands = f"Provided on {wording.day(asked.provided_on)}" if asked.provided_on else "Not there yet"
    return Wanted(told.typed(asked.wanted), parts.line_title(told, asked.line), stands)


def _grades(told: Told) -> tuple[Graded, ...]:
    """What was published by that day on the questions that the scope bears on, the latest round first."""
    scope = parts.last_scope(told)
    asked = (
        {question for slug in scope.lines_of_enquiry for question in told.now.product.line(slug).questions}
        if scope
        else set()
    )
    found = [
        result
        for result in told.now.world.reference.results(told.now.facts.authority)
        if result.question in asked and result.published and result.published <= told.on
    ]
    return tuple(
        Graded(
            question=wording.capitalised(one.question or ""),
            round=str(one.round),
            grade=wording.capitalised(one.shown),
            published=wording.day(one.published),
        )
        for one in sorted(found, key=lambda one: -one.round)
    )
