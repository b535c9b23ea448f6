"""What was posted: read within limits, and believed only where it came from a form of this very session."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Annotated, Any
from urllib.parse import urlsplit
from uuid import UUID

from fastapi import Depends, Request
from itsdangerous import BadSignature
from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException

from portal.body_size import accept_files
from portal.cookies import VISIT, cookie
from portal.doors import TheVisitor
from portal.forms.nesting import CannotBeNested, nested
from portal.mishaps import FormNotOurs, TooMuch
from portal.office import Office, TheOffice
from portal.showing import FORM_LASTS

MOST_FIELDS, MOST_FILES, LONGEST_FIELD = 5_000, 20, 512 * 1024
"""A return of 500 actions has some 2,500 fields; a text has 20,000 characters at most (engagements.messages)."""

OURS = ("csrf", "seen", "command_id")


@dataclass(frozen=True, slots=True)
class PostedForm:
    """``data``: nested, as commands read it; ``flat``: names and values as they were posted, to fill a form in again.

    ``seen``: the sequence that the person looked at; ``command_id``: by which posting twice counts once.
    ``files``: by name of the field, those that are not empty.
    """

    data: dict[str, Any]
    flat: dict[str, str]
    files: dict[str, list[UploadFile]] = field(default_factory=dict)
    seen: int | None = None
    command_id: UUID | None = None

    def __getitem__(self, name: str) -> str:
        """What was typed into a field, without spaces around it; empty where nothing was."""
        return self.flat.get(name, "").strip()


async def posted(request: Request, office: TheOffice, visitor: TheVisitor) -> AsyncIterator[PostedForm]:
    """Read a form, and close its files when the page is done with. Raises FormNotOurs and TooMuch."""
    if not _from_here(request, office):
        raise FormNotOurs
    if visitor.session:
        accept_files(request, office.settings.largest_evidence_mb)
    try:
        form = await request.form(max_files=MOST_FILES, max_fields=MOST_FIELDS, max_part_size=LONGEST_FIELD)
    except HTTPException:
        raise TooMuch from None
    try:
        yield _read(form, request, office, visitor.session)
    finally:
        await form.close()


def _read(form: FormData, request: Request, office: Office, session: str | None) -> PostedForm:
    given = [(name, value) for name, value in form.multi_items() if isinstance(value, str)]
    flat = dict(given)
    _refuse_foreign(flat.get("csrf", ""), request, office, session)
    files: dict[str, list[UploadFile]] = {}
    for name, value in form.multi_items():
        if isinstance(value, UploadFile) and value.filename:
            files.setdefault(name, []).append(value)
    try:
        data = nested((name, value) for name, value in given if name not in OURS)
        return PostedForm(data, flat, files, _number(flat.get("seen")), _uuid(flat.get("command_id")))
    except (CannotBeNested, ValueError):
        raise FormNotOurs from None


def _from_here(request: Request, office: Office) -> bool:
    """What browsers say of where a post came from. Old ones say nothing: the form's own token decides then."""
    if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        return False
    origin = request.headers.get("origin")
    if origin is None or origin == "null":  # a page without referrer says null for itself
        return True
    return urlsplit(origin).netloc in (request.headers.get("host"), urlsplit(office.settings.portal_url).netloc)


def _refuse_foreign(token: str, request: Request, office: Office, session: str | None) -> None:
    expected = session or request.cookies.get(cookie(VISIT, office))
    try:
        tied_to = office.sealer("form").loads(token, max_age=int(FORM_LASTS.total_seconds()))
    except BadSignature:
        raise FormNotOurs from None
    if not expected or tied_to != expected:
        raise FormNotOurs


def _number(given: str | None) -> int | None:
    return int(given) if given else None


def _uuid(given: str | None) -> UUID | None:
    return UUID(given) if given else None


Posted = Annotated[PostedForm, Depends(posted)]
