"""Many peers at once, from a list: looked over first, then written down, all of it or nothing."""

from starlette.responses import Response

from documents.spreadsheets.opening import LARGEST_FILE, Opened, opened
from documents.spreadsheets.peers import COLUMNS, PoolRead, read_pool, written_again
from documents.spreadsheets.problems import NeedsMending, Unreadable
from documents.spreadsheets.problems import Problem as Fault
from engagements.database import reading, writing
from engagements.peers.enrolling import enter
from portal.doors import Pages
from portal.giving import Problem
from portal.office import Office, TheOffice
from portal.posted import Posted
from portal.showing import GoBack, Show, Showing
from portal.visitors import LGA

pages = Pages("/peers/import")


@pages.get("", to=LGA)
def choose(show: Show) -> Response:
    return _page(show)


@pages.post("", to=LGA)
def look_over(form: Posted, office: TheOffice, show: Show) -> Response:
    """What the list would change, or every line that needs mending. Nothing is written yet."""
    files = form.files.get("file", [])
    if not files:
        return _page(show, says="Choose a file.")
    try:
        with reading(office.engine) as connection:
            read = read_pool(opened(files[0].file.read(LARGEST_FILE + 1), str(files[0].filename)), connection)
    except NeedsMending as wrong:
        return _page(show, says=str(wrong), faults=wrong.problems)
    except Unreadable as refusal:
        return _page(show, says=str(refusal))
    return _page(show, read)


@pages.post("/keep", to=LGA)
def keep(form: Posted, office: TheOffice, show: Show, back: GoBack) -> Response:
    """The list as it was looked over, read once more: somebody may have changed the pool meanwhile."""
    try:
        read = _kept(office, opened(form["list"].encode(), "The list"))
    except NeedsMending as wrong:
        return _page(show, says=str(wrong), faults=wrong.problems)
    except Unreadable as refusal:
        return _page(show, says=str(refusal))
    return back("/peers", notice=f"Added {len(read.new)} peers and changed {len(read.changed)}.")


def _kept(office: Office, file: Opened) -> PoolRead:
    with writing(office.engine) as connection:
        read = read_pool(file, connection)
        enter(connection, read.entered)
    return read


def _page(show: Showing, read: PoolRead | None = None, says: str = "", faults: tuple[Fault, ...] = ()) -> Response:
    return show(
        "console/peers/lists.html",
        422 if says else 200,
        read=read,
        again=written_again(read).decode() if read else "",
        columns=COLUMNS,
        problems=[Problem("file", says)] if says else [],
        faults=faults,
    )
