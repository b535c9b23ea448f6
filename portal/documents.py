"""A document that an authority provided for a visit, as a download."""

from collections.abc import Sequence

from starlette.responses import Response

from engagements.database import reading
from engagements.evidence.store import NotOnFile, fetched
from engagements.visits.requested import Requested
from portal.console.evidence import named_file, on_file
from portal.mishaps import NotThere
from portal.office import Office


def document(office: Office, requests: Sequence[Requested], number: int, which: int) -> Response:
    """The file that is number ``which`` of those that answer a request. Raises NotThere."""
    came = [one for request in requests if request.number == number for one in request.came if one.number == which]
    if not came or not (sha256 := came[0].row.sha256):
        raise NotThere
    with reading(office.engine) as connection:
        registered = on_file(connection, [sha256]).get(sha256)
        try:
            content = fetched(connection, office.settings.evidence_dir, sha256)
        except NotOnFile:
            raise NotThere from None
    if registered is None:
        raise NotThere
    return named_file(content, came[0].title.rpartition(".")[0] or came[0].title, registered.media_type)
