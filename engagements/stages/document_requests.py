"""Document requests: the peers ask to read, the authority provides a file, a link, or says where it is."""

from collections.abc import Iterable
from datetime import datetime
from typing import Annotated, Self

from pydantic import Field, model_validator

from config.calendar import in_words
from engagements.engagement import Changes, Engagement, Insert, Moment, amend, uk_date
from engagements.events import Event
from engagements.messages import Command, Day, FreeText, Link, Message, Ordinal, Slug, TextRef
from engagements.obligations import Owed
from engagements.refusals import BrokenRule
from engagements.stages.visit_findings import on_a_line_of_the_scope
from engagements.state.document_requests import DocumentRequest, ProvidedDocument
from engagements.state.evidence import EvidenceFile


class WantedDocument(Message):
    """A document to ask for, and the line of enquiry that it is wanted for, where it is for one."""

    wanted: FreeText
    line: Slug | None = None


class WantedDocumentRef(Message):
    """One as the journal holds it: what is wanted by reference."""

    wanted: TextRef
    line: str | None = None


class RequestDocuments(Command):
    """Ask the authority for documents that the peers want to read, all by one day."""

    documents: Annotated[tuple[WantedDocument, ...], Field(min_length=1, max_length=50)]
    due_on: Day


class DocumentsRequested(Event):
    """``first``: the number of the first of these requests."""

    first: int
    documents: tuple[WantedDocumentRef, ...]

    def changes(self, engagement: Engagement, when: Moment) -> Changes:
        for number, document in enumerate(self.documents, self.first):
            yield Insert(
                DocumentRequest(
                    engagement_id=engagement.id, number=number, requested_on=when.on, **document.model_dump()
                )
            )


class NoTimeToProvide(BrokenRule):
    """Documents are wanted by a day to come."""

    field = "due_on"


def request_documents(engagement: Engagement, command: RequestDocuments, now: datetime) -> list[Event]:
    if command.due_on <= uk_date(now):
        raise NoTimeToProvide("Choose a day after today, so that the authority has time to find the documents.")
    for document in command.documents:
        if document.line:
            on_a_line_of_the_scope(engagement, document.line)
    first = len(engagement.all(DocumentRequest)) + 1
    documents = tuple(WantedDocumentRef(**document.model_dump()) for document in command.documents)
    opens = [
        engagement.owe(Owed.PROVIDE_DOCUMENT, command.due_on, str(number))
        for number in range(first, first + len(documents))
    ]
    return [DocumentsRequested(first=first, documents=documents, opens=tuple(opens))]


class GivenDocument(Message):
    """A document: what it is called, and a link, the SHA-256 of a file's content, or where it can be read."""

    title: FreeText
    link: Link | None = None
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")] | None = None
    where: FreeText | None = None

    @model_validator(mode="after")
    def _one_of_them(self) -> Self:
        if sum(given is not None for given in (self.link, self.sha256, self.where)) != 1:
            raise ValueError("give one of link, sha256 and where")
        return self


class GivenDocumentRef(Message):
    title: TextRef
    link: str | None = None
    sha256: str | None = None
    where: TextRef | None = None


class AboutARequest(Event, abstract=True):
    """An event about one document request. ``outstanding``: how many others still wait."""

    number: int
    outstanding: int

    @property
    def subject(self) -> str:
        return str(self.number)


def outstanding(requests: Iterable[DocumentRequest]) -> list[DocumentRequest]:
    """Those that still wait for a document."""
    return [request for request in requests if not (request.provided_on or request.withdrawn_on)]


def _others(engagement: Engagement, number: int) -> int:
    return sum(request.number != number for request in outstanding(engagement.all(DocumentRequest)))


class ProvideDocument(Command):
    """Provide what was asked for: one document or several. Again, to add more."""

    number: Ordinal
    documents: Annotated[tuple[GivenDocument, ...], Field(min_length=1, max_length=20)]

    def files_named(self) -> tuple[str, ...]:
        return tuple(document.sha256 for document in self.documents if document.sha256)


class DocumentProvided(AboutARequest, discharges=(Owed.PROVIDE_DOCUMENT,)):
    """``first``: the number of the first of these documents among those that answer the request."""

    first: int
    documents: tuple[GivenDocumentRef, ...]

    def changes(self, engagement: Engagement, when: Moment) -> Changes:
        request = engagement.one(DocumentRequest, self.number, called="such document request")
        if not request.provided_on:
            yield amend(request, provided_on=when.on)
        for number, document in enumerate(self.documents, self.first):
            yield Insert(
                ProvidedDocument(
                    engagement_id=engagement.id,
                    request=self.number,
                    number=number,
                    provided_on=when.on,
                    **document.model_dump(),
                )
            )


class NoLongerWanted(BrokenRule):
    """The request was withdrawn, or answered before it is withdrawn."""

    field = "number"


class DocumentNotKept(BrokenRule):
    """The command names a file that nobody added."""

    field = "documents"


def _wanted(engagement: Engagement, number: int) -> DocumentRequest:
    request = engagement.one(DocumentRequest, number, called=f"document request {number}")
    if request.withdrawn_on:
        raise NoLongerWanted(
            f"Document {number} is no longer wanted: its request was withdrawn on {in_words(request.withdrawn_on)}."
        )
    return request


def provide_document(engagement: Engagement, command: ProvideDocument, now: datetime) -> list[Event]:
    _wanted(engagement, command.number)
    for sha256 in command.files_named():
        if engagement.find(EvidenceFile, sha256) is None:
            raise DocumentNotKept(f"No file {sha256} was added. Add it first, with `peer-support evidence add FILE`.")
    before = sum(document.request == command.number for document in engagement.all(ProvidedDocument))
    return [
        DocumentProvided(
            number=command.number,
            outstanding=_others(engagement, command.number),
            first=before + 1,
            documents=tuple(GivenDocumentRef(**document.model_dump()) for document in command.documents),
        )
    ]


class WithdrawDocumentRequest(Command):
    """Withdraw a request: the document is no longer wanted."""

    number: Ordinal
    reason: FreeText | None = None


class DocumentRequestWithdrawn(AboutARequest, discharges=(Owed.PROVIDE_DOCUMENT,)):
    reason: TextRef | None = None

    def changes(self, engagement: Engagement, when: Moment) -> Changes:
        request = engagement.one(DocumentRequest, self.number, called="such document request")
        yield amend(request, withdrawn_on=when.on, withdrawn_because=self.reason)


def withdraw_document_request(engagement: Engagement, command: WithdrawDocumentRequest, now: datetime) -> list[Event]:
    request = _wanted(engagement, command.number)
    if request.provided_on:
        raise NoLongerWanted(f"Document {request.number} was provided on {in_words(request.provided_on)} already.")
    return [DocumentRequestWithdrawn(**command.model_dump(), outstanding=_others(engagement, command.number))]
