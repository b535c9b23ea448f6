"""``peer-support papers``: what was written for boards, and writing more; ``peer-support oversight-report``."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import App, Parameter

from cli.answers import DONE, FoundWanting, Json, as_json, say, table
from config.calendar import in_words
from documents.kinds import FOR_BOARDS, Kind
from engagements.telling import plain

if TYPE_CHECKING:
    from documents.ledger import Document
    from documents.making import Drafted
    from workflows.workplace import Workplace

app = App("papers", help="What was written for boards and for the oversight committee, and writing more.")

To = Annotated[Path, Parameter(help="The folder to put both files into; it is made where it is not there.")]
Period = Annotated[str | None, Parameter(help="The quarter, as 2020-21-Q1. Left out: the last that has ended.")]


@app.default
@app.command(name="list")
def listed(
    *,
    ref: Annotated[str | None, Parameter(help="Only of the engagement of this reference.")] = None,
    json: Json = False,
) -> int:
    """Every paper that was written, in that order. Its files are in the folder papers of the data directory."""
    from cli.opening import workplace
    from documents.ledger import listed as all_of
    from engagements.database import reading

    place = workplace()
    with reading(place.engine) as connection:
        found = all_of(connection, ref)
    if json:
        as_json([_plainly(paper, place) for paper in found])
    elif not found:
        say("No paper was written yet. One follows from each return that is accepted.")
    else:
        table(
            ("Number", "Paper", "Title", "Written"),
            ((paper.id, paper.path, paper.title, in_words(paper.made_at.date())) for paper in found),
        )
        say("\nIts files: peer-support papers show NUMBER --to FOLDER")
    return DONE


@app.command
def show(
    number: int,
    /,
    *,
    to: Annotated[Path | None, Parameter(help="A folder for both files, or a file ending in .docx or .pdf.")] = None,
    json: Json = False,
) -> int:
    """One paper: what it is and where its files are; with --to, the files as they were written, put there.

    Parameters
    ----------
    number
        Its number, as the list gives it.
    """
    from cli.opening import workplace
    from documents import files
    from documents.ledger import find
    from engagements.database import reading

    place = workplace()
    with reading(place.engine) as connection:
        paper = find(connection, number)
    put: list[Path] = []
    if to:
        one = to.suffix.lower().removeprefix(".")
        for suffix, digest in (("docx", paper.docx), ("pdf", paper.pdf)):
            if one not in ("docx", "pdf") or one == suffix:
                content = _whole(files.kept(digest, suffix, _folder(place)), digest)
                target = to if one == suffix else to / f"{Path(paper.path).name}.{suffix}"
                with _writing_to(target):
                    files.place(target, content)
                put.append(target)
    if json:
        as_json(_plainly(paper, place) | {"put": [str(file) for file in put]})
    elif put:
        say(*(str(file) for file in put))
    else:
        say(f"{paper.title}, {plain(paper.kind)}, written on {in_words(paper.made_at.date())}.")
        say(*(str(_folder(place) / f"{paper.path}.{suffix}") for suffix in ("docx", "pdf")))
    return DONE


@app.command
def make(
    ref: str,
    kind: Kind,
    /,
    *,
    period: Period = None,
    board: Annotated[str | None, Parameter(help="The slug of one board. Left out: each of the route.")] = None,
    as_of: Annotated[date | None, Parameter(help="As things stood at the end of this day. Left out: now.")] = None,
    to: To,
    json: Json = False,
) -> int:
    """Write a paper into a folder, as things stand or stood; nothing is put on record.

    Parameters
    ----------
    ref
        The engagement's reference.
    kind
        quarterly-report, closure-report or decision-paper.
    """
    from cli.opening import workplace
    from documents.drafting import Wanted, drafted
    from engagements.database import reading

    if kind not in FOR_BOARDS:
        raise FoundWanting("The national report is of no engagement: peer-support oversight-report --to FOLDER")
    place = workplace()
    with reading(place.engine) as connection:
        wanted = Wanted(kind, ref, _moment(place, as_of), period=_a_quarter(period), board=board)
        found = drafted(connection, wanted, place.world)
    return _put(found, place, to, json)


def oversight_report(*, period: Period = None, to: To, json: Json = False) -> int:
    """The national report for the oversight committee, on a quarter, by what is known now."""
    from cli.opening import workplace
    from documents.overseeing import national_report
    from engagements.database import reading
    from engagements.engagement import uk_date
    from engagements.periods import ReportingPeriod

    place = workplace()
    now = place.now()
    given = _a_quarter(period)
    quarter = ReportingPeriod.parse(given) if given else ReportingPeriod.last_ended(uk_date(now))
    with reading(place.engine) as connection:
        drafted = national_report(connection, quarter, now, place.world)
    return _put((drafted,), place, to, json)


@app.command
def check(
    template: Path,
    /,
    *,
    kind: Annotated[Kind | None, Parameter(help="What it is a template of. Left out: as the file is called.")] = None,
    json: Json = False,
) -> int:
    """Try a Word template of your own: does it name only facts that papers have, and can it be filled in?

    Parameters
    ----------
    template
        The file, such as quarterly-report.docx.
    """
    from documents.template import check as fill_in

    if kind is None and template.stem not in set(Kind):
        raise FoundWanting(f"{template.name} is not called after a paper; say --kind, one of {', '.join(Kind)}.")
    fits = kind or Kind(template.stem)
    fill_in(template, fits)
    as_json({"template": str(template), "fits": fits}) if json else say(f"{template} fits a {fits.in_words}.")
    return DONE


def _put(found: "tuple[Drafted, ...]", place: "Workplace", to: Path, json: bool) -> int:
    from documents.making import made, put

    papers = [(one, made(one, place.settings.data_dir)) for one in found]
    with _writing_to(to):
        files = [file for one, paper in papers for file in put(one, paper, to)]
    as_json({"files": [str(file) for file in files]}) if json else say(*(str(file) for file in files))
    return DONE


@contextmanager
def _writing_to(place: Path) -> Iterator[None]:
    try:
        yield
    except OSError as problem:
        raise FoundWanting(f"{place} cannot be written: {problem.strerror}.") from None


def _moment(place: "Workplace", as_of: date | None) -> Any:
    from datetime import UTC, datetime, time

    from engagements.engagement import UK

    now = place.now()
    return min(now, datetime.combine(as_of, time.max, UK).astimezone(UTC)) if as_of else now


def _a_quarter(period: str | None) -> str | None:
    from engagements.periods import ReportingPeriod

    try:
        return str(ReportingPeriod.parse(period)) if period else None
    except ValueError as problem:
        raise FoundWanting(f"--period: {problem}") from None


def _folder(place: "Workplace") -> Path:
    return place.settings.data_dir / "papers"


def _whole(file: Path, digest: str) -> bytes:
    """The file as it was written. Raises FoundWanting where it is gone, or is another."""
    from hashlib import sha256

    content = file.read_bytes() if file.is_file() else b""
    if sha256(content).hexdigest() != digest:
        raise FoundWanting(f"{file} is not there as it was written. Have the paper rebuilt, or bring back the backup.")
    return content


def _plainly(paper: "Document", place: "Workplace") -> dict[str, Any]:
    facts = paper.model_dump()
    return facts | {"files": [str(_folder(place) / f"{paper.path}.{suffix}") for suffix in ("docx", "pdf")]}
