"""The actions of a plan as papers list them: how each stands, and how its date moved."""

from collections import Counter

from documents.facts import wording
from documents.facts.board import DateMove, PaperAction, Tally, Transferred
from documents.facts.wording import Texts, day
from engagements.as_of import AsOf
from engagements.date_history import DateChange, date_history
from engagements.engagement import Engagement
from engagements.state.plan import Action


def standing(engagement: Engagement) -> list[Action]:
    """The actions of the plan, in the order in which people count: A2 before A10."""
    return sorted((a for a in engagement.all(Action) if a.status != "replaced"), key=lambda a: _in_order(a.ref))


def _in_order(ref: str) -> tuple[str, int, str]:
    stem = ref.rstrip("0123456789.-")
    first = "".join(ref[len(stem) :].replace("-", ".").split(".")[:1])
    return stem, int(first or 0), ref


def actions(view: AsOf, typed: Texts) -> tuple[PaperAction, ...]:
    """Every action, as the view shows it."""
    return tuple(_action(view, action, typed) for action in standing(view.engagement))


def _action(view: AsOf, action: Action, typed: Texts) -> PaperAction:
    history = date_history(view.engagement, action.ref)
    return PaperAction(
        ref=action.ref,
        text=typed(action.text),
        answers=tuple(wording.finding(ref) for ref in action.findings),
        owner=typed(action.owner),
        lead=typed(action.lead),
        rating=_rating(view, action),
        trend=trend(view, action.ref),
        due_first=day(history.original),
        due_on=day(history.current),
        moved=wording.times(history.moved),
        settled=f"{wording.capitalised(action.status)} on {day(action.settled_on)}" if view.settled(action) else "",
    )


def _rating(view: AsOf, action: Action) -> str:
    if action.status == "proposed":
        return "Proposed"
    return view.engagement.product.ratings.rating(view.rating(action)).name


def trend(view: AsOf, ref: str | None) -> str:
    """How an action's rating compares with the quarter before; nothing where there is nothing to compare with."""
    action, earlier = view.planned.get(ref or ""), view.before
    if action is None or ref not in earlier.planned or earlier.settled(action):
        return ""
    scale, was, stands = view.engagement.product.ratings, earlier.rating(action), view.rating(action)
    if was == stands:
        return "As before"
    if stands == scale.transferred:
        return f"It was {scale.rating(was).name.lower()}"
    return f"{'Worse' if scale.worsens(was, stands) else 'Better'}: it was {scale.rating(was).name.lower()}"


def tallies(view: AsOf) -> tuple[Tally, ...]:
    """How many actions have each rating, in the scale's order; ratings that none has or had are left out."""
    earlier = view.before
    counts = Counter(view.rating(action) for action in view.planned.values())
    before = Counter(earlier.rating(action) for action in earlier.planned.values())
    return tuple(
        Tally(rating.name, str(counts[rating.slug]), str(before[rating.slug]) if before else "")
        for rating in view.engagement.product.ratings.ratings
        if counts[rating.slug] or before[rating.slug]
    )


def moves(engagement: Engagement, typed: Texts) -> tuple[DateMove, ...]:
    """Every date that somebody asked to move, or that a hold moved, in the order of the actions."""
    return tuple(
        _move(action.ref, change, typed)
        for action in standing(engagement)
        for change in date_history(engagement, action.ref).changes
    )


OUTCOMES = {"granted": "Granted", "refused": "Refused", "undecided": "Not decided yet"}


def _move(ref: str, change: DateChange, typed: Texts) -> DateMove:
    held = change.outcome == "hold"
    on = f" on {day(change.on)}" if change.decided_by else ""
    return DateMove(
        action=ref,
        due_from=day(change.due_from),
        due_to=day(change.due_to),
        asked=f"By {wording.by(change.asked_by)} on {day(change.asked_on)}" if not held else "By nobody",
        reason="The engagement was on hold, and its clocks stood still." if held else typed(change.reason),
        decision="Moved with the hold" if held else f"{OUTCOMES[change.outcome]}{on}",
        decided_by=wording.by(change.decided_by),
        decision_reason=typed(change.decision_reason),
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
            check_back=_check_back(action, typed),
        )
        for action in standing(engagement)
        if action.status == "transferred"
    )


def _check_back(action: Action, typed: Texts) -> str:
    """The day on which somebody looks whether it is still done; and once they have, what they found."""
    if action.checked_back_on is None:
        return day(action.check_back_on) or "No day was set"
    found = "still done" if action.still_running else "no longer done"
    return f"On {day(action.checked_back_on)}: {found}. {typed(action.check_back_outcome)}"
