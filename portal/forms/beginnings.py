"""What a form begins with: what is on record already, for the person to change."""

from collections.abc import Callable, Mapping
from typing import Any

from documents.facts.wording import Texts
from engagements.messages import Command
from engagements.reports.draft_from_findings import draft_again, draft_from
from engagements.stages.recommendations import DraftReport
from engagements.state.report import Report
from engagements.state.team import Scope
from engagements.state.visit_findings import VisitFinding
from engagements.texts import of_engagement
from portal.forms.desk import Desk
from portal.forms.filled import in_parts


def _draft_of_the_report(desk: Desk) -> dict[str, Any]:
    """The draft as it stands, or as the findings suggest it."""
    typed = Texts(of_engagement(desk.connection, desk.facts.id))
    for report in desk.rows(Report):
        return draft_again(report, typed)
    scopes = desk.rows(Scope)
    lines = scopes[-1].lines if scopes else tuple(line.slug for line in desk.product.lines_of_enquiry)
    return draft_from(desk.rows(VisitFinding), lines, typed)


BEGINNINGS: Mapping[type[Command], Callable[[Desk], dict[str, Any]]] = {DraftReport: _draft_of_the_report}


def beginning(desk: Desk, command: type[Command]) -> dict[str, Any]:
    """What the form of a command is filled in with when it is opened."""
    return in_parts(BEGINNINGS[command](desk)) if command in BEGINNINGS else {}
