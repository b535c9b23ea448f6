"""The team and the visit: scope, places and answers, phases, and what was written for the visit."""

from starlette.responses import Response

from engagements.database import reading
from engagements.lines_of_enquiry import lines
from engagements.loading import rows_of
from engagements.overview.authorities import contacts
from engagements.proposing.asking import is_off, looking_for_peers
from engagements.state.team import InterestDeclaration, Invitation, Scope, Visit, VisitPhase
from engagements.texts import recall
from portal.console.frame import frame
from portal.console.happenings import named
from portal.doors import Pages
from portal.office import TheOffice
from portal.showing import Show
from portal.visitors import LGA

pages = Pages("/engagements/{ref}")


@pages.get("/team", to=LGA)
def team(ref: str, office: TheOffice, show: Show) -> Response:
    with reading(office.engine) as connection:
        there = frame(connection, office, ref, "/team")
        facts = there.facts
        looks_for_peers = looking_for_peers(connection, facts)
        scopes, places = rows_of(connection, facts, Scope), rows_of(connection, facts, Invitation)
        interests, visits = rows_of(connection, facts, InterestDeclaration), rows_of(connection, facts, Visit)
        typed = (
            [text for scope in scopes for text in (scope.focus, *scope.focuses.values())]
            + [one.reason for one in places]
            + [one.reason for one in interests]
        )
        typed += [text for visit in visits for text in (visit.self_assessment, visit.timetable_note, visit.feedback)]
        texts = recall(connection, filter(None, typed))
        return show(
            "console/engagement/team.html",
            frame=there,
            scopes=[(scope, [line.title for line in lines(scope, there.product, texts)]) for scope in scopes],
            places=places,
            interests=interests,
            phases=rows_of(connection, facts, VisitPhase),
            visit=visits[0] if visits else None,
            names=named(connection, {one.peer for one in places} | {one.peer for one in interests}),
            texts=texts,
            contacts=contacts(connection, facts.authority),
            looks_for_peers=looks_for_peers,
            off={one.peer for one in places if looks_for_peers and is_off(one)},
        )
