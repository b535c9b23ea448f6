"""The documents that the peers asked the authority for: all on one page, each provided on a page of its own."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError
from sqlalchemy import Connection
from starlette.responses import Response

from config.malformed import problems as told
from engagements.database import reading
from engagements.evidence.admission import MEDIA_TYPES
from engagements.obligations import Owed
from engagements.stages.document_requests import GivenDocument, ProvideDocument
from engagements.visits.requested import Requested, requested
from portal.documents import document
from portal.doors import Pages, TheVisitor
from portal.files_sent import all_kept
from portal.giving import Problem, give
from portal.mishaps import NotThere
from portal.office import Office, TheOffice
from portal.posted import Posted, PostedForm
from portal.showing import GoBack, Show, Showing
from portal.tasks.on_team import UNTIL_THE_REPORT
from portal.tasks.showing import NOTHING_TYPED, Typed, task_page, typed
from portal.tasks.task import Task, find_task
from portal.visitors import GUESTS, Visitor

pages = Pages("/to-do/{ref}/provide-document")

NOTHING_GIVEN = "Choose a file, give an address, or say where the document can be read."


@dataclass(frozen=True, slots=True)
class Asked:
    """Everything that was asked for, to whoever may read it; the task is that of the first that still waits."""

    task: Task
    requests: tuple[Requested, ...]

    @property
    def takes(self) -> bool:
        """Whether something may be provided now."""
        return self.task.theirs and self.task.facts.stage in UNTIL_THE_REPORT and self.task.standing != "on hold"


@pages.get("", to=GUESTS)
def asked_for(ref: str, office: TheOffice, visitor: TheVisitor, show: Show) -> Response:
    asked = _asked(office, visitor, ref)
    return task_page(show, "tasks/provide-documents.html", asked.task, requests=asked.requests, takes=asked.takes)


@pages.get("/{number:int}", to=GUESTS)
def one(ref: str, number: int, office: TheOffice, visitor: TheVisitor, show: Show) -> Response:
    return _page(show, office, visitor, ref, number)


@pages.post("/{number:int}", to=GUESTS)
def provide(
    ref: str, number: int, form: Posted, office: TheOffice, visitor: TheVisitor, show: Show, back: GoBack
) -> Response:
    """What is right is provided at once, so that no file has to be sent twice; the rest is said beside its field."""
    with reading(office.engine) as connection:
        if not find_task(connection, office, visitor, ref, Owed.PROVIDE_DOCUMENT, str(number)).theirs:
            raise NotThere
    documents, problems = _brought(office, form)
    if documents:
        given = give(office, visitor, ProvideDocument, {"number": number, "documents": documents}, form, ref)
        problems += given.problems
        if given.outcome and not problems:
            return back(f"/to-do/{ref}/provide-document", notice=f"Document {number} is there for the peers to read.")
    return _page(show, office, visitor, ref, number, typed(form, problems))


@pages.get("/{number:int}/{which:int}", to=GUESTS)
def file(ref: str, number: int, which: int, office: TheOffice, visitor: TheVisitor) -> Response:
    asked = _asked(office, visitor, ref, number)
    return document(office, asked.requests, number, which)


def _page(
    show: Showing, office: Office, visitor: Visitor, ref: str, number: int, form: Typed = NOTHING_TYPED
) -> Response:
    asked = _asked(office, visitor, ref, number)
    found = next((request for request in asked.requests if request.number == number), None)
    if asked.task.shown and found is None:
        raise NotThere
    return task_page(
        show,
        "tasks/provide-document.html",
        asked.task,
        form,
        acts=asked.takes and found is not None and not found.row.withdrawn_on,
        request=found,
        kinds=sorted(MEDIA_TYPES),
        largest=office.settings.largest_evidence_mb,
        all_of_them=f"/to-do/{ref}/provide-document",
    )


def _asked(office: Office, visitor: Visitor, ref: str, number: int | None = None) -> Asked:
    with reading(office.engine) as connection:
        task = _task(connection, office, visitor, ref, number or 1)
        found = requested(connection, task.facts, task.product) if task.shown else ()
        waiting = [request.number for request in found if request.waits]
        if number is None and waiting:
            task = _task(connection, office, visitor, ref, waiting[0])
    return Asked(task, found)


def _task(connection: Connection, office: Office, visitor: Visitor, ref: str, number: int) -> Task:
    return find_task(connection, office, visitor, ref, Owed.PROVIDE_DOCUMENT, str(number))


def _brought(office: Office, form: PostedForm) -> tuple[list[dict[str, Any]], list[Problem]]:
    """The documents that a form brings, and what is wrong with any of it."""
    files, wrong = all_kept(office, form)
    title = form["title"]
    found: list[dict[str, Any]] = [{"title": title or name, "sha256": sha256} for name, sha256 in files]
    for field in ("link", "where"):
        if given := form[field]:
            found.append({"title": title or given, field: given})
    wrong += [problem for document in found for problem in _problems(document)]
    if not found and not wrong:
        wrong.append(Problem("files", NOTHING_GIVEN))
    return [document for document in found if not _problems(document)], wrong


def _problems(document: dict[str, Any]) -> Sequence[Problem]:
    try:
        GivenDocument.model_validate(document)
    except ValidationError as error:
        return [Problem(field or "files", _says(field, reason)) for field, reason in told(error)]
    return ()


def _says(field: str, reason: str) -> str:
    return "Enter an address that begins with https:// or http://." if field == "link" else f"It {reason}."
