"""Questions worth asking of a plan: each follows from something on record, and says from what."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from config.vocabulary import Answer, Decision, ExceptionKind
from documents.facts import wording
from documents.facts.wording import Texts, day
from engagements.as_of import AsOf
from engagements.exceptions import Exceptional, exceptions
from engagements.findings import answering
from engagements.state.engagement import CauseOfConcern
from engagements.state.plan import Action, BoardDecision, Evidence, QuarterlyReturn, Recommendation

MANY_MOVES = 2
QUIET_QUARTERS = 2


class Question(NamedTuple):
    """``about``: the action's reference, or what else it is about; ``because``: what is on record."""

    about: str
    because: str
    text: str


Look = Callable[[AsOf, Texts], Iterator[Question]]


def questions(view: AsOf, typed: Texts) -> tuple[Question, ...]:
    """Every question that the record gives rise to, the gravest first. Pure, over an engagement with all its rows."""
    return tuple(question for look in LOOKS for question in look(view, typed))


def _silent(view: AsOf, typed: Texts) -> Iterator[Question]:
    missing = [
        one
        for one in view.engagement.all(QuarterlyReturn)
        if one.first_filed_on is None and one.status != "waived" and one.due_on < view.known_on
    ]
    if len(missing) >= QUIET_QUARTERS:
        quarters = wording.listed([wording.quarter(one.period) for one in missing])
        yield Question(
            "The plan", f"No update was received for {quarters}.", "What has been done since, and who knows?"
        )


def _concerns(view: AsOf, typed: Texts) -> Iterator[Question]:
    answered = answering(view.engagement)
    for concern in view.engagement.all(CauseOfConcern):
        if concern.removed_on:
            continue
        ref = f"C{concern.number}"
        open_still = [action.ref for action in answered.get(ref, ()) if not view.settled(action)]
        because = f"The inspectorate issued it on {day(concern.issued_on)} and has not removed it."
        if open_still:
            asked = f"Will {wording.listed([f'action {one}' for one in open_still])} be enough for it to be removed?"
        else:
            asked = "No open action answers it. What else will lead the inspectorate to remove it?"
        yield Question(wording.capitalised(wording.finding(ref)), because, asked)


def _refused_by_boards(view: AsOf, typed: Texts) -> Iterator[Question]:
    decisions = sorted(view.engagement.all(BoardDecision), key=lambda one: one.sequence)
    last = {(one.board, one.about): one for one in decisions}
    for one in last.values():
        if one.decision in (Decision.DEFERRED, Decision.REFERRED_BACK):
            did = "put it off" if one.decision is Decision.DEFERRED else "referred it back"
            reason = f" Its reason: {typed(one.reason)}" if one.reason else ""
            yield Question(
                one.about.capitalize(),
                f"{one.board} {did} on {day(one.met_on)}.{reason}",
                "Has what the board asked for been done?",
            )


def _long_off_track(view: AsOf, typed: Texts) -> Iterator[Question]:
    for one in _found(view, ExceptionKind.OFF_TRACK):
        if one.first_period != str(view.period):
            since = wording.quarter(one.first_period)
            asked = "What would bring it back on track, and who can decide that?"
            yield Question(_action(one.action), f"It has been off track since {since}.", asked)


def _overdue(view: AsOf, typed: Texts) -> Iterator[Question]:
    for one in _found(view, ExceptionKind.OVERDUE):
        action = view.engagement.find(Action, one.action)
        if action:
            because = f"It was due on {day(view.due_on(action))}, and no later date was agreed."
            yield Question(_action(one.action), because, "When will it be done, and what holds it up?")


def _moved(view: AsOf, typed: Texts) -> Iterator[Question]:
    for action in view.open.values():
        if action.moves >= MANY_MOVES:
            because = (
                f"Its date moved {wording.times(action.moves)}: from {day(action.due_first)} to {day(action.due_on)}."
            )
            yield Question(_action(action.ref), because, "What has changed that makes the new date hold?")


def _quiet(view: AsOf, typed: Texts) -> Iterator[Question]:
    filed = sorted(one.period for one in view.engagement.all(QuarterlyReturn) if one.first_filed_on)
    if len(filed) < QUIET_QUARTERS:
        return
    recent = filed[-QUIET_QUARTERS:]
    for action in view.open.values():
        said = view.update(action, said=True)
        if said is None or said.period < recent[0]:
            because = f"The last {wording.spelled(QUIET_QUARTERS, 'return', 'returns')} said nothing of it."
            yield Question(_action(action.ref), because, "What has been done on it in that time?")


def _rejected_evidence(view: AsOf, typed: Texts) -> Iterator[Question]:
    for action in view.open.values():
        given = [one for one in view.engagement.all(Evidence) if one.action == action.ref and one.verdict == "rejected"]
        if given:
            last = max(given, key=lambda one: one.sequence)
            because = f"Its evidence was rejected on {day(last.verdict_on)}. The reason: {typed(last.reason)}"
            yield Question(_action(action.ref), because, "What will show that it is done?")


def _handed_to_business_as_usual(view: AsOf, typed: Texts) -> Iterator[Question]:
    for action in view.engagement.all(Action):
        if action.status != "transferred":
            continue
        owner = typed(action.bau_owner)
        became = f"It became business as usual on {day(action.settled_on)}, with {owner}"
        if action.still_running is False:
            because = f"{became}; on {day(action.checked_back_on)} it was no longer done."
            yield Question(_action(action.ref), because, "What happens to it now?")
        elif action.checked_back_on is None and (action.check_back_on is None or action.check_back_on < view.known_on):
            because = f"{became}. Nobody has looked since whether it is still done."
            yield Question(_action(action.ref), because, "Is it still done, and how would anybody notice if not?")


def _rejected_recommendations(view: AsOf, typed: Texts) -> Iterator[Question]:
    for one in view.engagement.all(Recommendation):
        if one.answer is Answer.REJECTED:
            because = f"The authority rejected it. Its reason: {typed(one.reason)}"
            yield Question(
                f"Recommendation {one.number}", because, "Does the committee agree, and what is done instead?"
            )


def _found(view: AsOf, kind: ExceptionKind) -> list[Exceptional]:
    found = exceptions(view.engagement, view.period, view.engagement.world.thresholds, view.known_on)
    return [one for one in found if one.kind is kind]


def _action(ref: str | None) -> str:
    return f"Action {ref}"


LOOKS: tuple[Look, ...] = (
    _silent,
    _concerns,
    _refused_by_boards,
    _overdue,
    _long_off_track,
    _moved,
    _rejected_evidence,
    _quiet,
    _handed_to_business_as_usual,
    _rejected_recommendations,
)
