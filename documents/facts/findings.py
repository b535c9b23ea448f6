"""What peers recommended and the inspectorate found, how the authority answered, and what boards decided."""

from documents.facts import wording
from documents.facts.actions import standing
from documents.facts.board import Answered, Concern, Decided
from documents.facts.wording import Texts, day
from engagements.engagement import Engagement
from engagements.state.engagement import CauseOfConcern
from engagements.state.plan import BoardDecision, Finding, Recommendation


def answers(engagement: Engagement, typed: Texts) -> tuple[Answered, ...]:
    """Recommendations, then the inspectorate's findings, each with the actions that answer it."""
    recommended = [
        Answered(
            ref=f"R{one.number}",
            text=typed(one.text),
            answer=wording.capitalised(one.answer) if one.answer else "Not answered yet",
            reason=typed(one.reason),
            actions=_acting_on(engagement, f"R{one.number}"),
        )
        for one in engagement.all(Recommendation)
    ]
    found = [
        Answered(one.ref, typed(one.text), "Found by the inspectorate", "", _acting_on(engagement, one.ref))
        for one in sorted(engagement.all(Finding), key=lambda one: (one.ref[0], int(one.ref[1:])))
    ]
    return (*recommended, *found)


def _acting_on(engagement: Engagement, finding: str) -> tuple[str, ...]:
    return tuple(action.ref for action in standing(engagement) if finding in action.findings)


def rejected(engagement: Engagement, typed: Texts) -> tuple[Answered, ...]:
    """The recommendations that the authority rejected, with its reasons."""
    return tuple(one for one in answers(engagement, typed) if one.answer == "Rejected")


def concerns(engagement: Engagement, typed: Texts) -> tuple[Concern, ...]:
    """The inspectorate's causes of concern: those that are open come first."""
    listed = [
        Concern(
            ref=f"C{one.number}",
            question=wording.capitalised(one.question),
            text=typed(one.text),
            issued_on=day(one.issued_on),
            stands=_stands(one),
            open=one.removed_on is None,
        )
        for one in engagement.all(CauseOfConcern)
    ]
    return tuple(sorted(listed, key=lambda concern: not concern.open))


def _stands(concern: CauseOfConcern) -> str:
    if concern.removed_on:
        return f"Removed by the inspectorate on {day(concern.removed_on)}"
    revisited = f"; it came again on {day(concern.revisited_on)}" if concern.revisited_on else ""
    return f"Open: the inspectorate has not removed it{revisited}"


def decisions(engagement: Engagement, typed: Texts) -> tuple[Decided, ...]:
    """What boards decided, in the order of their meetings."""
    return tuple(
        Decided(
            board=one.board,
            met_on=day(one.met_on),
            agenda_item=one.agenda_item or "",
            about=wording.capitalised(one.about),
            decision=wording.capitalised(one.decision),
            reason=typed(one.reason),
        )
        for one in sorted(engagement.all(BoardDecision), key=lambda one: (one.met_on, one.sequence))
    )
