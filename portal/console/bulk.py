"""The same for many engagements: chosen from the pipeline, tried first so that everybody sees what would come of it."""

from collections.abc import Mapping, Sequence
from typing import Any

from fastapi import Request
from pydantic import ValidationError
from sqlalchemy import Connection, func, select
from starlette.responses import Response

from engagements.database import reading
from engagements.loading import facts_of
from engagements.messages import Command
from engagements.obligations import Owed
from engagements.overview.pipeline import Sort, pipeline
from engagements.overview.staff import Staff, staff
from engagements.overview.whose import Part
from engagements.refusals import UnknownEngagement
from engagements.stages.relief import ExtendObligation
from engagements.stages.throughout import PutOnHold, ReassignCoordinator, Resume
from engagements.state.engagement import Obligation
from notifications.asks import to_do
from portal.console.applying import apply_to, try_on
from portal.console.wanted import Wanted, options
from portal.console.whose import look
from portal.doors import Pages, TheVisitor
from portal.forms.acts import act, explained
from portal.forms.choice import Choice, Option
from portal.forms.fields import FormField, fields_of
from portal.forms.form import Form
from portal.giving import Problem, problems_of
from portal.office import Office, TheOffice
from portal.posted import Posted, PostedForm
from portal.showing import Show, Showing
from portal.visitors import LGA, Visitor

pages = Pages()

ACTS: Mapping[str, type[Command]] = {
    "hold": PutOnHold,
    "resume": Resume,
    "coordinator": ReassignCoordinator,
    "time": ExtendObligation,
}
"""What may be done to many, by its word in the address."""

MOST = 100
"""Engagements at once: more than anybody looks through before they say yes."""

KINDS = 60
"""What is owed that a list can offer; the rest is too much of its own kind to be put off for many at once."""


@pages.get("/bulk", to=LGA)
def choose(request: Request, office: TheOffice, visitor: TheVisitor, show: Show) -> Response:
    return _page(show, office, visitor, dict(request.query_params))


@pages.post("/bulk", to=LGA)
def preview(posted: Posted, office: TheOffice, visitor: TheVisitor, show: Show) -> Response:
    """What would come of it, or what is wrong with the form. Nothing is written."""
    query, command, problems = dict(posted.flat), _act(posted.flat), []
    form, refs = _form(office, command, posted.data), _refs(posted)
    given: Command | None = None
    try:
        given = command.model_validate(form.data)
    except ValidationError as wrong:
        problems = problems_of(wrong)
    if not refs:
        problems.append(Problem("ref", "Choose at least one engagement."))
    if problems or given is None:
        return _page(show, office, visitor, query, posted.data, refs, problems)
    names = _names(office)
    effects = [try_on(office, visitor, given, ref, names) for ref in _known(office, refs)]
    return show(
        "console/bulk-preview.html",
        act=act(command),
        word=_word(posted.flat),
        effects=effects,
        possible=sum(not effect.refused for effect in effects),
        fields=_flat(form, posted),
    )


@pages.post("/bulk/do", to=LGA)
def do(posted: Posted, office: TheOffice, visitor: TheVisitor, show: Show) -> Response:
    command = _act(posted.flat)
    try:
        given = command.model_validate(_form(office, command, posted.data).data)
    except ValidationError as wrong:
        return _page(show, office, visitor, dict(posted.flat), posted.data, _refs(posted), problems_of(wrong))
    names = _names(office)
    effects = [
        apply_to(office, visitor, given, ref, names, _seen(posted, ref), posted.command_id)
        for ref in _known(office, _refs(posted))
    ]
    done = sum(not effect.refused for effect in effects)
    return show("console/bulk-done.html", act=act(command), word=_word(posted.flat), effects=effects, done=done)


def _page(
    show: Showing,
    office: Office,
    visitor: Visitor,
    query: Mapping[str, str],
    given: Mapping[str, Any] | None = None,
    chosen: Sequence[str] = (),
    problems: Sequence[Problem] = (),
) -> Response:
    with reading(office.engine) as connection:
        there = staff(connection, office.world.reference, office.today)
        whose = look(visitor, there, office.world, query.get("whose", ""))
        offered = options(office.world, there)
        wanted = Wanted.read(query, offered)
        found = pipeline(
            connection, office.world, there, wanted.filters(whose.whose), Sort.AUTHORITY, part=Part(0, MOST)
        )
    command = _act(query)
    form = _form(office, command, given or {}, [problem for problem in problems if problem.field != "ref"])
    return show(
        "console/bulk.html",
        422 if problems else 200,
        acts={word: act(one) for word, one in ACTS.items()},
        word=_word(query),
        act=act(command),
        explained=explained(command),
        form=form,
        found=found,
        chosen=chosen,
        nothing_chosen=next((problem.text for problem in problems if problem.field == "ref"), ""),
        most=MOST,
        wanted=wanted,
        offered=offered,
        look=whose,
        whose=[(one, whose.called(one)) for one in whose.choices],
        query={**wanted.given, "whose": whose.choice},
    )


def _word(query: Mapping[str, str]) -> str:
    return query.get("act", "") if query.get("act") in ACTS else next(iter(ACTS))


def _act(query: Mapping[str, str]) -> type[Command]:
    return ACTS[_word(query)]


def _form(office: Office, command: type[Command], given: Mapping[str, Any], problems: Sequence[Problem] = ()) -> Form:
    with reading(office.engine) as connection:
        there = staff(connection, office.world.reference, office.today)
        choices = {Choice.COORDINATORS: _coordinators(there), Choice.EXTENDABLE: _owed(connection)}
    fields: tuple[FormField, ...] = fields_of(command, choices)
    return Form(fields, given, problems)


def _coordinators(there: Staff) -> tuple[Option, ...]:
    return tuple(Option(one.id, one.name) for one in there.coordinators)


def _owed(connection: Connection) -> tuple[Option, ...]:
    """What several may owe: every kind and subject that is open, what most owe first."""
    owed = Obligation.table.c
    query = (
        select(owed.kind, owed.subject, func.count().label("number"))
        .where(owed.ended.is_(None), owed.kind != Owed.COMPLETE_ACTION)
        .group_by(owed.kind, owed.subject)
        .order_by(func.count().desc(), owed.kind, owed.subject)
        .limit(KINDS)
    )
    return tuple(
        Option(f"{row.kind}/{row.subject}", f"{_words(row.kind, row.subject)} ({row.number} open)")
        for row in connection.execute(query)
    )


def _words(kind: str, subject: str) -> str:
    words = to_do(Owed(kind), subject)
    return words[:1].upper() + words[1:]


def _names(office: Office) -> dict[str, str]:
    with reading(office.engine) as connection:
        there = staff(connection, office.world.reference, office.today)
    return {one.id: one.name for one in there.coordinators}


def _refs(posted: PostedForm) -> list[str]:
    given = posted.data.get("ref", [])
    return [ref for ref in ([given] if isinstance(given, str) else given) if isinstance(ref, str)][:MOST]


def _known(office: Office, refs: Sequence[str]) -> list[str]:
    """Those that there are, each once."""
    known = []
    with reading(office.engine) as connection:
        for ref in dict.fromkeys(refs):
            try:
                known.append(facts_of(connection, ref).ref)
            except UnknownEngagement:
                continue
    return known


def _seen(posted: PostedForm, ref: str) -> int | None:
    said = posted.flat.get(f"looked.{ref}", "")
    return int(said) if said.isdecimal() and len(said) < 10 else None


def _flat(form: Form, posted: PostedForm) -> list[tuple[str, str]]:
    """What was typed into the command's fields, to be sent along."""
    names = {field.name for field in form.fields}
    return [(name, value) for name, value in posted.flat.items() if name.split("-")[0].split(".")[0] in names]
