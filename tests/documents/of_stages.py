"""Papers of the stages, drafted as an engagement stood after an event of its journal."""

from dataclasses import replace

from documents.drafting import drafted
from documents.kinds import Kind
from documents.making import Drafted
from documents.wanted import Wanted
from engagements import queries
from engagements.database import reading
from tests.builders import Case


def last(case: Case, event: str) -> queries.Happened:
    """The last event of that name."""
    with reading(case.engine) as connection:
        told = [one for one in queries.timeline(connection, str(case.ref)) if type(one.event).__name__ == event]
    return told[-1]


def paper(case: Case, kind: Kind, after: str | None = None, peer: str = "") -> Drafted:
    """The paper as of an event, or of now."""
    wanted = Wanted(kind, str(case.ref), case.now, peer=peer)
    if after:
        told = last(case, after)
        wanted = replace(wanted, made_at=told.at, sequence=told.sequence)
    with reading(case.engine) as connection:
        [found] = drafted(connection, wanted, case.world)
    return found
