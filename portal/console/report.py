"""The report: as it was drafted, what the authority corrected and what becomes of it, and how the final one differs."""

from collections.abc import Sequence

from starlette.responses import Response

from config.vocabulary import CorrectionOutcome
from documents.facts.comparison import Compared, comparison
from documents.facts.lines import titles
from documents.facts.wording import Texts
from engagements.database import reading
from engagements.loading import rows_of
from engagements.messages import Command
from engagements.process import step_for
from engagements.queries import last_decided
from engagements.stages.corrections import DecideCorrection, SendForAccuracyCheck
from engagements.stages.recommendations import DraftReport, FinaliseReport
from engagements.state.report import Report, ReportCorrection
from engagements.state.team import Scope
from engagements.texts import of_engagement
from portal.console.acts import Act, doing
from portal.console.frame import Frame, frame
from portal.console.possible import may_be_given
from portal.doors import Pages, TheVisitor
from portal.forms.acts import act
from portal.giving import Problem, give
from portal.office import Office, TheOffice
from portal.posted import Posted, PostedForm
from portal.showing import GoBack, Show, Showing
from portal.tasks.showing import Typed, typed
from portal.visitors import LGA, Visitor

pages = Pages("/engagements/{ref}/report")


@pages.get("", to=LGA)
def report(ref: str, office: TheOffice, visitor: TheVisitor, show: Show) -> Response:
    return _page(show, office, visitor, ref)


@pages.post("/corrections/{number:int}", to=LGA)
def decide(
    ref: str, number: int, form: Posted, office: TheOffice, visitor: TheVisitor, show: Show, back: GoBack
) -> Response:
    with reading(office.engine) as connection:
        there = frame(connection, office, ref, "/report")
    name = field(number)
    problems = _overlooked(form, name)
    if not problems:
        reworded = form[f"{name}.outcome"] == CorrectionOutcome.REWORDED
        data = {
            "number": number,
            "outcome": form[f"{name}.outcome"],
            "wording": form[f"{name}.wording"] or None if reworded else None,
            "reason": form[f"{name}.reason"] or None,
        }
        given = give(office, visitor, DecideCorrection, data, form, there.ref)
        if given.outcome:
            return back(f"/engagements/{ref}/report", notice=f"What becomes of correction {number} is recorded.")
        problems = [Problem(one.field and f"{name}.{one.field}", one.text) for one in given.problems]
    return _page(show, office, visitor, ref, typed(form, problems))


def field(number: int) -> str:
    """Under which name a correction's answer is posted."""
    return f"corrections.{number}"


def _overlooked(form: PostedForm, name: str) -> list[Problem]:
    """What the rule cannot see: that nothing was chosen, or that the new wording is the old."""
    if not form[f"{name}.outcome"]:
        return [Problem(f"{name}.outcome", "Choose what becomes of the correction.")]
    reworded = form[f"{name}.outcome"] == CorrectionOutcome.REWORDED
    if reworded and form[f"{name}.wording"].split() == form[f"{name}.before"].split():
        return [Problem(f"{name}.wording", "This is what the draft says. Change it, or decline the correction.")]
    return []


def _page(show: Showing, office: Office, visitor: Visitor, ref: str, form: Typed | None = None) -> Response:
    with reading(office.engine) as connection:
        there = frame(connection, office, ref, "/report")
        reports = rows_of(connection, there.facts, Report)
        corrections = rows_of(connection, there.facts, ReportCorrection)
        said = Texts(of_engagement(connection, there.facts.id))
        seen = last_decided(connection, there.facts.id)
        lines = titles(there.product, rows_of(connection, there.facts, Scope), said)
    places = comparison(reports[0], corrections, said) if reports else ()
    step = step_for(DecideCorrection)
    return show(
        "console/engagement/report.html",
        422 if form else 200,
        frame=there,
        report=reports[0] if reports else None,
        places=places,
        lines=lines,
        corrections=corrections,
        at={place.correction: place for place in places if place.correction},
        said=said,
        decides=may_be_given(visitor, step, there.facts),
        form=form or _filled(corrections, places, said),
        problems=form.problems if form else (),
        field=field,
        acts=_acts(there, visitor, reports[0] if reports else None, corrections),
        seen=seen,
    )


def _filled(corrections: Sequence[ReportCorrection], places: tuple[Compared, ...], said: Texts) -> Typed:
    """Each correction's form: as it was decided, or with the draft's own words to change."""
    drafted = {place.correction: place.before for place in places}
    values: dict[str, str] = {}
    for one in corrections:
        values[f"{field(one.number)}.outcome"] = one.outcome or ""
        values[f"{field(one.number)}.wording"] = said(one.wording) or drafted.get(one.number, "")
        values[f"{field(one.number)}.reason"] = said(one.reason)
    return Typed(values)


def _acts(there: Frame, visitor: Visitor, report: Report | None, corrections: Sequence[ReportCorrection]) -> list[Act]:
    """What the visitor may do about the report now."""
    following: tuple[type[Command], ...] = ()
    if report is None:
        following = (DraftReport,)
    elif report.sent_on is None:
        following = (SendForAccuracyCheck, DraftReport)
    elif report.returned_on and all(one.outcome for one in corrections):
        following = (FinaliseReport,)
    open_to = (command for command in following if may_be_given(visitor, step_for(command), there.facts))
    return [Act(act(command), doing(there.ref, command)) for command in open_to]
