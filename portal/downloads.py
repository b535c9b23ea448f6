"""Downloads: a file that browsers keep and never open as a page of ours."""

import re
from collections.abc import Sequence
from enum import StrEnum
from hashlib import sha256
from urllib.parse import quote

from starlette.responses import Response

from documents.files import kept, readable
from documents.ledger import Document
from notifications.letter import Attachment
from portal.mishaps import NotThere
from portal.office import Office


class Media(StrEnum):
    """What we hand out, as browsers name it."""

    WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    PDF = "application/pdf"
    WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    CSV = "text/csv; charset=utf-8"
    CALENDAR = "text/calendar; charset=utf-8"
    UNKNOWN = "application/octet-stream"


PAPER_FORMS = {"docx": Media.WORD, "pdf": Media.PDF}

SUFFIX = re.compile(r"\.[a-z0-9]{1,5}$")

HEADERS = {
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "sandbox; default-src 'none'",
}
"""Should a browser show the file all the same: nothing in it runs, and nothing that it names is fetched."""


def download(content: bytes, name: str, media: str) -> Response:
    """A file to keep. ``name``: with its suffix; what file systems do not like is left out of it. ``media``: a type."""
    suffix = SUFFIX.search(name)
    plain = readable(name[: suffix.start()]) + suffix[0] if suffix else readable(name)
    ascii_only = plain.encode("ascii", "replace").decode().replace("?", "-")
    named = f"attachment; filename=\"{ascii_only}\"; filename*=UTF-8''{quote(plain, safe='')}"
    return Response(content, media_type=media, headers={**HEADERS, "Content-Disposition": named})


def attached(attachments: Sequence[Attachment], number: int) -> Response:
    """What went with a message. ``number``: from 1. Raises NotThere."""
    if not 1 <= number <= len(attachments):
        raise NotThere
    one = attachments[number - 1]
    return download(one.content.encode(), one.name, one.media)


def paper(office: Office, document: Document, form: str) -> Response:
    """A paper of the ledger as ``docx`` or ``pdf``. Raises NotThere for another form, or where its file is gone."""
    digest = {"docx": document.docx, "pdf": document.pdf}.get(form)
    if digest is None:
        raise NotThere
    file = kept(digest, form, office.settings.data_dir / "papers")
    content = file.read_bytes() if file.is_file() else b""
    if sha256(content).hexdigest() != digest:
        raise NotThere
    return download(content, f"{document.path.replace('/', ', ')}.{form}", PAPER_FORMS[form])
