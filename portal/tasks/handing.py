"""Giving a task to somebody else of the authority: a contact on record, or one who is put on record with it."""

from typing import NamedTuple
from uuid import uuid4

from sqlalchemy import select

from config.vocabulary import LEADERS, Role
from engagements.database import reading, writing
from engagements.handling import apply
from engagements.introducing import introduce
from engagements.journal import Actor
from engagements.loading import facts_of, plain
from engagements.recording import QuickerElsewhere
from engagements.refusals import Refused, StaleVersion
from engagements.stages.handing_over import HandOver
from engagements.state.people import Contact
from portal.giving import TRIES, Given, Problem, expected_version
from portal.office import Office
from portal.posted import PostedForm
from portal.tasks.giving import sent_before
from portal.tasks.task import Task
from portal.visitors import Visitor

SOMEBODY_NEW = "new"


class Colleague(NamedTuple):
    """A contact of the authority who may do the task. ``is_visitor``: whether it is they who look at the page."""

    id: str
    name: str
    role: Role
    is_visitor: bool


def colleagues(office: Office, visitor: Visitor, task: Task) -> list[Colleague]:
    """The authority's contacts in office, without whoever has the task already; those in the role that owes it first.

    Somebody to whom it was escalated may take it on themselves.
    """
    table = Contact.table
    ours = (table.c.authority == task.facts.authority, table.c.role != Role.SCRUTINY_MEMBER)
    with reading(office.engine) as connection:
        found = plain(connection.execute(select(table).where(*ours).order_by(table.c.name, table.c.id)), Contact)
    has_it = {task.handed_to, visitor.person if task.theirs else None}
    return [
        Colleague(contact.id, contact.name, contact.role, contact.id == visitor.person)
        for contact in sorted(found, key=lambda contact: contact.role is not task.owed_by)
        if contact.in_office(task.today) and contact.id not in has_it
    ]


def hand_over(office: Office, visitor: Visitor, task: Task, form: PostedForm) -> Given:
    """Hand the task to whom the form names. What refuses it comes back as problems; then nobody is put on record."""
    if not sent_before(office, form) and (found := _missing(form, colleagues(office, visitor, task))):
        return Given(problems=found)
    try:
        for _ in range(TRIES):
            try:
                return _handed_over(office, visitor, task, form)
            except QuickerElsewhere:
                continue
        raise StaleVersion(f"{task.ref} is being changed by others at this moment. Try again.")
    except Refused as refusal:
        return Given(problems=[Problem("email" if form["to"] == SOMEBODY_NEW else "to", str(refusal))])


def _handed_over(office: Office, visitor: Visitor, task: Task, form: PostedForm) -> Given:
    identity = (form.command_id or uuid4()).bytes
    with writing(office.engine) as connection:
        expected = expected_version(connection, facts_of(connection, task.ref), form)
        to = form["to"]
        if to == SOMEBODY_NEW:
            to = introduce(connection, task.facts.authority, task.owed_by, form["name"], form["email"]).id
        command = HandOver(kind=task.kind, subject=task.subject, to=to)
        return Given(
            apply(
                connection,
                office.world,
                command,
                _actor(visitor, task),
                office.now(),
                ref=task.ref,
                command_id=identity,
                expected=expected,
            )
        )


def _actor(visitor: Visitor, task: Task) -> Actor:
    """Whoever owes it, or whom it was escalated to."""
    leading = [role for role in task.roles if role in LEADERS]
    role = task.owed_by if task.owed_by in task.roles or not leading else leading[0]
    return Actor(role, visitor.hats.get(role, visitor.person))


def _missing(form: PostedForm, listed: list[Colleague]) -> list[Problem]:
    if form["to"] not in (SOMEBODY_NEW, *(one.id for one in listed)):
        return [Problem("to", "Choose who should do this.")]
    if form["to"] != SOMEBODY_NEW:
        return []
    asked = {"name": "Enter their name.", "email": "Enter their e-mail address."}
    return [Problem(name, says) for name, says in asked.items() if not form[name]]
