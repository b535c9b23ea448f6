"""Tones: the colour that goes with a word. Never instead of it: where a tone is shown, its word stands in it."""

from enum import StrEnum

from config.vocabulary import Answer, Decision, ExceptionKind, FindingKind, Grade, Stage, Status, Trend
from notifications.ledger import NotificationStatus


class Tone(StrEnum):
    """From good news to bad; ``plain`` says neither."""

    GOOD = "good"
    FAIR = "fair"
    PLAIN = "plain"
    QUIET = "quiet"  # over, or not begun
    WARN = "warn"
    BAD = "bad"


TONES: dict[str, Tone] = {
    # ratings of the scale that comes with the system; those of another scale that it does not know stay plain
    "complete": Tone.GOOD,
    "transferred_to_bau": Tone.QUIET,
    "on_track": Tone.FAIR,
    "not_started": Tone.QUIET,
    "at_risk": Tone.WARN,
    "off_track": Tone.BAD,
    Grade.OUTSTANDING: Tone.GOOD,
    Grade.GOOD: Tone.FAIR,
    Grade.ADEQUATE: Tone.PLAIN,
    Grade.REQUIRES_IMPROVEMENT: Tone.WARN,
    Grade.INADEQUATE: Tone.BAD,
    Status.ACTIVE: Tone.PLAIN,
    Status.ON_HOLD: Tone.WARN,
    Status.DECLINED: Tone.QUIET,
    Status.WITHDRAWN: Tone.QUIET,
    Stage.CLOSED: Tone.QUIET,
    **dict.fromkeys(ExceptionKind, Tone.BAD),
    ExceptionKind.DATE_MOVED: Tone.WARN,
    ExceptionKind.RAISED: Tone.WARN,
    ExceptionKind.DELIVERED_EARLY: Tone.GOOD,
    ExceptionKind.GOOD_PRACTICE: Tone.GOOD,
    Trend.BETTER: Tone.GOOD,
    Trend.WORSE: Tone.BAD,
    Trend.SETTLED: Tone.QUIET,
    Answer.ACCEPTED: Tone.GOOD,
    Answer.PARTLY_ACCEPTED: Tone.WARN,
    Answer.REJECTED: Tone.BAD,
    Decision.NOTED: Tone.GOOD,
    Decision.APPROVED: Tone.GOOD,
    Decision.DEFERRED: Tone.WARN,
    Decision.REFERRED_BACK: Tone.BAD,
    NotificationStatus.SENT: Tone.FAIR,
    NotificationStatus.FAILED: Tone.BAD,
    NotificationStatus.UNCERTAIN: Tone.WARN,
    NotificationStatus.UNADDRESSED: Tone.BAD,
    NotificationStatus.SUPERSEDED: Tone.QUIET,
    NotificationStatus.ERASED: Tone.QUIET,
    FindingKind.STRENGTH: Tone.FAIR,
    FindingKind.AREA_TO_CONSIDER: Tone.WARN,
    # invitations and returns
    "released": Tone.QUIET,
    "lapsed": Tone.WARN,
    "filed": Tone.FAIR,
    "queried": Tone.WARN,
    "answered": Tone.FAIR,
    # actions
    "proposed": Tone.QUIET,
    "verified": Tone.GOOD,
    "replaced": Tone.QUIET,
}


def tone(word: str) -> Tone:
    """The tone of a rating, stage, status, grade, exception, delivery or any other word of ours; else plain."""
    return TONES.get(word, Tone.PLAIN)


def lateness(late: int | None) -> Tone:
    """The tone of something owed. ``late``: calendar days past its date, negative before it, None on hold."""
    if late is None:
        return Tone.QUIET
    return Tone.BAD if late > 0 else Tone.WARN if late > -7 else Tone.PLAIN
