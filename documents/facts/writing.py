"""What people wrote for a paper: its subject, what it asks, its sections, and the answers on equality."""

from config.vocabulary import Characteristic as Protected
from config.vocabulary import Impact
from documents.facts.board import Characteristic, Sections
from documents.facts.wording import Texts, capitalised
from engagements.state.boards import Paper

AFFECTED = {Impact.NO: "No", Impact.POSITIVE: "Yes, for the better", Impact.NEGATIVE: "Yes, for the worse"}
NOT_ASSESSED = "Not assessed yet"


UNWRITTEN = Sections((), (), (), (), (), (), ())


def sections(paper: Paper | None, typed: Texts) -> Sections:
    """Each section in paragraphs; empty where nobody has written it."""
    if paper is None:
        return UNWRITTEN
    return Sections(
        background=typed.paragraphs(paper.background),
        update=typed.paragraphs(paper.update),
        benefits_and_risk=typed.paragraphs(paper.benefits_and_risks),
        financial=typed.paragraphs(paper.financial_implications),
        equality=typed.paragraphs(paper.equality_summary),
        workforce=typed.paragraphs(paper.workforce_engagement),
        legal=typed.paragraphs(paper.legal_implications),
    )


def equality(paper: Paper | None, typed: Texts) -> tuple[Characteristic, ...]:
    """All nine protected characteristics of the Equality Act 2010, section 4, answered or not."""
    answers = {answer["characteristic"]: answer for answer in paper.equality} if paper else {}
    return tuple(_answered(one, answers.get(one), typed) for one in Protected)


def _answered(protected: Protected, answer: dict[str, str | None] | None, typed: Texts) -> Characteristic:
    if answer is None:
        return Characteristic(capitalised(protected), NOT_ASSESSED, "")
    return Characteristic(capitalised(protected), AFFECTED[Impact(str(answer["impact"]))], typed(answer["text"]))
