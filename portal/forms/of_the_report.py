"""What the places of a draft report, and its corrections, are chosen from."""

from config.calendar import in_words
from engagements.reports.draft_and_final import as_drafted, place_in_words
from engagements.state.report import Report, ReportCorrection
from engagements.telling import plain
from notifications.asks import capitalised
from portal.forms import of_the_team
from portal.forms.choice import Option
from portal.forms.desk import Desk, Options


def lines(desk: Desk) -> Options:
    """The lines of enquiry of the scope; where none was agreed here, all that the product has."""
    return list(of_the_team.lines_of_the_scope(desk)) or of_the_team.lines(desk)


def places(desk: Desk) -> Options:
    for report in desk.rows(Report):
        pieces = as_drafted(report)
        text = desk.texts(piece.text for piece in pieces)
        for piece in pieces:
            yield Option(piece.place, f"{capitalised(place_in_words(piece.place))}: {text(piece.text)}")


def corrections(desk: Desk) -> Options:
    rows = desk.rows(ReportCorrection)
    text = desk.texts(row.text for row in rows)
    for row in rows:
        decided = (
            f"{plain(row.outcome).capitalize()} on {in_words(row.decided_on)}" if row.outcome and row.decided_on else ""
        )
        yield Option(str(row.number), f"{row.number}, to {place_in_words(row.place)}: {text(row.text)}", decided)
