"""What findings and document requests are chosen from."""

from collections.abc import Callable

from config.vocabulary import FindingKind
from engagements.stages.document_requests import outstanding
from engagements.state.document_requests import DocumentRequest
from engagements.state.visit_findings import VisitFinding
from engagements.telling import plain as worded
from portal.forms.choice import Option
from portal.forms.desk import Desk, Options


def findings(*kinds: FindingKind) -> Callable[[Desk], Options]:
    def options(desk: Desk) -> Options:
        rows = [row for row in desk.rows(VisitFinding) if row.kind in kinds and not row.withdrawn_on]
        text = desk.texts(row.text for row in rows)
        titles = {line.slug: line.title for line in desk.product.lines_of_enquiry}
        for row in rows:
            said = f"{worded(row.kind).capitalize()}, {titles.get(row.line, row.line)}"
            yield Option(str(row.number), f"{row.number}. {text(row.text)}", said)

    return options


def documents(desk: Desk) -> Options:
    """Those that are still waited for."""
    rows = outstanding(desk.rows(DocumentRequest))
    text = desk.texts(row.wanted for row in rows)
    return (Option(str(row.number), f"{row.number}. {text(row.wanted)}") for row in rows)
