"""What the peers ask to read before and during a visit, and what the authority gave them."""

from datetime import date
from typing import ClassVar

from sqlmodel import Field

from engagements.state.row import OfEngagement, kept_in


@kept_in("document_request")
class DocumentRequest(OfEngagement):
    """A document that is asked for; by when, its obligation says. ``line``: the line of enquiry that it is wanted for.

    ``wanted`` and ``withdrawn_because``: TextRefs.
    """

    IDENTITY: ClassVar = ("number",)

    number: int = Field(primary_key=True)
    line: str | None = None
    wanted: str
    requested_on: date
    provided_on: date | None = None
    withdrawn_on: date | None = None
    withdrawn_because: str | None = None


@kept_in("provided_document")
class ProvidedDocument(OfEngagement):
    """One that answers a request: a kept file by the SHA-256 of its content, a link, or ``where`` it can be read.

    ``title`` and ``where``: TextRefs.
    """

    IDENTITY: ClassVar = ("request", "number")

    request: int = Field(primary_key=True)
    number: int = Field(primary_key=True)
    title: str
    sha256: str | None = None
    link: str | None = None
    where: str | None = None
    provided_on: date
