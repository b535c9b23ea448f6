"""Findings and the actions that answer them: one finding leads to many actions, one action serves several."""

from dataclasses import dataclass
from typing import Literal

from engagements.engagement import Engagement
from engagements.state.engagement import CauseOfConcern
from engagements.state.plan import Action, Finding, Recommendation


@dataclass(frozen=True, slots=True)
class Found:
    """Something that an action may answer. ``ref``: R1, C1, A1 or N1; ``text`` is a TextRef."""

    ref: str
    kind: Literal["recommendation", "cause of concern", "area for improvement", "comment"]
    text: str
    question: str | None = None


def findings(engagement: Engagement) -> dict[str, Found]:
    """Everything that was found, by reference: recommendations, causes of concern, then what inspections found."""
    found = [Found(f"R{r.number}", "recommendation", r.text) for r in engagement.all(Recommendation)]
    found += [Found(f"C{c.number}", "cause of concern", c.text, c.question) for c in engagement.all(CauseOfConcern)]
    recorded = sorted(engagement.all(Finding), key=lambda finding: (finding.ref[0], int(finding.ref[1:])))
    for one in recorded:
        kind: Literal["area for improvement", "comment"] = "comment" if one.ref[0] == "N" else "area for improvement"
        found.append(Found(one.ref, kind, one.text, one.question))
    return {one.ref: one for one in found}


def answering(engagement: Engagement) -> dict[str, tuple[Action, ...]]:
    """The actions that answer each finding, an empty tuple where none does; those of a replaced plan are left out."""
    standing = [action for action in engagement.all(Action) if action.status != "replaced"]
    return {ref: tuple(action for action in standing if ref in action.findings) for ref in findings(engagement)}


def answered_by(engagement: Engagement, ref: str) -> tuple[Found, ...]:
    """What an action answers. Raises NotOnRecord."""
    found = findings(engagement)
    return tuple(found[of] for of in engagement.one(Action, ref, called=f"action {ref}").findings)
