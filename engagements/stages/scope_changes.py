"""Changes to an agreed scope: lines of enquiry come and go until the visit is over, but none that sessions cover."""

from datetime import datetime
from typing import Annotated

from pydantic import Field

from engagements.engagement import Changes, Engagement, Moment, amend
from engagements.events import Event
from engagements.messages import Command, FreeText, Slug, TextRef
from engagements.refusals import BrokenRule
from engagements.stages.scoping import OwnLine, UnknownLineOfEnquiry, own_lines
from engagements.state.team import Scope
from engagements.state.timetable import VisitSession
from engagements.visits.timetabling import in_a_sentence


class AmendScope(Command):
    """Amend the agreed scope: lines of enquiry to look at besides, or no more, and why."""

    lines_of_enquiry: Annotated[tuple[Slug, ...], Field(max_length=20)] = ()
    focuses: Annotated[tuple[FreeText, ...], Field(max_length=10)] = ()
    remove: Annotated[tuple[Slug, ...], Field(max_length=20)] = ()
    reason: FreeText


class ScopeAmended(Event):
    """``focuses``: lines of the authority's own that are added besides."""

    number: int = Field(title="scope")
    added: tuple[str, ...] = ()
    focuses: tuple[OwnLine, ...] = ()
    removed: tuple[str, ...] = ()
    reason: TextRef

    def changes(self, engagement: Engagement, when: Moment) -> Changes:
        scope = engagement.one(Scope, self.number, called="such scope")
        products = [line for line in scope.lines_of_enquiry if line not in self.removed]
        yield amend(
            scope,
            lines_of_enquiry=[*products, *self.added],
            focuses={**scope.focuses, **{own.slug: own.title for own in self.focuses}},
            dropped=[*scope.dropped, *(line for line in self.removed if line in scope.focuses)],
            amended_on=when.on,
        )


class LineNotInScope(BrokenRule):
    """The scope does not have the line that is to be removed."""

    field = "remove"


class LineHasSessions(BrokenRule):
    """Sessions of the visit cover the line of enquiry that is to be removed."""

    field = "remove"


class NothingToAmend(BrokenRule):
    """The scope would stay as it is, or nothing of it would be left."""


def amend_scope(engagement: Engagement, command: AmendScope, now: datetime) -> list[Event]:
    scope = engagement.all(Scope)[-1]
    known = {line.slug for line in engagement.product.lines_of_enquiry}
    for line in command.lines_of_enquiry:
        if line not in known:
            raise UnknownLineOfEnquiry(f"{engagement.product.name} has no line of enquiry {line}.")
    for line in command.remove:
        _may_go(engagement, scope, line)
    focuses = own_lines(command.focuses, after=len(scope.focuses))
    added = tuple(line for line in dict.fromkeys(command.lines_of_enquiry) if line not in scope.lines)
    if not added and not focuses and not command.remove:
        raise NothingToAmend("The scope asks for just that already. Name a line to add or to remove.")
    if not (added or focuses or set(scope.lines) - set(command.remove)):
        raise NothingToAmend("No line of enquiry would be left. Keep one, or add one.")
    removed = tuple(dict.fromkeys(command.remove))
    return [ScopeAmended(number=scope.number, added=added, focuses=focuses, removed=removed, reason=command.reason)]


def _may_go(engagement: Engagement, scope: Scope, line: str) -> None:
    if line not in scope.lines:
        raise LineNotInScope(f"The scope has no line of enquiry {line}. It has: {', '.join(scope.lines)}.")
    covering = [one for one in engagement.all(VisitSession) if line in one.lines and not one.cancelled_on]
    if covering:
        sessions = "; ".join(in_a_sentence(session) for session in covering)
        raise LineHasSessions(f"The line of enquiry {line} is covered by {sessions}. Change or cancel these first.")
