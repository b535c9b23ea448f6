"""Showing: a template becomes a page, with what every page needs; and the way back after a post."""

import secrets
from collections.abc import Mapping
from datetime import timedelta
from typing import Annotated, Any
from urllib.parse import urlencode
from uuid import uuid4

from fastapi import Depends, Request
from itsdangerous import BadSignature
from markupsafe import Markup
from starlette.responses import HTMLResponse, RedirectResponse

from portal import sessions
from portal.cookies import NOTICE, VISIT, cookie, give_cookie, take_cookie
from portal.office import Office, office
from portal.visitors import Visitor

FORM_LASTS = timedelta(hours=24)
"""For how long a form may lie open before it is sent: as long as the longest session."""

REFRESH = timedelta(minutes=1)
"""How old the time in a session's cookie may grow before it is set anew."""

NO_STORE = {"Cache-Control": "no-store"}


class Showing:
    """Renders templates as pages for one request.

    Every template may use: ``office``, ``visitor``, ``path``, ``notice`` (what the last post came to, or empty),
    ``csrf()`` for every form, and ``seen_and_id(seen)`` for forms that give a command.
    """

    def __init__(self, request: Request) -> None:
        self.request, self.office = request, office(request)
        self._new_visit: str | None = None

    @property
    def visitor(self) -> Visitor:
        return sessions.recognise(self.request, self.office)

    def __call__(self, template: str, status: int = 200, **facts: Any) -> HTMLResponse:
        notice = self._notice()
        page = self.office.pages.get_template(template).render(
            office=self.office,
            visitor=self.visitor,
            path=self.request.url.path,
            notice=notice,
            csrf=self._csrf,
            seen_and_id=_seen_and_id,
            **facts,
        )
        response = HTMLResponse(page, status, headers=NO_STORE)
        if self._new_visit:
            give_cookie(response, self.office, VISIT, self._new_visit)
        if notice:
            take_cookie(response, self.office, NOTICE)
        self._keep_awake(response)
        return response

    def _keep_awake(self, response: HTMLResponse) -> None:
        """Tell the session's cookie that its visitor is still there."""
        if not self.visitor.session:
            return
        name = self.request.state.kept_in
        opened = sessions.unsealed(self.office, self.request.cookies[cookie(name, self.office)])
        if opened and self.office.now() - opened[1] > REFRESH:
            give_cookie(response, self.office, name, sessions.sealed(self.office, opened[0]))

    def _csrf(self) -> Markup:
        """The hidden field that ties a form to this session, or to this browser where there is none."""
        tied_to = self.visitor.session or self._visit()
        token = self.office.sealer("form").dumps(tied_to)
        return Markup('<input type="hidden" name="csrf" value="{}">').format(token)

    def _visit(self) -> str:
        known = self.request.cookies.get(cookie(VISIT, self.office)) or self._new_visit
        if not known:
            self._new_visit = known = secrets.token_urlsafe(16)
        return known

    def _notice(self) -> str:
        try:
            given = self.request.cookies.get(cookie(NOTICE, self.office), "")
            return str(self.office.sealer("notice").loads(given, max_age=60))
        except BadSignature:
            return ""


def _seen_and_id(seen: int | None = None) -> Markup:
    """What the person looked at (the sequence of the last event), and an id by which a double click counts once."""
    field = Markup('<input type="hidden" name="{}" value="{}">')
    looked_at = field.format("seen", seen) if seen is not None else Markup()
    return looked_at + field.format("command_id", uuid4())


def _back(request: Request) -> "Back":
    return Back(office(request))


class Back:
    """Where to go after a post, and what to say there."""

    def __init__(self, office: Office) -> None:
        self.office = office

    def __call__(self, path: str, notice: str = "", **query: str) -> RedirectResponse:
        """``path``: one of ours, from its first slash on."""
        response = RedirectResponse(with_query(path, query), 303, headers=NO_STORE)
        if notice:
            give_cookie(response, self.office, NOTICE, str(self.office.sealer("notice").dumps(notice)))
        return response


def with_query(path: str, query: Mapping[str, str]) -> str:
    return f"{path}?{urlencode(query)}" if query else path


Show = Annotated[Showing, Depends(Showing)]
GoBack = Annotated[Back, Depends(_back)]
