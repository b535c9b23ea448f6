"""Where every page of the portal is found in a portfolio, and who opens it: worked out from the routes themselves."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from fastapi.routing import APIRoute
from sqlalchemy import Connection, select

from config.vocabulary import OF_THE_AUTHORITY, Role
from engagements.directory import REACHED_THROUGH
from engagements.obligations import Owed
from engagements.state.engagement import EngagementFacts, Obligation
from engagements.state.plan import Action, QuarterlyReturn
from engagements.state.team import Invitation
from notifications.ledger import Notification
from portal.doors import opens_to
from portal.visitors import ANYONE, EVERYTHING, GUESTS, LGA, Door

PARAMETER = re.compile(r"\{(\w+)(?::\w+)?\}")
NAMES = {
    "/today/{name}": "late",
    "/engagements/{ref}/do/{name}": "AddNote",
    "/people/{person}/{name}": "absence",
}
"""What a name is in the pages that have one. Where a page is about something else, it says so by its parameter."""


@dataclass(frozen=True, slots=True)
class Place:
    """An address, and who opens it: the doors and hats of a visit. No hats and no doors: anybody."""

    path: str
    doors: frozenset[Door] = frozenset()
    hats: Mapping[Role, str] = field(default_factory=dict)

    @property
    def errands(self) -> tuple[str, ...]:
        """What a guest's link is good for."""
        return (EVERYTHING,) if self.doors == GUESTS else ()


class Places:
    """Of one portfolio: the engagement that staff look at reports, and each guest's is one that asks them."""

    def __init__(self, connection: Connection, reporting: str) -> None:
        self.connection = connection
        own, message, row = EngagementFacts.table, Notification.table.c, QuarterlyReturn.table.c
        of = connection.execute(select(own.c.id).where(own.c.ref == reporting)).scalar_one()
        messages = select(message.id).where(message.engagement_id == of).limit(1)
        returns = select(row.period).where(row.engagement_id == of).limit(1)
        self.known = {
            "ref": reporting,
            "slug": "essex",
            "person": "of-essex-authority",
            "what": "contact",
            "number": connection.execute(messages).scalar(),
            "period": connection.execute(returns).scalar(),
            "action": self._action(of),
        }

    def of(self, route: APIRoute) -> Place | None:
        """Where a page is found; None where this portfolio has nothing of the kind."""
        to = opens_to(route) or frozenset()
        if to == GUESTS:
            return self._guest(route.path)
        path = _filled(route.path, {**self.known, "name": NAMES.get(route.path)})
        if path is None:
            return None
        if to == ANYONE:
            return Place(path)
        if to & LGA:
            hats = {Role.COORDINATOR: "coordinator-1", Role.PRINCIPAL_ADVISER: "of-the-lga-principal-adviser"}
            return Place(path, LGA, hats)
        return Place(path, to)

    def _guest(self, path: str) -> Place | None:
        """The first who is asked what the page is for; where nobody is at the moment, who was asked last."""
        kind = path.removeprefix("/to-do/{ref}/").partition("/")[0].replace("-", "_")
        if kind not in list(Owed):
            kind = Owed.FILE_RETURN.value
        owed, own = Obligation.table.c, EngagementFacts.table
        query = (
            select(own.c.id, own.c.ref, own.c.authority, owed.subject, owed.owed_by)
            .join_from(Obligation.table, own, own.c.id == owed.engagement_id)
            .where(owed.kind == kind)
            .order_by(owed.ended.is_not(None), own.c.id)
            .limit(1)
        )
        asked = self.connection.execute(query).first()
        if asked is None:
            return None
        subject = asked.subject
        about = {name: subject for name in ("period", "number", "peer", "subject", "action") if subject}
        known = {"ref": asked.ref, **about}
        if "{period}" in path:
            known["action"] = self._action(asked.id)
        filled = _filled(path, known)
        return Place(filled, GUESTS, self._who(asked, subject)) if filled else None

    def _action(self, of: int) -> str | None:
        """An action of an engagement, an open one where there is one."""
        action = Action.table.c
        found = select(action.ref).where(action.engagement_id == of).order_by(action.status != "open").limit(1)
        return self.connection.execute(found).scalar()

    def _who(self, asked: Any, subject: str) -> dict[Role, str]:
        role = REACHED_THROUGH.get(asked.owed_by, asked.owed_by)
        if role in OF_THE_AUTHORITY:
            return {role: f"of-{asked.authority}-{role.replace('_', '-')}"}
        place = Invitation.table.c
        leads = select(place.peer).where(place.engagement_id == asked.id, place.status == "accepted")
        peer = subject if role is Role.PEER else self.connection.execute(leads.order_by(place.team_role)).scalar()
        return {Role.PEER: str(peer)}


def _filled(path: str, known: Mapping[str, Any]) -> str | None:
    """The path with what is known in place of its parameters; None where one is not known."""
    names = PARAMETER.findall(path)
    if any(known.get(name) in (None, "") for name in names):
        return None
    return PARAMETER.sub(lambda found: str(known[found[1]]), path)
