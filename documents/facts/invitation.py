"""The letter that invites one peer to a place on a team."""

from dataclasses import dataclass

from config.vocabulary import Grade, Role
from documents.facts import parts, wording
from documents.facts.board import Cover
from documents.facts.parts import Days, Looked
from documents.facts.told import Told
from documents.kinds import Kind
from engagements.state.team import Invitation
from engagements.telling import plain

GOOD = (Grade.GOOD, Grade.OUTSTANDING)


@dataclass(frozen=True, slots=True)
class InvitationLetter:
    """Everything that the letter may say. ``matched``: what the peer's own service does well, of what is looked at."""

    cover: Cover
    to: str
    service: str
    team_role: str
    about: str
    lines: tuple[Looked, ...]
    focus: tuple[str, ...]
    visit: tuple[Days, ...]
    matched: tuple[str, ...]
    answer_by: str
    coordinator: str


def invitation(told: Told) -> InvitationLetter:
    """Raises NotOnRecord for a peer who was not invited."""
    place = told.now.one(Invitation, told.peer, called=f"invitation for {told.peer or 'nobody in particular'}")
    return InvitationLetter(
        cover=parts.head(told, Kind.INVITATION_LETTER, f"Invitation to a peer team for {parts.authority(told)}"),
        to=told.names.peer(told.peer),
        service=told.names.service(told.peer),
        team_role=plain(place.team_role),
        about=told.now.product.summary,
        lines=parts.lines(told),
        focus=parts.focus(told),
        visit=parts.visit(told),
        matched=_matched(told),
        answer_by=wording.day(place.answer_by),
        coordinator=told.names.holder(Role.COORDINATOR),
    )


def _matched(told: Told) -> tuple[str, ...]:
    """The questions within the scope on which the inspectorate had graded the peer's service good or better."""
    scope, service = parts.last_scope(told), told.names.home(told.peer)
    if scope is None or not service:
        return ()
    asked = {question for slug in scope.lines_of_enquiry for question in told.now.product.line(slug).questions}
    return tuple(
        f"{plain(result.grade or '')} on {result.question} (Round {result.round})"
        for result in told.now.world.reference.results(service)
        if result.question in asked and result.grade in GOOD and (result.published or told.on) <= told.on
    )
