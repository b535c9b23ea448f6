"""Drafting papers: from what the journal tells to facts, for each whom they are for. Nothing is written here."""

from sqlalchemy import Connection, select

from documents import for_boards
from documents.facts import wording
from documents.facts.told import Names, Told
from documents.facts.wording import Texts
from documents.kinds import FOR_BOARDS
from documents.ledger import Document
from documents.making import Drafted
from documents.needed import NEEDED
from documents.wanted import Standing, Wanted
from engagements import texts
from engagements.engagement import World, uk_date
from engagements.process import recalled
from engagements.rebuilding import retold
from engagements.refusals import BrokenRule
from engagements.stages.closure import EngagementClosed
from engagements.stages.papers import AboutAMatter
from engagements.state.engagement import EngagementFacts
from engagements.state.journal import JournalEntry


class NothingToReport(BrokenRule):
    """The engagement was not there at that time."""

    field = "on"


def again(connection: Connection, document: Document) -> Wanted:
    """What was wanted when a paper of an engagement was made: the same event, the same board or peer."""
    journal, engagement = JournalEntry.table, EngagementFacts.table
    query = select(journal, engagement.c.ref).join(engagement, engagement.c.id == journal.c.engagement_id)
    entry = connection.execute(query.where(journal.c.position == document.cause)).one()
    event = recalled(entry.type, entry.facts)
    return Wanted(
        kind=document.kind,
        ref=entry.ref,
        made_at=document.made_at,
        sequence=entry.sequence,
        period=document.period or None,
        paper=event.number if isinstance(event, AboutAMatter) else None,
        board=document.board,
        peer=document.peer,
    )


def drafted(connection: Connection, wanted: Wanted, world: World) -> tuple[Drafted, ...]:
    """The papers: one, or one for each board. The same journal gives the same papers, whatever happened since.

    Raises UnknownEngagement, NothingToReport, NotYet, and NotOnRecord for what the engagement does not have.
    """
    standing = _standing(connection, wanted, world)
    typed = Texts(texts.of_engagement(connection, standing.now.id))
    if wanted.kind in FOR_BOARDS:
        return for_boards.drafted(connection, standing, wanted, typed)
    return (_of_a_stage(connection, standing, wanted, typed),)


def _standing(connection: Connection, wanted: Wanted, world: World) -> Standing:
    told = closing = None
    for each in retold(connection, wanted.ref, world):
        later = each.entry.at > wanted.made_at if wanted.sequence is None else each.entry.sequence > wanted.sequence
        if later:
            break
        told = each
        closing = each.event.summary if isinstance(each.event, EngagementClosed) else closing
    if told is None:
        day = wording.day(uk_date(wanted.made_at))
        raise NothingToReport(f"{wanted.ref} began after {day}. Choose a later day.")
    return Standing(told.engagement, told.entry.position, told.entry.sequence, closing)


def _of_a_stage(connection: Connection, standing: Standing, wanted: Wanted, typed: Texts) -> Drafted:
    now, on, gathered = standing.now, uk_date(wanted.made_at), NEEDED[wanted.kind].gathered
    assert gathered, f"Nobody gathers the facts of a {wanted.kind.in_words}: see documents/needed.py."
    names = Names.read(connection, now, on)
    facts = gathered(Told(now, typed, names, on, wanted.peer))
    return Drafted(
        kind=wanted.kind,
        facts=facts,
        made_at=wanted.made_at,
        folder=now.facts.ref,
        name=", ".join(filter(None, (wanted.kind.in_words, wanted.peer))),
        authority=now.facts.authority,
        peer=wanted.peer,
        cause=standing.position,
        sequence=standing.sequence,
        engagement_id=now.id,
        names=tuple(sorted(names.named)),
    )
