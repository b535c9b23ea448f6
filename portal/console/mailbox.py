"""The mailbox of an installation on trial: what was "mailed", so that a newcomer can follow the links."""

import re
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from starlette.responses import Response

from config.secrets import on_loopback
from notifications.mailbox import Stored, mailbox_in, read
from portal.doors import Pages
from portal.downloads import attached
from portal.mishaps import NotThere
from portal.office import Office, TheOffice
from portal.showing import Show
from portal.visitors import STAFF

pages = Pages()

ON_A_PAGE = 50
ADDRESS = re.compile(r"https?://[^\s<>]+[^\s<>.,;:]")


class Piece(NamedTuple):
    """A piece of a message's text. ``href``: where it leads, if it is an address of this portal."""

    text: str
    href: str = ""


@pages.get("/mailbox", to=STAFF)
def mailbox(office: TheOffice, show: Show, page: int = 1) -> Response:
    _refuse_real_mail(office)
    names = sorted((file.name for file in mailbox_in(office.settings.data_dir).glob("*.eml")), reverse=True)
    page = max(1, min(page, _pages(len(names))))
    first = (page - 1) * ON_A_PAGE
    found = [_read(office, name) for name in islice(names, first, first + ON_A_PAGE)]
    return show("console/mailbox.html", messages=found, page=page, pages=_pages(len(names)), all=len(names))


@pages.get("/mailbox/{name}", to=STAFF)
def message(name: str, office: TheOffice, show: Show) -> Response:
    _refuse_real_mail(office)
    found = _read(office, name)
    return show(
        "console/mailbox-message.html", message=found, pieces=list(pieces(found.text, office.settings.portal_url))
    )


@pages.get("/mailbox/{name}/attachments/{number:int}", to=STAFF)
def attachment(name: str, number: int, office: TheOffice) -> Response:
    _refuse_real_mail(office)
    return attached(_read(office, name).attachments, number)


def _refuse_real_mail(office: Office) -> None:
    """Whoever reads a link may use it: only where nobody but this machine can ask, and nothing is really sent."""
    if office.settings.channels or not on_loopback(office.settings.portal_host):
        raise NotThere


def _pages(messages: int) -> int:
    return max(1, -(-messages // ON_A_PAGE))


def _read(office: Office, name: str) -> Stored:
    """The message of that file name. Raises NotThere."""
    folder = mailbox_in(office.settings.data_dir)
    file = folder / name
    if file.parent != folder or file.suffix != ".eml" or not file.is_file():
        raise NotThere
    return read(file)


def pieces(text: str, portal: str) -> Iterator[Piece]:
    """A text taken apart at the addresses in it; only those of this portal lead anywhere."""
    done = 0
    for found in ADDRESS.finditer(text):
        if text.startswith(f"{portal}/", found.start()):
            yield Piece(text[done : found.start()])
            yield Piece(found[0], found[0].removeprefix(portal))
            done = found.end()
    yield Piece(text[done:])
