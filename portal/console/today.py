"""Today: what is late, what falls due, what did not arrive, what went wrong, and who has not answered."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection
from starlette.responses import RedirectResponse, Response

from config.vocabulary import ExceptionKind
from engagements.database import reading
from engagements.obligations import Owed
from engagements.overview.arising import Arose, arising
from engagements.overview.owing import Owing, Unanswered, due_this_week, late, unanswered
from engagements.overview.staff import staff
from engagements.overview.whose import Listed, Part
from engagements.telling import plain
from notifications.asks import to_do
from notifications.attention import Waiting, attention
from notifications.wording import ROLES, quarter
from portal.console.acts import Act, about_exception, about_owing, relief, replacing, settling
from portal.console.paging import Paging, asked
from portal.console.whose import Choice, Look, look
from portal.doors import Pages, TheVisitor
from portal.mishaps import NotThere
from portal.office import Office, TheOffice
from portal.showing import Show
from portal.visitors import ANYONE, LGA, Visitor

pages = Pages()

FIRST = Part(0, 8)


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of Today. ``href``: where it is settled, or at least looked into; ``hint``: goes on with the date ``on``.

    ``word``: in the tag beside it, where there is no lateness to say.
    """

    title: str
    href: str
    ref: str | None
    service: str
    hint: str
    on: date
    late: int | None = None
    word: str = ""
    acts: tuple[Act, ...] = ()


@dataclass(frozen=True, slots=True)
class Morning:
    """What a line is made with."""

    connection: Connection
    office: Office
    visitor: Visitor
    look: Look

    def service(self, authority: str | None) -> str:
        return self.office.world.reference.service(authority).official_name if authority else "Several engagements"


@dataclass(frozen=True, slots=True)
class Section:
    """A list of Today. ``none``: what is said where it is empty. ``read``: its part, as entries."""

    title: str
    figure: str
    tone: str
    none: str
    read: Callable[[Morning, Part], Listed[Any]]
    entry: Callable[[Morning, Any], Entry]

    def part(self, morning: Morning, part: Part) -> Listed[Entry]:
        found = self.read(morning, part)
        return Listed(found.count, tuple(self.entry(morning, line) for line in found.lines))


def _owing(morning: Morning, line: Owing) -> Entry:
    own = line.owed_by in morning.visitor.hats and morning.look.choice is not Choice.ALL
    return Entry(
        title=_capital(to_do(Owed(line.kind), line.subject)),
        href=settling(line, morning.visitor) or about_owing(line),
        ref=line.ref,
        service=morning.service(line.authority),
        hint=f"owed by {'you' if own else f'the {ROLES[line.owed_by]}'}, due",
        on=line.due_on,
        late=line.late,
        acts=tuple(relief(line, morning.visitor)),
    )


def _message(morning: Morning, line: Waiting) -> Entry:
    return Entry(
        title=line.subject,
        href=f"/engagements/{line.ref}/messages/{line.number}" if line.ref else "/people",
        ref=line.ref,
        service=morning.service(line.authority),
        hint=f"to the {ROLES[line.audience]}, written",
        on=line.decided_at.date(),
        word=line.status,
    )


ABOUT: Mapping[ExceptionKind, str] = {
    ExceptionKind.NO_UPDATE: "The return for {about} is missing",
    ExceptionKind.OVERDUE: "Action {about} is overdue",
    ExceptionKind.OFF_TRACK: "Action {about} is off track",
    ExceptionKind.CLOSURE_REFUSED: "A board did not agree to closure",
    ExceptionKind.EXTENSION_REFUSED: "A later date for action {about} was refused",
    ExceptionKind.EVIDENCE_REJECTED: "The evidence for action {about} was rejected",
    ExceptionKind.DATE_MOVED: "The date of action {about} moved",
    ExceptionKind.RAISED: "The authority raised an exception",
}


def _arose(morning: Morning, line: Arose) -> Entry:
    about = quarter(line.about) if line.kind is ExceptionKind.NO_UPDATE else line.about
    return Entry(
        title=ABOUT[line.kind].format(about=about),
        href=about_exception(line),
        ref=line.ref,
        service=morning.service(line.authority),
        hint="since",
        on=line.on,
        word=line.kind,
    )


def _unanswered(morning: Morning, line: Unanswered) -> Entry:
    return Entry(
        title=f"{line.name or line.peer}, as {plain(line.team_role)}",
        href=f"/engagements/{line.ref}/team",
        ref=line.ref,
        service=morning.service(line.authority),
        hint="to be answered by",
        on=line.answer_by,
        late=(morning.office.today - line.answer_by).days,
        acts=tuple(replacing(line.ref, line.peer, morning.visitor)),
    )


SECTIONS: Mapping[str, Section] = {
    "late": Section(
        "Late",
        "late",
        "bad",
        "Nothing is late.",
        lambda morning, part: late(morning.connection, morning.office.today, morning.look.whose, part),
        _owing,
    ),
    "due": Section(
        "Due this week",
        "due this week",
        "warn",
        "Nothing falls due in the next seven days.",
        lambda morning, part: due_this_week(morning.connection, morning.office.today, morning.look.whose, part),
        _owing,
    ),
    "messages": Section(
        "Messages that wait for you",
        "messages not delivered",
        "bad",
        "Every message was delivered, or is on its way.",
        lambda morning, part: attention(morning.connection, morning.look.whose, part),
        _message,
    ),
    "exceptions": Section(
        "New exceptions this quarter",
        "new exceptions",
        "warn",
        "Nothing new is exceptional this quarter.",
        lambda morning, part: arising(
            morning.connection, morning.office.today, morning.office.world, morning.look.whose, part
        ),
        _arose,
    ),
    "invitations": Section(
        "Invitations not answered",
        "invitations not answered",
        "plain",
        "Every peer who was invited has answered.",
        lambda morning, part: unanswered(morning.connection, morning.look.whose, part),
        _unanswered,
    ),
}


@pages.get("/", to=ANYONE)
def first(visitor: TheVisitor) -> Response:
    """Where people come in: Today, or for whoever only runs the system, the pages that tell how it runs; for a guest
    what they came for first.
    """
    if visitor.is_staff:
        return RedirectResponse("/today" if visitor.doors & LGA else "/operators", 303)
    return RedirectResponse(visitor.errands[0] if visitor.errands else "/sign-in", 303)


@pages.get("/today", to=LGA)
def today(office: TheOffice, visitor: TheVisitor, show: Show, whose: str = "") -> Response:
    with reading(office.engine) as connection:
        morning = _morning(connection, office, visitor, whose)
        parts = {name: section.part(morning, FIRST) for name, section in SECTIONS.items()}
    quiet = not any(part.count for part in parts.values())
    return show("console/today.html", sections=SECTIONS, parts=parts, look=morning.look, quiet=quiet)


@pages.get("/today/{name}", to=LGA)
def section(name: str, office: TheOffice, visitor: TheVisitor, show: Show, whose: str = "", page: str = "") -> Response:
    if name not in SECTIONS:
        raise NotThere
    number, part = asked(page)
    with reading(office.engine) as connection:
        morning = _morning(connection, office, visitor, whose)
        listed = SECTIONS[name].part(morning, part)
    paging = Paging(number, listed.count)
    return show(
        "console/today-section.html", name=name, section=SECTIONS[name], listed=listed, paging=paging, look=morning.look
    )


def _morning(connection: Connection, office: Office, visitor: Visitor, whose: str) -> Morning:
    there = staff(connection, office.world.reference, office.today)
    return Morning(connection, office, visitor, look(visitor, there, office.world, whose))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
