"""Staff coming in: somebody known, in the roles that are theirs, becomes a session."""

import re
from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import Connection, select
from starlette.responses import Response

from config.vocabulary import Role
from engagements.loading import plain
from engagements.state.people import Contact
from portal import sessions
from portal.cookies import STAFF, give_cookie
from portal.office import Office
from portal.showing import Back
from portal.visitors import Door

DOOR_OF: Mapping[Role, Door] = {
    Role.COORDINATOR: Door.COORDINATOR,
    Role.PRINCIPAL_ADVISER: Door.PRINCIPAL_ADVISER,
}

A_PAGE_OF_OURS = re.compile(r"/(?![/\\])[!-\[\]-~]*")
"""Printable ASCII from its one slash on, and no backslash: browsers read those, and skip tabs, as they please."""


def of_the_lga(connection: Connection, office: Office) -> Sequence[Contact]:
    """Everybody of the LGA in office, by role."""
    table = Contact.table
    roles = select(table).where(table.c.role.in_(list(DOOR_OF)), table.c.authority.is_(None))
    found = plain(connection.execute(roles.order_by(table.c.role, table.c.turn, table.c.id)), Contact)
    return [contact for contact in found if contact.in_office(office.today)]


def let_in(
    connection: Connection,
    office: Office,
    hats: Sequence[Contact],
    *,
    name: str = "",
    doors: Iterable[Door] = (),
    begun_by: str | None = None,
) -> str:
    """A session for somebody in all these roles, and through further doors. Its secret."""
    return sessions.begin(
        connection,
        office.now(),
        name=hats[0].name if hats else name,
        doors={*doors, *(DOOR_OF[hat.role] for hat in hats)},
        hats={hat.role: hat.id for hat in reversed(hats)},
        begun_by=begun_by,
    )


def on_to(page: str, office: Office, back: Back, secret: str) -> Response:
    """To the page that was asked for, with the session's cookie."""
    response = back(ours(page))
    give_cookie(response, office, STAFF, sessions.sealed(office, secret))
    return response


def ours(wanted: str) -> str:
    """The page to go on to, if it is one of ours: another site's address would send people there from here."""
    return wanted if A_PAGE_OF_OURS.fullmatch(wanted) else "/"
