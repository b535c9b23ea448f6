"""Every contact on record, a page at a time."""

from typing import Any, NamedTuple

from sqlalchemy import Connection, Select, String, and_, cast, func, or_, select

from config.vocabulary import Role
from engagements.loading import plain
from engagements.overview.whose import Listed, Part
from engagements.state.people import Contact, Unreachable


class Entry(NamedTuple):
    """Somebody, and the register's entry where their mail comes back from the address that they have today."""

    person: Contact
    failed: Unreachable | None


def contacts(connection: Connection, text: str, role: Role | None, authority: str, part: Part) -> Listed[Entry]:
    """Contacts by authority, the LGA's first, then by role and turn. ``text``: in a name, an address or an id."""
    table = Contact.table
    query = _looked_for(select(table), table, text)
    query = query.where(table.c.role == role) if role else query
    query = query.where(table.c.authority == authority) if authority else query
    order = (func.coalesce(table.c.authority, ""), cast(table.c.role, String), table.c.turn, table.c.id)
    return _page(connection, query, order, part)


def _looked_for(query: Select[Any], table: Any, text: str) -> Select[Any]:
    if not text:
        return query
    return query.where(or_(*(table.c[name].icontains(text, autoescape=True) for name in ("id", "name", "email"))))


def _page(connection: Connection, query: Select[Any], order: tuple[Any, ...], part: Part) -> Listed[Entry]:
    count = connection.execute(select(func.count()).select_from(query.subquery())).scalar_one()
    found = plain(connection.execute(query.order_by(*order).offset(part.after).limit(part.most)), Contact)
    table = Unreachable.table
    known = select(table).where(table.c.person.in_([one.id for one in found]))
    failed = {(each.person, each.address): each for each in plain(connection.execute(known), Unreachable)}
    return Listed(count, tuple(Entry(one, failed.get((one.id, one.email))) for one in found))


def colleagues(connection: Connection, contact: Contact) -> list[Contact]:
    """Who may stand in for a contact: the others of the same authority, or of the LGA."""
    table = Contact.table
    same = table.c.authority.is_(None) if contact.authority is None else table.c.authority == contact.authority
    query = select(table).where(and_(same, table.c.id != contact.id)).order_by(table.c.name)
    return list(plain(connection.execute(query), Contact))
