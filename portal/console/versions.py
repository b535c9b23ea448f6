"""Papers made again from the journal as it was at the end of any day, and put on record as another version."""

from pydantic import ValidationError
from sqlalchemy import Connection
from starlette.responses import Response

from config.calendar import in_words
from documents.kinds import FOR_BOARDS, OF_STAGES, Kind
from documents.versions import Version, at_the_end_of, make_version
from documents.wanted import Wanted
from engagements.database import reading
from engagements.journal import Actor
from engagements.loading import rows_of
from engagements.messages import Day, Message, PeerId
from engagements.refusals import Refused
from engagements.state.team import Invitation
from portal.console.frame import Frame, frame
from portal.console.happenings import named
from portal.doors import Pages, TheVisitor
from portal.giving import Problem, problems_of
from portal.office import Office, TheOffice
from portal.posted import Posted, PostedForm
from portal.showing import GoBack, Show, Showing
from portal.tasks.days import boxes, days_joined
from portal.tasks.showing import Typed, typed
from portal.visitors import LGA, Visitor

pages = Pages("/engagements/{ref}/papers/make")


class ToMake(Message):
    """Which paper, as of which day; and whom the letter is to, where it is one."""

    kind: Kind
    on: Day
    peer: PeerId | None = None


@pages.get("", to=LGA)
def to_choose(ref: str, office: TheOffice, show: Show) -> Response:
    with reading(office.engine) as connection:
        there = frame(connection, office, ref, "/papers")
        return _page(show, connection, there, Typed(boxes("on", office.today)))


@pages.post("", to=LGA)
def make(ref: str, form: Posted, office: TheOffice, visitor: TheVisitor, show: Show, back: GoBack) -> Response:
    with reading(office.engine) as connection:
        there = frame(connection, office, ref, "/papers")
        try:
            asked = _asked(form)
            made = _made(office, visitor, ref, asked)
        except (ValidationError, Refused) as wrong:
            return _page(show, connection, there, typed(form, _problems(wrong)))
    return back(f"/engagements/{ref}/papers", notice=_notice(asked, made))


def _asked(form: PostedForm) -> ToMake:
    given = {name: form.data[name] for name in ("kind", "on", "peer") if name in form.data}
    if given.get("kind") != Kind.INVITATION_LETTER:
        given.pop("peer", None)
    return ToMake.model_validate(days_joined(given))


def _made(office: Office, visitor: Visitor, ref: str, asked: ToMake) -> list[Version]:
    role, person = next(iter(visitor.hats.items()))
    now = office.now()
    wanted = Wanted(asked.kind, ref, at_the_end_of(asked.on, now), peer=asked.peer or "")
    return make_version(office.engine, wanted, office.world, office.settings.data_dir, Actor(role, person), now)


def _notice(asked: ToMake, made: list[Version]) -> str:
    day = in_words(asked.on)
    if any(version.new for version in made):
        return f"The {asked.kind.in_words} is made as things stood on {day}."
    return f"The {asked.kind.in_words} as things stood on {day} is on record already; nothing differs."


SAYS = {"kind": "Choose a paper.", "on": "Enter a real day, such as 27 3 2027.", "peer": "Choose one of the peers."}


def _problems(wrong: ValidationError | Refused) -> list[Problem]:
    """What was left out or mistyped is asked for again; what is refused is in words already."""
    found = problems_of(wrong)
    return found if isinstance(wrong, Refused) else [Problem(one.field, SAYS[one.field]) for one in found]


def _page(show: Showing, connection: Connection, there: Frame, form: Typed) -> Response:
    invited = [place.peer for place in rows_of(connection, there.facts, Invitation) if place.answer_by]
    names = named(connection, set(invited))
    return show(
        "console/engagement/make-paper.html",
        422 if form.problems else 200,
        frame=there,
        form=form,
        problems=form.problems,
        kinds=[{"value": kind, "text": kind.in_words.capitalize()} for kind in (*OF_STAGES, *FOR_BOARDS)],
        peers=[{"value": peer, "text": names.get(peer, peer)} for peer in invited],
    )
