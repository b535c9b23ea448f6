"""``peer-support papers``: what was written, making it again, and templates; ``peer-support oversight-report``."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import App, Parameter

from cli.answers import DONE, FoundWanting, Json, as_json, say, table
from config.calendar import in_words
from documents.kinds import Kind
from engagements.telling import given_by, plain

if TYPE_CHECKING:
    from documents.ledger import Document
    from documents.making import Drafted
    from workflows.workplace import Workplace

app = App("papers", help="What was written, from the scope to the closure report; making it again; templates.")

To = Annotated[Path, Parameter(help="The folder to put both files into; it is made where it is not there.")]
OfKind = Annotated[Kind | None, Parameter(help="What it is a template of. Left out: as the file is called.")]
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
        say("No paper was written yet. The first follows from the scope.")
    else:
        table(
            ("Number", "Paper", "Title", "As of", "Made by"),
            ((one.id, one.path, one.title, in_words(one.made_at.date()), given_by(one.made_by)) for one in found),
        )
        say(*(f"\nPaper {one.id}: {one.remark}" for one in found if one.remark))
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
    kind: Kind,
    ref: str,
    /,
    *,
    on: Annotated[date | None, Parameter(help="As things stood at the end of this day. Left out: now.")] = None,
    period: Period = None,
    board: Annotated[str | None, Parameter(help="The slug of one board. Left out: each of the route.")] = None,
    peer: Annotated[str, Parameter(help="The peer whom an invitation letter is to.")] = "",
    to: Annotated[Path | None, Parameter(help="A folder to put both files into, with nothing on record.")] = None,
    json: Json = False,
) -> int:
    """Make a paper from the journal, as things stand or stood: another version on record, or files in a folder.

    Parameters
    ----------
    kind
        What to make, such as scope or final-report.
    ref
        The engagement's reference.
    """
    from cli.opening import workplace
    from documents.drafting import drafted
    from documents.versions import at_the_end_of, make_version
    from documents.wanted import Wanted
    from engagements.database import reading
    from engagements.journal import SWEEP

    if kind is Kind.NATIONAL_REPORT:
        raise FoundWanting("The national report is of no engagement: peer-support oversight-report --to FOLDER")
    place = workplace()
    now, quarter = place.now(), _a_quarter(period)
    wanted = Wanted(kind, ref, at_the_end_of(on, now) if on else now, period=quarter, board=board, peer=peer)
    if to:
        with reading(place.engine) as connection:
            found = drafted(connection, wanted, place.world)
        return _put(found, place, to, json)
    made = make_version(place.engine, wanted, place.world, place.settings.data_dir, SWEEP, now)
    if json:
        as_json([_plainly(version.paper, place) | {"new": version.new} for version in made])
    else:
        for version in made:
            known = "" if version.new else ", which was on record already: nothing differs"
            say(f"Paper {version.paper.id}: {version.paper.path}{known}.")
    return DONE


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
def check(template: Path, /, *, kind: OfKind = None, json: Json = False) -> int:
    """Try a Word template of your own: does it name only facts that papers have, and can it be filled in?

    Parameters
    ----------
    template
        The file, such as quarterly-report.docx.
    """
    from documents.template import check as fill_in

    fits = _kind_of(template, kind)
    fill_in(template, fits)
    as_json({"template": str(template), "fits": fits}) if json else say(f"{template} fits a {fits.in_words}.")
    return DONE


@app.command
def template(
    template: Path,
    /,
    *,
    kind: OfKind = None,
    authority: Annotated[str, Parameter(help="The slug of the one that it is for. Left out: all of them.")] = "",
    json: Json = False,
) -> int:
    """Use a Word template of your own from now on. One that does not fit is refused, and the one before stays.

    Parameters
    ----------
    template
        The file, such as scope.docx.
    """
    from cli.opening import workplace
    from documents.template import replace

    place, fits = workplace(), _kind_of(template, kind)
    if authority:
        place.world.reference.service(authority)
    with _writing_to(place.settings.data_dir / "templates"):
        target = replace(template, fits, authority, place.settings.data_dir)
    as_json({"template": str(target), "fits": fits}) if json else say(str(target))
    return DONE


def _kind_of(template: Path, kind: Kind | None) -> Kind:
    """What a template is of: as it is said, or as the file is called."""
    if kind is None and template.stem not in set(Kind):
        raise FoundWanting(f"{template.name} is not called after a paper; say --kind, one of {', '.join(Kind)}.")
    return kind or Kind(template.stem)


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
