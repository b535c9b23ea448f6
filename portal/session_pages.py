"""The page of a session's form, and what its answer comes to: alike for the coordinator and for the peer who leads."""

from starlette.responses import Response

from portal.forms.filled import asks_for_a_change
from portal.giving import give
from portal.office import Office
from portal.posted import PostedForm
from portal.session_forms import SessionForm
from portal.showing import Back, Showing
from portal.visitors import Visitor


def session_page(show: Showing, form: SessionForm, timetable: str, status: int = 200) -> Response:
    """``timetable``: the address of the page that it belongs to."""
    return show("parts/session-page.html", status, session=form, page=timetable)


def answered(
    show: Showing, back: Back, office: Office, visitor: Visitor, form: SessionForm, posted: PostedForm, timetable: str
) -> Response:
    """Back to the timetable, or the form again: with an entry more or less, or with what is wrong."""
    sent = form.sent(posted)
    if asks_for_a_change(posted):
        return session_page(show, sent, timetable)
    given = give(office, visitor, sent.command, sent.data, posted, sent.facts.ref)
    if given.outcome:
        return back(timetable, notice="The timetable is changed.")
    return session_page(show, form.sent(posted, given.problems), timetable, 422)
