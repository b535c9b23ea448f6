"""On which days a peer is not free, said by themselves: typed, or from their own calendar."""

from dataclasses import dataclass

from pydantic import ValidationError
from sqlalchemy import Connection
from starlette.responses import Response

from engagements.database import reading, writing
from engagements.messages import Day, Message
from engagements.peers.availability import away, blocks_of, free, from_calendar
from engagements.peers.periods import Days
from engagements.refusals import Refused
from engagements.state.pool import Block
from portal.calendar_sent import Sent, days_posted, posted_as, sent
from portal.doors import Pages, TheVisitor
from portal.giving import Problem, problems_of
from portal.office import Office, TheOffice
from portal.posted import Posted
from portal.showing import GoBack, Show, Showing
from portal.tasks.days import days_joined
from portal.tasks.invitation import Invited, find_invited
from portal.tasks.showing import NOTHING_TYPED, Typed, typed
from portal.visitors import GUESTS, Visitor

pages = Pages("/to-do/{ref}/answer-invitation/{peer}/dates")


NO_DAY = "Enter a real day, such as 27 3 2027."


class Span(Message):
    first: Day
    last: Day


@dataclass(frozen=True, slots=True)
class Dates:
    """A peer's days away from today on, beside the visit that they are asked for."""

    invited: Invited
    blocks: tuple[Block, ...]

    @property
    def path(self) -> str:
        return f"{self.invited.task.path}/dates"

    @property
    def clash(self) -> bool:
        """Whether they are away on a day of the visit."""
        away = [Days(one.first, one.last) for one in self.blocks]
        return any(one.overlaps(days) for one in away for days in self.invited.visit)


@pages.get("", to=GUESTS)
def dates(ref: str, peer: str, office: TheOffice, visitor: TheVisitor, show: Show) -> Response:
    return _page(show, _dates(office, visitor, ref, peer), office)


@pages.post("", to=GUESTS)
def change(
    ref: str, peer: str, form: Posted, office: TheOffice, visitor: TheVisitor, show: Show, back: GoBack
) -> Response:
    """``free``: the first day of what is on record, to be taken off it; otherwise days to put on record."""
    found = _dates(office, visitor, ref, peer)
    try:
        with writing(office.engine) as connection:
            said = _change(connection, found, peer, form["free"], days_joined(form.data))
    except ValidationError as wrong:
        fields = dict.fromkeys(problem.field for problem in problems_of(wrong))
        return _page(show, found, office, typed(form, [Problem(field, NO_DAY) for field in fields]))
    except Refused as refusal:
        return _page(show, found, office, typed(form, problems_of(refusal)))
    return back(found.path, notice=said)


@pages.post("/calendar", to=GUESTS)
def look_over(ref: str, peer: str, form: Posted, office: TheOffice, visitor: TheVisitor, show: Show) -> Response:
    """What their calendar says. Nothing is written yet."""
    found, one = _dates(office, visitor, ref, peer), sent(office, form)
    return _page(show, found, office, Typed({}, [Problem("file", one.says)] if one.says else []), one)


@pages.post("/calendar/keep", to=GUESTS)
def keep(ref: str, peer: str, form: Posted, office: TheOffice, visitor: TheVisitor, back: GoBack) -> Response:
    found = _dates(office, visitor, ref, peer)
    with writing(office.engine) as connection:
        from_calendar(connection, peer, days_posted(form))
    return back(found.path, notice="Your days are on record. Thank you.")


def _change(connection: Connection, found: Dates, peer: str, again: str, data: dict[str, object]) -> str:
    for block in found.blocks:
        if block.first.isoformat() == again:
            free(connection, peer, Days(block.first, block.last))
            return "Those days are free again. Thank you."
    given = Span.model_validate({name: data[name] for name in Span.model_fields if data.get(name)})
    away(connection, peer, Days(given.first, given.last))
    return "Your days are on record. Thank you."


def _dates(office: Office, visitor: Visitor, ref: str, peer: str) -> Dates:
    """Raises NotThere where they are another peer's."""
    invited = find_invited(office, visitor, ref, peer)
    with reading(office.engine) as connection:
        blocks = tuple(block for block in blocks_of(connection, peer) if block.last >= office.today)
    return Dates(invited, blocks)


def _page(
    show: Showing, found: Dates, office: Office, form: Typed = NOTHING_TYPED, one: Sent | None = None
) -> Response:
    return show(
        "tasks/peer-dates.html",
        422 if form.problems else 200,
        dates=found,
        task=found.invited.task,
        form=form,
        problems=form.problems,
        sent=one,
        days=posted_as(one.read.days) if one and one.read else "",
        hours=office.settings.busy_hours,
    )
