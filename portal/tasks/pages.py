"""The pages of guests. A module of pages joins by a line here."""

from portal.doors import Pages
from portal.tasks import (
    accuracy_check,
    asked_for,
    decisions,
    feedback,
    invitation,
    not_me,
    noting,
    papers,
    peer_dates,
    plan_before_board,
    publication,
    reading,
    recommendations,
    report,
    scope,
    scrutiny,
    self_assessment,
    timetable,
    visit,
    written,
)
from portal.tasks.planning import proposing, spreadsheet
from portal.tasks.reporting import REPORTING

PARTS: tuple[Pages, ...] = (
    written.pages,
    *REPORTING,
    scope.pages,
    self_assessment.pages,
    accuracy_check.pages,
    report.pages,
    publication.pages,
    recommendations.pages,
    proposing.pages,
    spreadsheet.pages,
    plan_before_board.pages,
    papers.pages,
    decisions.pages,
    not_me.pages,
    invitation.pages,
    peer_dates.pages,
    visit.pages,
    timetable.pages,
    asked_for.pages,
    feedback.pages,
    noting.pages,
    reading.pages,
    scrutiny.pages,
)
