"""The actions of a plan as papers list them: how each stands, and how its date moved."""

from collections import Counter

from documents.facts import wording
from documents.facts.board import DateMove, PaperAction, Tally, Transferred
from documents.facts.wording import Texts, day
from engagements.engagement import Engagement
from engagements.state.plan import Action, ExtensionRequest


def standing(engagement: Engagement) -> list[Action]:
    """The actions of the plan, in the order in which people count: A2 before A10."""
    return sorted((a for a in engagement.all(Action) if a.status != "replaced"), key=lambda a: _in_order(a.ref))


def _in_order(ref: str) -> tuple[str, int, str]:
    stem = ref.rstrip("0123456789.-")
    first = "".join(ref[len(stem) :].replace("-", ".").split(".")[:1])
    return stem, int(first or 0), ref


def actions(now: Engagement, before: Engagement | None, typed: Texts) -> tuple[PaperAction, ...]:
    """Every action; ``before``: the engagement in the quarter before, to compare with."""
    earlier = {action.ref: action.rating for action in standing(before)} if before else {}
    return tuple(_action(now, action, earlier.get(action.ref), typed) for action in standing(now))


def _action(engagement: Engagement, action: Action, before: str | None, typed: Texts) -> PaperAction:
    return PaperAction(
        ref=action.ref,
        text=typed(action.text),
        answers=tuple(wording.finding(ref) for ref in action.findings),
        owner=typed(action.owner),
        lead=typed(action.lead),
        rating=engagement.product.ratings.rating(action.rating).name,
        trend=trend(engagement, before, action.rating),
        due_first=day(action.due_first),
        due_on=day(action.due_on),
        moved=wording.times(action.moves),
        settled=f"{wording.capitalised(action.status)} on {day(action.settled_on)}" if action.settled_on else "",
    )


def trend(engagement: Engagement, before: str | None, now: str) -> str:
    """How a rating compares with the quarter before; nothing where there is nothing to compare with."""
    scale = engagement.product.ratings
    if before is None:
        return ""
    if before == now:
        return "As before"
    if now == scale.transferred:
        return f"It was: {scale.rating(before).name.lower()}"
    return f"{'Worse' if scale.worsens(before, now) else 'Better'}: it was {scale.rating(before).name.lower()}"


def tallies(now: Engagement, before: Engagement | None) -> tuple[Tally, ...]:
    """How many actions have each rating, in the scale's order; ratings that none has or had are left out."""
    counts = Counter(action.rating for action in standing(now))
    earlier = Counter(action.rating for action in standing(before)) if before else Counter[str]()
    return tuple(
        Tally(rating.name, str(counts[rating.slug]), str(earlier[rating.slug]) if before else "")
        for rating in now.product.ratings.ratings
        if counts[rating.slug] or earlier[rating.slug]
    )


def moves(engagement: Engagement, typed: Texts) -> tuple[DateMove, ...]:
    """Every date that somebody asked to move, in the order of the actions."""
    shown = {action.ref: place for place, action in enumerate(standing(engagement))}
    asked = [request for request in engagement.all(ExtensionRequest) if request.action in shown]
    return tuple(_move(request, typed) for request in sorted(asked, key=lambda r: (shown[r.action], r.number)))


def _move(request: ExtensionRequest, typed: Texts) -> DateMove:
    decision = {None: "Not decided yet", True: "Granted", False: "Refused"}[request.granted]
    return DateMove(
        action=request.action,
        due_from=day(request.due_from),
        due_to=day(request.due_to),
        asked=day(request.requested_on),
        asked_by=wording.by(request.requested_by),
        reason=typed(request.reason),
        decision=f"{decision} on {day(request.decided_on)}" if request.decided_on else decision,
        decided_by=wording.by(request.decided_by),
        decision_reason=typed(request.decision_reason),
    )


def transferred(engagement: Engagement, typed: Texts) -> tuple[Transferred, ...]:
    """What went to business as usual, with who answers for it now."""
    return tuple(
        Transferred(
            action=action.ref,
            text=typed(action.text),
            owner=typed(action.bau_owner),
            reason=typed(action.bau_reason),
            on=day(action.settled_on),
            check_back=day(action.check_back_on) or "No date was set",
        )
        for action in standing(engagement)
        if action.status == "transferred"
    )
