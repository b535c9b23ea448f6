"""What the request, the scope, the team and the visit are chosen from."""

from collections.abc import Callable

from sqlalchemy import select

from config.calendar import in_words
from engagements.lines_of_enquiry import lines as lines_in
from engagements.loading import plain
from engagements.peers.looking import is_free
from engagements.peers.on_record import Days, PeerOnRecord, pool
from engagements.state.people import Peer
from engagements.state.team import Invitation, Scope, VisitPhase
from engagements.state.timetable import VisitSession
from engagements.telling import plain as worded
from engagements.texts import recall
from engagements.visits.timetabling import told
from portal.forms.choice import Option
from portal.forms.desk import Desk, Options, shortened


def beginnings(desk: Desk) -> Options:
    return (Option(stage.value, worded(stage).capitalize()) for stage in desk.product.enters_at)


def lines(desk: Desk) -> Options:
    return (Option(line.slug, line.title) for line in desk.product.lines_of_enquiry)


def places(desk: Desk) -> Options:
    taken = [one.team_role for one in desk.rows(Invitation) if one.status in ("invited", "accepted")]
    for place in desk.product.team:
        kinds = " or ".join(worded(kind) for kind in place.kinds)
        filled = f"{taken.count(place.team_role)} of {place.most} taken"
        yield Option(place.team_role.value, worded(place.team_role).capitalize(), f"For: {kinds}. {filled}.")


def _pool(desk: Desk) -> list[Peer]:
    return list(plain(desk.connection.execute(select(Peer.table).order_by(Peer.table.c.name)), Peer))


def _peer(desk: Desk, peer: Peer | PeerOnRecord, besides: str = "") -> Option:
    service = desk.world.reference.service(peer.service).official_name
    return Option(peer.id, f"{peer.name}, {service}, {worded(peer.kind)}{besides}")


def peers_to_ask(desk: Desk) -> Options:
    """The pool without those whom an interest keeps away on the visit's days, and those who have been asked."""
    facts = desk.facts
    visit = Days(facts.visit_from or desk.today, facts.visit_to or desk.today)
    asked = {one.peer for one in desk.rows(Invitation) if one.status in ("invited", "accepted")}
    for peer in sorted(pool(desk.connection, desk.today, desk.world), key=lambda one: (one.name, one.id)):
        interested = any(one.service == facts.authority and one.holds_in(visit) for one in peer.interests)
        if peer.id not in asked and not interested:
            yield _peer(desk, peer, "" if is_free(peer, visit) else ", not free on all days")


def peers(desk: Desk) -> Options:
    return (_peer(desk, one) for one in _pool(desk))


def invited(*statuses: str) -> Callable[[Desk], Options]:
    def options(desk: Desk) -> Options:
        asked = {one.peer: one for one in desk.rows(Invitation) if one.status in statuses}
        query = select(Peer.table).where(Peer.table.c.id.in_(list(asked))).order_by(Peer.table.c.name)
        for peer in plain(desk.connection.execute(query), Peer):
            place = asked[peer.id]
            yield _peer(desk, peer, f", {worded(place.team_role)}, {place.status}")

    return options


def phases(desk: Desk) -> Options:
    for phase in desk.rows(VisitPhase):
        if not (phase.completed_on or phase.replaced_on):
            days = f"{in_words(phase.starts_on)} to {in_words(phase.ends_on)}"
            yield Option(str(phase.number), f"Phase {phase.number}, {days}")


def lines_of_the_scope(desk: Desk) -> Options:
    for scope in desk.rows(Scope)[-1:]:
        asked = lines_in(scope, desk.product, recall(desk.connection, scope.focuses.values()))
        yield from (Option(line.slug, shortened(line.title)) for line in asked)


def sessions(desk: Desk) -> Options:
    standing = [session for session in desk.rows(VisitSession) if not session.cancelled_on]
    text = desk.texts(session.title for session in standing)
    for session in sorted(standing, key=lambda one: one.starts_at):
        yield Option(str(session.number), f"{told(session)}: {text(session.title)}")
