"""What somebody may do next with an engagement: the commands that would settle what is owed on it."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import timedelta
from functools import partial
from typing import Any, NamedTuple

from config.vocabulary import PeerKind, Role
from engagements import settling
from engagements.database import reading
from engagements.loading import rows_of
from engagements.messages import Command
from engagements.obligations import Owed
from engagements.process import command_named, step_for
from engagements.queries import Due
from engagements.rehearsal import answering
from engagements.rehearsal.standing import Standing
from engagements.state.people import Peer
from engagements.state.row import OfAuthority
from engagements.state.team import InterestDeclaration, Invitation
from engagements.state.timetable import VisitSession
from tests import cast as people
from tests.builders import Case
from tests.samples import TYPED

AHEAD = timedelta(90)

ALTERNATIVES: Mapping[Owed, tuple[str, ...]] = {
    Owed.ANSWER_INVITATION: ("DeclineInvitation",),
    Owed.CONFIRM_TEAM: ("ReleasePeer",),
    Owed.ISSUE_TIMETABLE: ("CancelSession",),
    Owed.COMPLETE_ACTION: ("TransferToBau",),
    Owed.CHECK_EVIDENCE: ("RejectEvidence",),
    Owed.ACCEPT_RETURN: ("QueryReturn",),
    Owed.ANSWER_QUERY: ("FileNilReturn", "FileReturn"),
}
"""What settles it too, or clears the way for it, and is not the plainest answer."""

SETTLED_BY: Mapping[Owed, tuple[str, ...]] = {
    kind: (*(command.__name__ for command in plainest), *ALTERNATIVES.get(kind, ()))
    for kind, plainest in settling.SETTLED_BY.items()
}
"""The commands that settle what is owed, or clear the way for it, the likeliest first."""


class Act(NamedTuple):
    """A command that makes sense now."""

    name: str
    role: Role
    fields: dict[str, Any]


def acts(case: Case, due: Due) -> Iterator[Act]:
    """What would settle the obligation, the likeliest first."""
    for name in SETTLED_BY[Owed(due.kind)]:
        yield from acts_of(case, name, due.subject)


def acts_of(case: Case, name: str, subject: str) -> Iterator[Act]:
    """The command as it would be given about a subject; none where the subject is not one of its kind."""
    command = command_named(name)
    for fields in FIELDS[name](case, subject) if name in FIELDS else _plainly(case, command, subject):
        yield Act(name, step_for(command).by[0], fields)


def _plainly(case: Case, command: type[Command], subject: str) -> Iterable[dict[str, Any]]:
    """As in a rehearsal, with a text that must not be found where it does not belong."""
    if command not in answering.FIELDS:
        return []
    rows = partial(_rows, case)
    standing = Standing(case.facts, case.world, case.today, rows, spare_peers(), text("as usual"))
    return answering.FIELDS[command](standing, subject)


def _rows(case: Case, kind: type[Any]) -> Sequence[Any]:
    if not issubclass(kind, OfAuthority):
        return case.rows(kind)
    facts = case.facts
    with reading(case.engine) as connection:
        return rows_of(connection, facts, kind)


def text(about: str) -> str:
    return f"{TYPED}: {about}"


SPARE = {kind: [f"spare-{kind.value.replace('_', '-')}-{number}" for number in (1, 2, 3)] for kind in PeerKind}
"""Peers whom no random command names, so that a team can always be found."""


def spare_peers() -> list[Peer]:
    return [
        Peer(id=peer, kind=kind, service="hertfordshire", name="Spare peer", email=f"{peer}@example.org")
        for kind, peers in SPARE.items()
        for peer in peers
    ]


def _released(case: Case, subject: str) -> Iterator[dict[str, Any]]:
    """Whoever accepted, and then declared an interest for another engagement."""
    declared = {declaration.peer for declaration in case.rows(InterestDeclaration)}
    for invitation in case.rows(Invitation):
        if invitation.status == "accepted" and (invitation.peer in declared or invitation.peer == people.INTERESTED):
            yield {"peer": invitation.peer, "reason": text("an interest")}


def _left_without_a_peer(case: Case, subject: str) -> Iterator[dict[str, Any]]:
    for session in case.rows(VisitSession):
        if not session.peers and not session.cancelled_on:
            yield {"number": session.number, "reason": text("nobody is left")}


FIELDS: Mapping[str, Callable[[Case, str], Iterable[dict[str, Any]]]] = {
    "DeclineInvitation": lambda case, peer: [{"peer": peer, "reason": text("on leave")}],
    "ReleasePeer": _released,
    "CancelSession": _left_without_a_peer,
    "TransferToBau": lambda case, action: [
        {"action": action, "owner": text("a post"), "reason": text("routine"), "check_back_on": case.today + AHEAD}
    ],
    "RejectEvidence": lambda case, action: [{"action": action, "reason": text("a draft")}],
    "QueryReturn": lambda case, period: [{"period": period, "question": text("why")}],
}
"""Of those that are not the plainest answer."""
