"""Visits: everybody who may look at a page of one office, each with a browser of their own.

    def test_...(visits: Visits) -> None:
        guest = visits.as_guest("essex-authority", errands=["/to-do"])
        assert guest.get("/to-do").status_code == 200

The office goes by the clock of the case: ``visits.case.wait(days=3)``, or ``visits.later(hours=2)``.
"""

import re
from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

import httpx
from starlette.testclient import TestClient

from config.settings import Settings
from config.vocabulary import Role
from engagements.database import reading, writing
from engagements.journal import Actor
from engagements.people import on_record
from engagements.state.people import Contact
from portal import sessions
from portal.app import create_app
from portal.cookies import SESSION, STAFF, cookie
from portal.office import Office
from portal.visitors import EVERYTHING, Door
from tests import cast as people
from tests.builders import Case
from tests.portal.forms import Form, forms

KEYS = ("a-key-of-the-tests-" * 3, "an-older-key-of-the-tests-" * 3)
DOOR_OF = {Role.COORDINATOR: Door.COORDINATOR, Role.PRINCIPAL_ADVISER: Door.PRINCIPAL_ADVISER}


class Browser(TestClient):
    """A browser: it keeps cookies, follows nothing by itself, and shows faults as the pages that people get."""

    def __init__(self, app: Any, address: str) -> None:
        super().__init__(app, base_url=address, follow_redirects=False, raise_server_exceptions=False)

    def hold(self, name: str, value: str) -> None:
        """Have a cookie, as if the portal had given it."""
        self.cookies.set(name, value, domain=str(self.base_url.host))

    def form(self, path: str, action: str | None = None) -> Form:
        """The form on a page that posts to ``action``; by default the one that posts to the page itself."""
        page = self.get(path)
        assert page.status_code == 200, f"GET {path} answers {page.status_code}: {plain(page.text)[:500]}"
        own = urlsplit(path).path
        wanted = action or own
        found = [
            form
            for form in forms(page.text)
            if form.method == "post" and urlsplit(urljoin(path, form.action)).path == wanted
        ]
        assert found, f"{path} has no form that posts to {wanted}; it has {[each.action for each in forms(page.text)]}."
        return found[0]

    def fill_in(
        self, path: str, typed: dict[str, Any] | None = None, *, action: str | None = None, files: Any = None
    ) -> httpx.Response:
        """Open the page at ``path``, type into its form (by name), and send it."""
        form = self.form(path, action)
        answer: httpx.Response = self.post(urljoin(path, form.action), data=form.filled(typed or {}), files=files)
        return answer

    def press(self, path: str, words: str) -> httpx.Response:
        """Open a page and press the button of these words."""
        page = self.get(path)
        for form in forms(page.text):
            for name, value, called in form.buttons:
                if called == words:
                    pressed = form.filled({name: value} if name else {})
                    answer: httpx.Response = self.post(urljoin(path, form.action), data=pressed)
                    return answer
        raise AssertionError(f"{path} has no button {words!r}: {plain(page.text)[:500]}")


class Visits:
    """One office, and who comes to it."""

    def __init__(self, case: Case, data_dir: Path, **settings: Any) -> None:
        self.case = case
        given = Settings(data_dir=data_dir, **{"requests_per_minute": 1_000_000, **settings})
        self.office = Office(given, case.engine, case.world, KEYS, lambda: self.case.now)
        self.app = create_app(self.office)

    def later(self, **time: float) -> None:
        """Let time pass: ``hours=2``."""
        self.case.now += timedelta(**time)

    def as_anyone(self) -> Browser:
        """Somebody of whom nothing is known."""
        return Browser(self.app, self.office.settings.portal_url)

    def as_coordinator(self, who: Actor = people.COORDINATOR) -> Browser:
        return self.as_staff(who)

    def as_principal_adviser(self, who: Actor = people.ADVISER) -> Browser:
        return self.as_staff(who)

    def as_operator(self) -> Browser:
        """Somebody who runs the system, and has no part in engagements."""
        return self._inside(name="Operator", doors=(Door.OPERATOR,), hats={})

    def as_staff(self, *hats: Actor) -> Browser:
        """Somebody of the LGA, in one role or several."""
        name = self._on_record(str(hats[0].id))
        return self._inside(
            name=name, doors=[DOOR_OF[hat.role] for hat in hats], hats={hat.role: str(hat.id) for hat in hats}
        )

    def as_guest(self, person: str = "essex-authority", errands: Iterable[str] = (EVERYTHING,)) -> Browser:
        """A contact of an authority, or a peer, who came by links that are good for these pages."""
        with reading(self.case.engine) as connection:
            known = on_record(connection, person)
        hats = {known.role if isinstance(known, Contact) else Role.PEER: known.id}
        return self._inside(name=known.name, doors=(Door.GUEST,), hats=hats, errands=errands)

    def as_peer(self, peer: str = people.LEAD, errands: Iterable[str] = (EVERYTHING,)) -> Browser:
        return self.as_guest(peer, errands)

    def as_outsider(self) -> Browser:
        """A contact of an authority that has no engagement."""
        return self.as_guest(str(people.OUTSIDER.id))

    def _inside(self, **visit: Any) -> Browser:
        with writing(self.case.engine) as connection:
            secret = sessions.begin(connection, self.office.now(), **visit)
        browser = self.as_anyone()
        name = SESSION if Door.GUEST in visit["doors"] else STAFF
        browser.hold(cookie(name, self.office), sessions.sealed(self.office, secret))
        return browser

    def _on_record(self, person: str) -> str:
        with reading(self.case.engine) as connection:
            return on_record(connection, person).name


def plain(page: str) -> str:
    """What a page says, without its tags."""
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())
