"""The actions of a return in groups: by what they answer, or by who owns them."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from documents.spreadsheets.plan_written import ERASED
from engagements.findings import Found, findings
from portal.tasks.returns.report import Report, Reported

BY_FINDING, BY_OWNER = "finding", "owner"


@dataclass(frozen=True, slots=True)
class Group:
    """Actions under one heading. ``anchor``: the heading's id; ``text``: what they answer."""

    title: str
    anchor: str
    actions: Sequence[Reported]
    text: str = ""


def grouped(report: Report, by: str) -> list[Group]:
    """Each action once, under the first finding that it answers, or under its owner."""
    if by == BY_OWNER:
        together: dict[str, list[Reported]] = defaultdict(list)
        for one in report.actions:
            together[one.owner].append(one)
        found = sorted(together.items(), key=lambda each: each[0].casefold())
        return [Group(owner, f"owner-{at}", actions) for at, (owner, actions) in enumerate(found, 1)]
    known = findings(report.engagement)
    return [
        Group(_called(known[ref]), f"finding-{ref}", actions, report.texts.get(known[ref].text, ERASED))
        for ref in known
        if (actions := [one for one in report.actions if one.action.findings[0] == ref])
    ]


def _called(found: Found) -> str:
    kind, number = found.kind.capitalize(), found.ref[1:]
    return f"{kind} {number}" if found.ref[0] in "RC" else f"{kind} {found.ref}"
