"""What is exceptional, in words: everything about one action together, and what went well apart."""

from collections.abc import Iterable
from typing import NamedTuple

from config.vocabulary import ExceptionKind
from documents.facts import wording
from documents.facts.actions import trend
from documents.facts.board import Exceptional
from documents.facts.wording import Texts
from engagements.as_of import AsOf
from engagements.exceptions import Exceptional as Found
from engagements.exceptions import exceptions
from engagements.state.plan import Action

KINDS = {ExceptionKind.NO_UPDATE: "No update received", ExceptionKind.RAISED: "Raised by the authority"}
"""What boards read for a kind whose own name does not say enough."""


def called(kind: ExceptionKind) -> str:
    """Off track, for off_track."""
    return KINDS.get(kind) or wording.capitalised(kind)


class InWords(NamedTuple):
    """What boards are to know, the worst first; and what they may be glad of."""

    exceptions: tuple[Exceptional, ...]
    good: tuple[Exceptional, ...]


def exceptional(view: AsOf, typed: Texts) -> InWords:
    """Everything exceptional in the view's period, as it was known on its day."""
    found = exceptions(view.engagement, view.period, view.engagement.world.thresholds, view.known_on)
    bad, good = ([one for one in found if one.positive is positive] for positive in (False, True))
    return InWords(_together(view, bad, typed), _together(view, good, typed))


def _together(view: AsOf, found: Iterable[Found], typed: Texts) -> tuple[Exceptional, ...]:
    """One entry for each action, in the place of the worst about it; what is about no action stands alone."""
    about: dict[str, list[Found]] = {}
    for number, one in enumerate(found):
        about.setdefault(one.action or f" {number}", []).append(one)
    return tuple(_entry(view, same, typed) for same in about.values())


def _entry(view: AsOf, same: list[Found], typed: Texts) -> Exceptional:
    action = view.engagement.find(Action, same[0].action)
    kinds = [called(one.kind) for one in same]
    return Exceptional(
        what="; ".join([kinds[0], *(kind[:1].lower() + kind[1:] for kind in dict.fromkeys(kinds[1:]))]),
        action=action.ref if action else "",
        text=typed(action.text) if action else "",
        cause=_each_once(typed(one.cause) for one in same),
        response=_each_once(typed(one.response) for one in same),
        owner=_each_once(typed(one.owner) for one in same),
        since=wording.quarter(min(one.first_period for one in same)),
        trend=trend(view, same[0].action),
    )


def _each_once(texts: Iterable[str]) -> str:
    return "\n".join(dict.fromkeys(text for text in texts if text))
