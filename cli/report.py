"""``peer-support report``: the report of a visit, its corrections, and a draft to begin from."""

import json as encoding
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import App, Parameter

from cli.answers import DONE, FoundWanting, Json, Misuse, as_json, heading, say, table
from engagements.telling import plain

if TYPE_CHECKING:
    from documents.facts.comparison import Compared
    from documents.facts.wording import Texts
    from engagements.engagement import Engagement
    from workflows.workplace import Workplace

app = App("report", help="The report of a visit: how the final one differs from the draft, and a draft to begin from.")

FATES = {"kept": "{}", "removed": "[-{}-]", "added": "{{+{}+}}"}
"""How a terminal marks words, which shows neither underlining nor striking through everywhere."""


@app.default
@app.command
def show(ref: str, /, *, json: Json = False) -> int:
    """The report as it stands, place by place. [-Words-] were in the draft, {+words+} take their place.

    Parameters
    ----------
    ref
        The engagement's reference.
    """
    from cli.opening import workplace
    from documents.facts.comparison import comparison
    from engagements.state.report import Report, ReportCorrection

    engagement, typed = _loaded(workplace(), ref)
    report, corrections = engagement.find(Report), engagement.all(ReportCorrection)
    if report is None:
        raise FoundWanting(f"{ref} has no draft yet. Begin one with: peer-support report draft {ref} --to FILE")
    places = comparison(report, corrections, typed)
    if json:
        as_json([_plainly(place) for place in places])
        return DONE
    for place in places:
        heading(place.called + (": taken out" if place.taken_out else ": reworded" if place.differs else ""))
        say("".join(FATES[run.fate].format(run.text.rstrip()) + _space(run.text) for run in place.words).rstrip())
        if place.differs and place.reason:
            say(f"Reason: {place.reason}")
    if corrections:
        heading("Corrections of the authority")
        rows = ((one.number, one.place, plain(one.outcome or "to be decided"), typed(one.text)) for one in corrections)
        table(("Number", "Place", "Outcome", "What the authority says"), rows)
    return DONE


def _loaded(place: "Workplace", ref: str) -> "tuple[Engagement, Texts]":
    """The whole engagement, and what people typed about it."""
    from documents.facts.wording import Texts
    from engagements.database import reading
    from engagements.loading import load_whole
    from engagements.texts import of_engagement

    with reading(place.engine) as connection:
        engagement = load_whole(connection, ref, place.world)
        return engagement, Texts(of_engagement(connection, engagement.id))


def _space(text: str) -> str:
    return text[len(text.rstrip()) :]


def _plainly(place: "Compared") -> dict[str, Any]:
    return {
        "place": place.piece.place,
        "line_of_enquiry": place.piece.line_of_enquiry,
        "question": place.piece.question,
        "findings": place.piece.findings,
        "draft": place.before,
        "final": None if place.taken_out else place.after,
        "number": place.number,
        "correction": place.correction,
        "outcome": place.outcome,
        "reason": place.reason or None,
    }


@app.command
def draft(
    ref: str, /, *, to: Annotated[Path, Parameter(help="The file to write, in JSON.")], json: Json = False
) -> int:
    """A draft to begin from, as the peers' findings suggest it: a paragraph for each, a recommendation for each area.

    Write the summary, change what you like, then give it: peer-support do DraftReport --ref REF --data @FILE

    Parameters
    ----------
    ref
        The engagement's reference.
    """
    from cli.opening import workplace
    from documents.facts.wording import counted
    from engagements.reports.draft_from_findings import draft_from
    from engagements.stages.visit_findings import lines_looked_at
    from engagements.state.visit_findings import VisitFinding

    engagement, typed = _loaded(workplace(), ref)
    suggested = draft_from(engagement.all(VisitFinding), lines_looked_at(engagement), typed)
    _written({"summary": "", **suggested}, to)
    paragraphs, recommended = len(suggested["paragraphs"]), len(suggested["recommendations"])
    if json:
        as_json({"file": str(to), "paragraphs": paragraphs, "recommendations": recommended})
    else:
        both = (
            counted(paragraphs, "paragraph", "paragraphs"),
            counted(recommended, "recommendation", "recommendations"),
        )
        say(f"Wrote {' and '.join(both)} to {to}. The summary is still to be written.")
    return DONE


def _written(fields: dict[str, Any], to: Path) -> None:
    """Raises Misuse where a file stands already, or none can be written."""
    try:
        with to.open("x", encoding="utf-8") as file:
            encoding.dump(fields, file, ensure_ascii=False, indent=2)
            file.write("\n")
    except FileExistsError:
        raise Misuse(f"{to} is there already; name another file.") from None
    except OSError as problem:
        raise Misuse(f"{to} cannot be written: {problem.strerror}.") from None
