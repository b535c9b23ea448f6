"""What several papers of the stages say alike: what is looked at, when, by whom, and what is owed next."""

from dataclasses import dataclass
from datetime import date

from config.calendar import WorkingDays, in_words
from config.vocabulary import Role
from documents.facts import wording
from documents.facts.board import Cover
from documents.facts.lines import titles
from documents.facts.told import Told
from documents.kinds import Kind
from engagements.obligations import Owed
from engagements.state.engagement import Obligation
from engagements.state.team import Invitation, Scope, VisitPhase
from engagements.telling import plain

LGA = "Local Government Association"
AUTHOR = "Peer support team"

POSTS = {
    Role.AUTHORITY: "Plan owner",
    Role.CHIEF_FIRE_OFFICER: "Chief fire officer",
    Role.CHAIR: "Chair",
}
"""Posts at an authority, as a paper names them."""


@dataclass(frozen=True, slots=True)
class Looked:
    """A line of enquiry, and the inspectorate's questions that it bears on."""

    title: str
    questions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Days:
    """A phase of the visit: its days, how many of them are working days, and what it is about."""

    called: str
    days: str
    working_days: str
    about: str


@dataclass(frozen=True, slots=True)
class Member:
    """A peer on the team, and the lines of enquiry that are theirs."""

    name: str
    team_role: str
    service: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """What somebody owes next."""

    what: str
    who: str
    by: str


def head(told: Told, kind: Kind, title: str, standing: str = "") -> Cover:
    """The head of a paper, or what a letter is about. ``standing``: how firm it is what it says."""
    return Cover(
        title=title,
        authority=authority(told),
        board="",
        meeting_date="",
        agenda_item="",
        subject="",
        type="",
        report_author="",
        date=wording.day(told.on),
        engagement=told.now.facts.ref,
        product=told.now.product.name,
        footer=f"{told.now.facts.ref}, {kind.in_words}",
        standing=standing,
    )


def authority(told: Told) -> str:
    return told.now.world.reference.service(told.now.facts.authority).official_name


def last_scope(told: Told) -> Scope | None:
    """The scope as it was agreed, or else as it was last proposed."""
    scopes = told.now.all(Scope)
    return next((scope for scope in reversed(scopes) if scope.agreed_on), scopes[-1] if scopes else None)


def lines(told: Told) -> tuple[Looked, ...]:
    """What the scope asks the peers to look at, in its order."""
    scope = last_scope(told)
    return tuple(Looked(line_title(told, slug), questions(told, slug)) for slug in scope.lines) if scope else ()


def line_title(told: Told, slug: str | None) -> str:
    """What a line of enquiry of the product's, or of the authority's own, is called; empty for none."""
    if not slug:
        return ""
    return titles(told.now.product, told.now.all(Scope), told.typed)[slug]


def questions(told: Told, slug: str | None) -> tuple[str, ...]:
    """The inspectorate's questions that a line bears on; an authority's own line bears on none of them."""
    known = [line for line in told.now.product.lines_of_enquiry if line.slug == slug]
    return tuple(wording.capitalised(question) for line in known for question in line.questions)


def focus(told: Told) -> tuple[str, ...]:
    """What the peers look at in particular, in paragraphs."""
    scope = last_scope(told)
    return told.typed.paragraphs(scope.focus) if scope else ()


def visit(told: Told) -> tuple[Days, ...]:
    """The phases as they stand, or the days that the scope gives before they are set."""
    phases = [phase for phase in told.now.all(VisitPhase) if phase.replaced_on is None]
    spans = [(phase.starts_on, phase.ends_on, phase.title) for phase in phases]
    if not spans and (scope := last_scope(told)):
        spans = [(scope.visit_from, scope.visit_to, None)]
    calendar = told.now.world.calendar
    return tuple(
        Days(
            called=f"Phase {number}" if len(spans) > 1 else "The visit",
            days=wording.span(first, last),
            working_days=wording.counted(_on_site(calendar, first, last), "working day", "working days"),
            about=told.typed(title),
        )
        for number, (first, last, title) in enumerate(spans, 1)
    )


def _on_site(calendar: WorkingDays, first: date, last: date) -> int:
    return calendar.between(first, last) + calendar.is_working_day(first)


def accepted(told: Told) -> list[Invitation]:
    """The places on the team that are taken."""
    return [place for place in told.now.all(Invitation) if place.status == "accepted"]


def team(told: Told) -> tuple[Member, ...]:
    """Everybody who accepted a place, whoever leads first."""
    order = [place.team_role for place in told.now.product.team]
    return tuple(
        Member(
            name=told.names.peer(place.peer),
            team_role=wording.capitalised(place.team_role),
            service=told.names.service(place.peer),
            lines=tuple(line_title(told, line) for line in place.lines),
        )
        for place in sorted(accepted(told), key=lambda place: (order.index(place.team_role), place.peer))
    )


def owed(told: Told, *roles: Role) -> tuple[Step, ...]:
    """What is owed next, the first due first: by anybody, or in some roles. Of one kind and day, one line."""
    together: dict[tuple[str, Role, date | None], list[Obligation]] = {}
    for one in told.now.open_obligations():
        if not roles or one.owed_by in roles:
            together.setdefault((one.kind, one.owed_by, one.due_on), []).append(one)
    found = sorted(together.items(), key=lambda item: (item[0][2] is None, item[0][2] or told.on))
    return tuple(
        Step(
            what=wording.capitalised(_called(kind, [one.subject for one in of_kind])),
            who=wording.capitalised(plain(role)),
            by=in_words(due_on) if due_on else "once its clock goes on",
        )
        for (kind, role, due_on), of_kind in found
    )


def _called(kind: str, subjects: list[str]) -> str:
    """Propose the plan; respond to recommendations 1 and 2."""
    if kind == Owed.ANSWER_INVITATION:  # nobody reads there who else was asked
        return wording.counted(len(subjects), "answer to an invitation", "answers to invitations")
    if kind == Owed.SEND_FOR_ACCURACY_CHECK:
        return "send the draft for its accuracy check"
    named = sorted(filter(None, subjects), key=lambda subject: (len(subject), subject))
    words = plain(kind).replace("self assessment", "self-assessment")
    if not named:
        verb, _, what = words.partition(" ")
        return f"{verb} the {what}"
    return f"{words}{'s' if len(named) > 1 else ''} {wording.listed(named)}"
