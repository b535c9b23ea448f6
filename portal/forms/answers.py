"""Answers in words: what is chosen in a form, where the word of the vocabulary itself does not say enough."""

from enum import Enum

from config.vocabulary import Answer, CorrectionOutcome, Decision, FindingKind, Impact, InterestKind, Origin, PaperKind
from engagements.telling import plain

ANSWERS: dict[str, tuple[str, str]] = {
    Origin.BEFORE_INSPECTION: ("Before an inspection", ""),
    Origin.AFTER_INSPECTION: ("After an inspection", ""),
    Origin.CAUSE_OF_CONCERN: ("A cause of concern", ""),
    Origin.INDEPENDENT: ("Independent of inspections", ""),
    Answer.PARTLY_ACCEPTED: ("Accepted in part", ""),
    CorrectionOutcome.REWORDED: ("Reworded", "The place says something else."),
    CorrectionOutcome.TAKEN_OUT: ("Taken out", "The place goes."),
    CorrectionOutcome.DECLINED: ("Declined", "The place stays as it is."),
    Decision.REFERRED_BACK: ("Referred back", "The authority is to answer with a new paper."),
    Decision.DEFERRED: ("Deferred", "It comes back to the same board."),
    PaperKind.QUARTERLY: ("Quarterly", "A quarter's report by exception."),
    PaperKind.CLOSURE: ("Closure", "Asks the board to close the plan."),
    PaperKind.DECISION: ("Decision", "Anything else that a board is asked to decide."),
    Impact.NO: ("No impact", ""),
    Impact.POSITIVE: ("Positive impact", ""),
    Impact.NEGATIVE: ("Negative impact", ""),
    InterestKind.NEIGHBOUR: ("Neighbour", "Their service borders on it, or works closely with it."),
    InterestKind.FORMER_EMPLOYER: ("Former employer", "They worked there. It counts for some years."),
    InterestKind.FAMILY: ("Family", "Somebody close to them works there, or sits on the authority."),
    InterestKind.COMMERCIAL: ("Commercial", "They, or a business of theirs, sell to it or want to."),
    InterestKind.LIVE_DISPUTE: ("Live dispute", "A complaint, a grievance or a case at law."),
    InterestKind.REVIEWED_LATELY: ("Reviewed lately", "Its people reviewed the peer's own service."),
    FindingKind.STRENGTH: ("Strength", "Something that the service does well."),
    FindingKind.AREA_TO_CONSIDER: ("Area to consider", "Something that it could do better."),
    "raised": ("Something that boards should know of", ""),
    "good_practice": ("Good practice that others may use", ""),
}
"""Where the word itself does not say enough."""


def answer_in_words(word: str | Enum) -> tuple[str, str]:
    """An answer's words and what it means."""
    value = str(word.value if isinstance(word, Enum) else word)
    return ANSWERS.get(value, (plain(value).capitalize(), ""))
