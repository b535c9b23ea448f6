"""Why somebody was chosen, in a sentence: how their service was graded, when they are free, when they last went."""

from collections.abc import Iterable, Sequence

from config.products import LineOfEnquiry
from config.reference import Result
from config.themes import themes
from config.vocabulary import Grade, PeerKind, TeamRole
from engagements.peers.on_record import PeerOnRecord
from engagements.proposing.hard_rules import Ground, expert_in
from engagements.proposing.preferences import Preferences, months_since_visit
from engagements.proposing.wanted import Wanted

NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
HELD = {"invited": "invited already", "accepted": "accepted already"}


def because(
    peer: PeerOnRecord,
    team_role: TeamRole,
    lines: Sequence[LineOfEnquiry],
    wanted: Wanted,
    preferences: Preferences,
    status: str | None = None,
    *,
    free: bool = True,
) -> str:
    """Everything that speaks for the choice, and what to know about it; never the peer's political group. ``free``:
    whether it speaks for them that they are free.
    """
    parts = [
        HELD.get(status or ""),
        None if peer.kind is PeerKind.MEMBER else _grades(peer, lines, preferences.ground),
        _expertise(peer, lines or wanted.lines),
        "would like a first visit as an observer" if team_role is TeamRole.OBSERVER else None,
        f"free on {_days(wanted)}" if free and not status else None,
        _turn(peer, wanted),
        _where(peer, wanted, preferences),
        f"training lapsed: {' and '.join(peer.lapsed_training)}" if peer.lapsed_training else None,
    ]
    said = "; ".join(part for part in parts if part)
    return f"{said[0].upper()}{said[1:]}."


def listed(words: Iterable[str]) -> str:
    """One, two and three."""
    *first, last = words
    return f"{', '.join(first)} and {last}" if first else last


def number(count: int) -> str:
    return NUMBERS[count] if count < len(NUMBERS) else str(count)


def _grades(peer: PeerOnRecord, lines: Sequence[LineOfEnquiry], ground: Ground) -> str | None:
    """How the peer's service was graded on what they lead on, the best first."""
    questions = dict.fromkeys(question for line in lines for question in line.questions)
    found = [result for q in questions if (result := ground.reference.grade(peer.service, q)) and result.grade]
    told = []
    for grade in dict.fromkeys(result.grade for result in sorted(found, key=_best_first)):
        those = [result for result in found if result.grade == grade]
        prose = " (read from the inspectorate's summary)" if not all(result.verified for result in those) else ""
        named = listed(str(result.question) for result in those)
        told.append(f"graded {str(grade).replace('_', ' ')} on {named} in Round {those[0].round}{prose}")
    if unknown := [q for q in questions if q not in {result.question for result in found}]:
        told.append(f"no grade found on {listed(unknown)}")
    return "; ".join(told)


def _best_first(result: Result) -> int:
    return list(Grade).index(result.grade) if result.grade else len(Grade)


def _expertise(peer: PeerOnRecord, lines: Sequence[LineOfEnquiry]) -> str | None:
    """What they are expert in that bears on the lines."""
    subjects = sorted({subject for line in lines for subject in expert_in(peer, line)})
    titles = {slug: f"{title[0].lower()}{title[1:]}" for slug, title in themes().items()}
    return f"expert in {listed(titles.get(subject, subject) for subject in subjects)}" if subjects else None


def _days(wanted: Wanted) -> str:
    if wanted.days == 1:
        return "the day"
    days = "both days" if wanted.days == 2 else f"all {number(wanted.days)} days"
    return f"{days} of {number(len(wanted.phases))} phases" if len(wanted.phases) > 1 else days


def _turn(peer: PeerOnRecord, wanted: Wanted) -> str:
    months = months_since_visit(peer, wanted.first_day)
    if months is None:
        return "never went before"
    ago = f"{number(months)} month{'' if months == 1 else 's'}" if months else "less than a month"
    return f"last went {ago} before the visit"


def _where(peer: PeerOnRecord, wanted: Wanted, preferences: Preferences) -> str | None:
    near = preferences.nearness(peer, wanted)
    region = preferences.ground.reference.service(peer.service).region
    places = {1.0: "from the same region", 0.5: f"from a region beside it, {region}"}
    where = places.get(near, f"from further away, {region}")
    return f"{where}, a service governed alike" if preferences.similar(peer, wanted) else where
