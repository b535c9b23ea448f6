"""Findings by link: a peer notes what they found, on a phone if need be, and reads what the team found."""

from collections.abc import Mapping
from typing import Any

from fastapi import Request
from starlette.responses import Response

from config.vocabulary import FindingKind
from engagements.database import reading
from engagements.loading import rows_of
from engagements.messages import Command
from engagements.stages.visit_findings import ChangeFinding, NoteFinding, WithdrawFinding
from engagements.state.team import VisitPhase
from engagements.state.timetable import VisitSession
from engagements.texts import recall
from engagements.visits.gathering import Gathered, gathered
from engagements.visits.timetabling import told
from portal.doors import Pages, TheVisitor
from portal.forms.answers import answer_in_words
from portal.forms.choice import Option
from portal.giving import Given, give
from portal.mishaps import NotThere
from portal.office import Office, TheOffice
from portal.posted import Posted, PostedForm
from portal.showing import GoBack, Show, Showing
from portal.tasks.giving import in_words
from portal.tasks.on_team import OnTeam, on_team
from portal.tasks.showing import NOTHING_TYPED, Typed, typed
from portal.visitors import GUESTS, Visitor

pages = Pages("/to-do/{ref}/findings")

KINDS = tuple(Option(kind, *answer_in_words(kind)) for kind in FindingKind)

ASKED = {
    "line": "Choose the line of enquiry that it is about.",
    "kind": "Choose what it is.",
    "text": "Enter what you found.",
}


@pages.get("", to=GUESTS)
def findings(ref: str, request: Request, office: TheOffice, visitor: TheVisitor, show: Show) -> Response:
    """``line``: of the finding that was noted last; another one often follows on it."""
    return _page(show, office, visitor, ref, Typed({"line": request.query_params.get("line", "")}))


@pages.post("", to=GUESTS)
def note(ref: str, form: Posted, office: TheOffice, visitor: TheVisitor, show: Show, back: GoBack) -> Response:
    given = _given(office, visitor, NoteFinding, ref, form, form.data)
    if given.outcome:
        return back(f"/to-do/{ref}/findings", notice="Your finding is noted. The team can read it.", line=form["line"])
    return _page(show, office, visitor, ref, typed(form, given.problems))


@pages.get("/{number:int}", to=GUESTS)
def finding(ref: str, number: int, office: TheOffice, visitor: TheVisitor, show: Show) -> Response:
    return _one(show, office, visitor, ref, number)


@pages.post("/{number:int}", to=GUESTS)
def change(
    ref: str, number: int, form: Posted, office: TheOffice, visitor: TheVisitor, show: Show, back: GoBack
) -> Response:
    given = _given(office, visitor, ChangeFinding, ref, form, {**form.data, "number": number})
    if given.outcome:
        return back(f"/to-do/{ref}/findings", notice=f"Finding {number} is changed.")
    return _one(show, office, visitor, ref, number, typed(form, given.problems))


@pages.post("/{number:int}/withdraw", to=GUESTS)
def withdraw(
    ref: str, number: int, form: Posted, office: TheOffice, visitor: TheVisitor, show: Show, back: GoBack
) -> Response:
    given = _given(office, visitor, WithdrawFinding, ref, form, {"number": number})
    if given.outcome:
        return back(f"/to-do/{ref}/findings", notice=f"Finding {number} is withdrawn.")
    return _one(show, office, visitor, ref, number, typed(form, given.problems))


def _given(
    office: Office, visitor: Visitor, command: type[Command], ref: str, form: PostedForm, data: Mapping[str, Any]
) -> Given:
    """What others noted meanwhile does not matter: nobody is told that they were quicker."""
    with reading(office.engine) as connection:
        on_team(connection, office, visitor, ref)
    said = {name: value for name, value in data.items() if value not in ("", None)}
    given = give(office, visitor, command, {**said, "peer": visitor.person}, form, ref)
    return Given(given.outcome, [in_words(problem, said, ASKED) for problem in given.problems])


def _page(show: Showing, office: Office, visitor: Visitor, ref: str, form: Typed) -> Response:
    with reading(office.engine) as connection:
        team = on_team(connection, office, visitor, ref)
        found = gathered(connection, team.facts, team.product)
        phases = [phase for phase in rows_of(connection, team.facts, VisitPhase) if not phase.replaced_on]
        sessions = [one for one in rows_of(connection, team.facts, VisitSession) if not one.cancelled_on]
        texts = recall(connection, {session.title for session in sessions})
    theirs = sorted(sessions, key=lambda one: (team.peer not in one.peers, one.starts_at))
    options = tuple(Option(str(one.number), f"{told(one)}: {texts.get(one.title, '(erased)')}") for one in theirs)
    first = min((phase.starts_on for phase in phases), default=None)
    return show(
        "tasks/findings.html",
        422 if form.problems else 200,
        team=team,
        found=found,
        form=_with_the_only_line(form, found),
        problems=form.problems,
        begins=first if first and first > office.today else None,
        sessions=options,
        kinds=KINDS,
        may_change=_may_change(team),
    )


def _with_the_only_line(form: Typed, found: Gathered) -> Typed:
    if form["line"] or len(found.lines) != 1:
        return form
    return Typed({**form.values, "line": found.lines[0].slug}, form.problems)


def _one(
    show: Showing, office: Office, visitor: Visitor, ref: str, number: int, form: Typed = NOTHING_TYPED
) -> Response:
    with reading(office.engine) as connection:
        team = on_team(connection, office, visitor, ref)
        found = gathered(connection, team.facts, team.product)
    one = found.find(number)
    if one is None:
        raise NotThere
    stands = Typed({"line": one.row.line, "kind": one.kind, "text": one.text}, form.problems)
    return show(
        "tasks/finding.html",
        422 if form.problems else 200,
        team=team,
        found=found,
        one=one,
        kinds=KINDS,
        form=form if form.values.get("text") is not None else stands,
        problems=form.problems,
        acts=team.open and _may_change(team)(one),
    )


def _may_change(team: OnTeam) -> Any:
    """Whether the peer may change a finding: their own, or any where they lead."""
    return lambda one: team.leads or one.row.noted_by == team.peer
