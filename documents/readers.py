"""Which papers of an engagement somebody may read by a link: those of the stages that are for one of their roles."""

from collections.abc import Collection

from sqlalchemy import Connection, select

from config.vocabulary import PEERS, Role, Stage
from documents.kinds import OF_STAGES, Kind
from documents.ledger import Document
from documents.needed import NEEDED
from engagements.journal import SWEEP
from engagements.loading import plain
from engagements.state.engagement import EngagementFacts
from engagements.state.team import Invitation

UNTIL_THE_REPORT = (Stage.TEAM_ASSIGNMENT, Stage.CHALLENGE_VISIT, Stage.RECOMMENDATIONS)


def offered(connection: Connection, facts: EngagementFacts, roles: Collection[Role], person: str) -> list[Document]:
    """The last version of each, in the order of the stages; no draft of the report once it is final.

    What followed from an event is offered; what staff had made as of another time is theirs to send. A peer who was
    invited reads their own letter, and whoever accepted what is for the team; what holds the authority's own words for
    the visit alone, until the report is final.
    """
    of_stages = _of_stages(connection, facts.id)
    given = {(one.kind, one.cause) for one in of_stages if one.made_by == str(SWEEP)}
    place, over = _place(connection, facts.id, person), facts.stage not in UNTIL_THE_REPORT
    last: dict[Kind, Document] = {}
    for one in of_stages:
        if over and NEEDED[one.kind].until_the_report:
            continue
        if (one.kind, one.cause) in given and _may_read(one, roles, person, place):
            last[one.kind] = one
    if Kind.FINAL_REPORT in last:
        last.pop(Kind.DRAFT_REPORT, None)
    return [last[kind] for kind in OF_STAGES if kind in last]


def _may_read(paper: Document, roles: Collection[Role], person: str, place: str | None) -> bool:
    if paper.peer:
        return paper.peer == person and place in ("invited", "accepted")
    here = {role for role in roles if role not in PEERS or place == "accepted"}
    return bool(here & NEEDED[paper.kind].readers)


def _of_stages(connection: Connection, engagement_id: int) -> list[Document]:
    table = Document.table
    query = select(table).where(table.c.engagement_id == engagement_id, table.c.kind.in_(OF_STAGES))
    return list(plain(connection.execute(query.order_by(table.c.sequence, table.c.edition)), Document))


def _place(connection: Connection, engagement_id: int, person: str) -> str | None:
    """How the peer's invitation stands; None for somebody who has none."""
    invited = Invitation.table.c
    query = select(invited.status).where(invited.engagement_id == engagement_id, invited.peer == person)
    return connection.execute(query).scalar()
