"""Forms to plan, change and cancel sessions: filled in with what stands, so that only what changes is decided anew."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection

from engagements.engagement import uk_date
from engagements.loading import facts_of, rows_of
from engagements.messages import Command
from engagements.queries import last_decided
from engagements.stages.timetable import CancelSession, ChangeSession, PlanSessions
from engagements.state.engagement import EngagementFacts
from engagements.state.timetable import VisitSession
from engagements.texts import recall
from engagements.visits.timetabling import told, uk_time
from portal.forms.acts import act
from portal.forms.fields import fields_of
from portal.forms.filled import asks_for_a_change, in_parts, without_removed
from portal.forms.form import Form
from portal.forms.offering import offered
from portal.giving import Problem
from portal.mishaps import NotThere
from portal.office import Office
from portal.posted import PostedForm

ACTS: dict[str, type[Command]] = {"plan": PlanSessions, "change": ChangeSession, "cancel": CancelSession}
"""By the word in a page's address."""

ASKED_FOR = ("kind", "title", "day", "starts", "ends", "place")
"""What every session has. A change may leave it out, which a form that is filled in does not."""


@dataclass(frozen=True, slots=True)
class SessionForm:
    """``about``: the session in words; empty where new ones are planned. ``standing``: what is filled in."""

    facts: EngagementFacts
    command: type[Command]
    number: int
    about: str
    standing: Mapping[str, Any]
    form: Form
    seen: int

    @property
    def title(self) -> str:
        return act(self.command)

    def sent(self, posted: PostedForm, problems: Sequence[Problem] = ()) -> "SessionForm":
        """The form as it was sent: to be read, or to be shown again."""
        if asks_for_a_change(posted):
            again = Form(self.form.fields, without_removed(posted), one_more=posted["add"])
            return replace(self, form=again, seen=self.seen if posted.seen is None else posted.seen)
        return replace(self, form=Form(self.form.fields, posted.data, problems))

    @property
    def data(self) -> dict[str, Any]:
        """What the command says: of a session that stands, only what is to be different."""
        data = self.form.data
        if self.command is PlanSessions:
            return data
        if self.command is ChangeSession:
            # Where no box is ticked, nothing is posted; and what is asked for and left empty is not left as it stands.
            data = {"lines": [], "peers": [], **dict.fromkeys(ASKED_FOR, ""), **data}
        changed = {name: value for name, value in data.items() if value != self.standing.get(name)}
        return {**changed, "number": self.number}


def session_form(connection: Connection, office: Office, ref: str, what: str, number: int = 0) -> SessionForm:
    """Raises NotThere for a session that does not stand, and UnknownEngagement."""
    facts, command = facts_of(connection, ref), ACTS[what]
    session = next(
        (one for one in rows_of(connection, facts, VisitSession) if one.number == number and not one.cancelled_on), None
    )
    if (session is None) != (command is PlanSessions):
        raise NotThere
    choices = offered(connection, office.world, facts, command, office.today)
    fields = tuple(
        replace(field, needed=field.needed or field.name in ASKED_FOR)
        for field in fields_of(command, choices)
        if field.name != "number"
    )
    standing = _standing(connection, session) if session and command is ChangeSession else {}
    return SessionForm(
        facts=facts,
        command=command,
        number=number,
        about=told(session) if session else "",
        standing=standing,
        form=Form(fields, in_parts(standing)),
        seen=last_decided(connection, facts.id),
    )


def _standing(connection: Connection, session: VisitSession) -> dict[str, Any]:
    texts = recall(connection, filter(None, (session.title, session.with_whom)))
    return {
        "kind": session.kind.value,
        "title": texts.get(session.title, ""),
        "day": uk_date(session.starts_at).isoformat(),
        "starts": f"{uk_time(session.starts_at):%H:%M}",
        "ends": f"{uk_time(session.ends_at):%H:%M}",
        "place": session.place,
        "with_whom": texts.get(session.with_whom or "", ""),
        "lines": list(session.lines),
        "peers": list(session.peers),
    }
