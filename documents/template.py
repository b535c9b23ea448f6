"""Which Word template a paper is filled in: the authority's own, the installation's, or ours."""

from datetime import UTC, datetime
from pathlib import Path

from documents.facts.board import BoardPaper
from documents.facts.data import as_data
from documents.facts.national import NationalReport
from documents.facts.specimen import specimen
from documents.kinds import Kind
from documents.templates import SHIPPED
from documents.word import UnfitTemplate, word

SHAPES: dict[Kind, type[BoardPaper] | type[NationalReport]] = {
    Kind.QUARTERLY_REPORT: BoardPaper,
    Kind.CLOSURE_REPORT: BoardPaper,
    Kind.DECISION_PAPER: BoardPaper,
    Kind.NATIONAL_REPORT: NationalReport,
}
"""The facts that each kind of paper is made of."""


def template_for(kind: Kind, authority: str, data_dir: Path) -> Path:
    """``templates/essex/quarterly-report.docx`` in the data directory, else without the authority, else ours."""
    own = data_dir / "templates"
    places = (own / authority / f"{kind}.docx", own / f"{kind}.docx", SHIPPED / f"{kind}.docx")
    return next(place for place in places if place.is_file())


def check(template: Path, kind: Kind) -> None:
    """Fill a template in twice, with every fact and with none. Raises UnfitTemplate: what is wrong, and where."""
    try:
        content = template.read_bytes()
    except OSError as problem:
        raise UnfitTemplate(f"{template} cannot be read: {problem.strerror}.") from None
    for full in (True, False):
        facts = as_data(specimen(SHAPES[kind], full=full))
        word(content, str(template), facts, "A trial", "Nobody", datetime(2000, 1, 1, tzinfo=UTC))
