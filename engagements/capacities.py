"""In which roles somebody may act on an engagement, on a day."""

from datetime import date

from sqlalchemy import Connection, select

from config.vocabulary import Role, TeamRole
from engagements.engagement import World
from engagements.loading import plain
from engagements.state.engagement import EngagementFacts
from engagements.state.people import Contact
from engagements.state.team import Invitation


def roles_of(connection: Connection, person: str, facts: EngagementFacts, on: date, world: World) -> tuple[Role, ...]:
    """The roles of a contact or a peer; none for an outsider."""
    contacts, invited = Contact.table.c, Invitation.table.c
    for contact in plain(connection.execute(select(Contact.table).where(contacts.id == person)), Contact):
        in_office = (contact.holds_from or on) <= on <= (contact.holds_to or on)
        return (contact.role,) if in_office and contact.authority in (facts.authority, None) else ()
    place = select(Invitation.table).where(invited.engagement_id == facts.id, invited.peer == person)
    for invitation in plain(connection.execute(place), Invitation):
        leads = invitation.team_role is TeamRole.LEAD_PEER and invitation.status == "accepted"
        return (Role.PEER, Role.LEAD_PEER) if leads else (Role.PEER,)
    return ()
