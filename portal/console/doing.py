"""Doing something about an engagement: each command's page, its form made from the command itself."""

from collections.abc import Mapping, Sequence
from typing import Any

from fastapi import Request
from sqlalchemy import Connection
from starlette.responses import Response

from config.calendar import in_words
from engagements.database import reading
from engagements.handling import Outcome
from engagements.loading import facts_of
from engagements.messages import Command
from engagements.obligations import Owed
from engagements.process import command_named, step_for
from engagements.queries import last_decided
from engagements.refusals import UnknownCommand, UnknownEngagement
from engagements.standing import Standing, standing
from engagements.state.engagement import EngagementFacts
from engagements.telling import happened
from notifications.asks import to_do
from notifications.wording import ROLES
from portal.console.possible import may_be_given
from portal.doors import Pages, TheVisitor
from portal.forms.acts import act, explained
from portal.forms.beginnings import beginning
from portal.forms.desk import Desk
from portal.forms.fields import FormField, fields_of
from portal.forms.filled import asks_for_a_change, in_parts, without_removed
from portal.forms.form import Form
from portal.forms.offering import offered
from portal.giving import Problem, give
from portal.mishaps import NotForYou, NotThere
from portal.office import Office, TheOffice
from portal.posted import Posted, PostedForm
from portal.showing import GoBack, Show, Showing
from portal.visitors import LGA, Visitor

pages = Pages("/engagements/{ref}/do")

ENDS = ("DeclineRequest", "WithdrawRequest", "CloseEngagement", "WaiveObligation")
"""What cannot simply be done again: the button warns."""


@pages.get("/{name}", to=LGA)
def ask(ref: str, name: str, request: Request, office: TheOffice, visitor: TheVisitor, show: Show) -> Response:
    command = _command(name, visitor)
    with reading(office.engine) as connection:
        facts = facts_there(connection, ref)
        if not may_be_given(visitor, step_for(command), facts):
            return show("console/engagement/not-now.html", facts=facts, name=act(command), step=step_for(command))
        fields = _fields(connection, office, facts, command)
        product = office.world.catalogue.get(facts.product, facts.product_version)
        begun = beginning(Desk(connection, office.world, facts, product, office.today), command)
        form = Form(fields, begun | prefilled(request.query_params, fields))
        return _page(show, connection, office, facts, command, form)


@pages.post("/{name}", to=LGA)
def do(
    ref: str, name: str, posted: Posted, office: TheOffice, visitor: TheVisitor, show: Show, back: GoBack
) -> Response:
    command = _command(name, visitor)
    with reading(office.engine) as connection:
        facts = facts_there(connection, ref)
        form = Form(_fields(connection, office, facts, command), posted.data)
    if asks_for_a_change(posted):
        form = Form(form.fields, without_removed(posted), one_more=posted["add"])
        return _again(show, office, facts, command, form, posted)
    given = give(office, visitor, command, form.data, posted, ref)
    if given.outcome:
        return back(f"/engagements/{ref}", notice=_done(office, ref, given.outcome))
    return _again(show, office, facts, command, form, posted, given.problems)


def prefilled(query: Mapping[str, str], fields: Sequence[FormField]) -> dict[str, Any]:
    """What an address says of a form. ``subject``: which one of several it is, whatever its field is called."""
    known = {name: value for name, value in query.items() if name != "subject"}
    for field in fields:
        if field.kind != "one_of" or not (subject := query.get("subject")):
            continue
        values = {option.value for option in field.options}
        wanted = f"{query[field.name]}/{subject}" if field.also and field.name in query else subject
        if wanted in values:
            known[field.name] = wanted
    for field in fields:
        if field.also and "/" not in known.get(field.name, "/"):
            known[field.name] += "/"
    return in_parts(known)


def facts_there(connection: Connection, ref: str) -> EngagementFacts:
    """The engagement of an address. Raises NotThere."""
    try:
        return facts_of(connection, ref)
    except UnknownEngagement:
        raise NotThere from None


def _command(name: str, visitor: Visitor) -> type[Command]:
    try:
        command = command_named(name)
    except UnknownCommand:
        raise NotThere from None
    step = step_for(command)
    if step.begins:
        raise NotThere
    if not visitor.may_give(step):
        raise NotForYou
    return command


def _fields(
    connection: Connection, office: Office, facts: EngagementFacts, command: type[Command]
) -> tuple[FormField, ...]:
    return fields_of(command, offered(connection, office.world, facts, command, office.today))


def _again(
    show: Showing,
    office: Office,
    facts: EngagementFacts,
    command: type[Command],
    form: Form,
    posted: PostedForm,
    problems: Sequence[Problem] = (),
) -> Response:
    """The form once more, with what was typed. Whoever was told that others were quicker looks at what is there now."""
    shown = Form(form.fields, form.given, problems, form.one_more)
    with reading(office.engine) as connection:
        return _page(show, connection, office, facts, command, shown, None if problems else posted.seen)


def _page(
    show: Showing,
    connection: Connection,
    office: Office,
    facts: EngagementFacts,
    command: type[Command],
    form: Form,
    seen: int | None = None,
) -> Response:
    return show(
        "console/engagement/do.html",
        422 if form.problems else 200,
        standing=standing(connection, office.world, facts.ref, office.today),
        facts=facts,
        act=act(command),
        explained=explained(command),
        form=form,
        warns=command.__name__ in ENDS,
        seen=last_decided(connection, facts.id) if seen is None else seen,
    )


def _done(office: Office, ref: str, outcome: Outcome) -> str:
    """What happened, and who is awaited now."""
    with reading(office.engine) as connection:
        now = standing(connection, office.world, ref, office.today)
    what = happened(outcome.events[0])
    return f"{what}. {awaited(now)}".strip()


def awaited(now: Standing) -> str:
    """Next, the coordinator is to propose the scope by 4 May 2027. Nothing where nobody is awaited."""
    if not now.owed:
        return ""
    first = now.owed[0]
    by = f" by {in_words(first.due_on)}" if first.due_on else ", once its clock goes on"
    return f"Next, the {ROLES[first.owed_by]} is to {to_do(Owed(first.kind), first.subject)}{by}."
