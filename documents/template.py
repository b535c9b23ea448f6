"""Which Word template a paper is filled in: the authority's own, the installation's, or ours."""

from datetime import UTC, datetime
from pathlib import Path

from documents import files
from documents.facts.data import as_data
from documents.facts.specimen import specimen
from documents.kinds import Kind
from documents.needed import NEEDED
from documents.templates import SHIPPED
from documents.word import UnfitTemplate, word


def shipped(kind: Kind) -> Path:
    """The template that comes with the system."""
    return SHIPPED / f"{kind}.docx"


def own_template(kind: Kind, authority: str, data_dir: Path) -> Path | None:
    """``templates/essex/scope.docx`` in the data directory, else without the authority; None where ours is used."""
    places = (_place(kind, authority, data_dir), _place(kind, "", data_dir))
    return next((place for place in places if place.is_file()), None)


def replace(template: Path, kind: Kind, authority: str, data_dir: Path) -> Path:
    """Put a template in the place of the one before, for one authority or for all. Where it is.

    Raises UnfitTemplate, and then the one before stays.
    """
    check(template, kind)
    place = _place(kind, authority, data_dir)
    files.place(place, template.read_bytes())
    return place


def _place(kind: Kind, authority: str, data_dir: Path) -> Path:
    return data_dir / "templates" / authority / f"{kind}.docx"


def check(template: Path, kind: Kind) -> None:
    """Fill a template in twice, with every fact and with none. Raises UnfitTemplate: what is wrong, and where."""
    try:
        content = template.read_bytes()
    except OSError as problem:
        raise UnfitTemplate(f"{template} cannot be read: {problem.strerror}.") from None
    for full in (True, False):
        facts = as_data(specimen(NEEDED[kind].facts, full=full))
        word(content, str(template), facts, "A trial", "Nobody", datetime(2000, 1, 1, tzinfo=UTC))
