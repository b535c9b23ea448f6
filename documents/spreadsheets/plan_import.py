"""What importing a plan would come to: the commands for it, what they change, and the rules' refusals by row."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from documents.spreadsheets.plan import PlanRead
from documents.spreadsheets.plan_written import ERASED, action_values
from documents.spreadsheets.problems import Unreadable
from documents.spreadsheets.reading import Row
from documents.spreadsheets.trying import decided, tried
from engagements.engagement import Engagement
from engagements.messages import Command
from engagements.refusals import BrokenRule
from engagements.stages.follow_up_plan import (
    ActionRefTaken,
    DueInThePast,
    PlannedAction,
    ProposePlan,
    UnknownFinding,
)
from engagements.stages.inspectorate import InspectionFinding, RecordFindings
from engagements.state.engagement import CauseOfConcern
from engagements.state.plan import Action, Finding, Recommendation

PLANNED_STILL = ("proposed", "replaced")
CELL = {ActionRefTaken: "ref", DueInThePast: "due_on", UnknownFinding: "findings"}
"""The cell that a refusal of one action is about."""


@dataclass(frozen=True, slots=True)
class PlanImport:
    """``commands``: in order, none where nothing changes. ``changed``: what of each action, as its columns' fields."""

    commands: tuple[Command, ...]
    findings: tuple[str, ...]
    added: tuple[str, ...]
    changed: Mapping[str, tuple[str, ...]]
    replaced: tuple[str, ...]
    same: tuple[str, ...]


def planned_import(read: PlanRead, engagement: Engagement, texts: Mapping[str, str], now: datetime) -> PlanImport:
    """Compare a plan with what stands. Raises NeedsMending with every problem of the file, and Unreadable."""
    findings = _new_findings(read, engagement, texts)
    actions = _to_propose(read, _as_if_recorded(read, engagement, now), texts, now)
    read.problems.settle()
    if not read.actions:
        raise Unreadable("The sheet of actions has headings and no action.")
    standing = {one.ref: _planned(engagement, one, texts) for one in engagement.all(Action) if one.status == "proposed"}
    changed = {one.ref: _differences(standing[one.ref], one) for one in actions if one.ref in standing}
    difference = PlanImport(
        commands=(),
        findings=tuple(finding.ref for finding in findings),
        added=tuple(one.ref for one in actions if one.ref not in standing),
        changed={ref: fields for ref, fields in changed.items() if fields},
        replaced=tuple(ref for ref in standing if ref not in changed),
        same=tuple(one.ref for _, one in read.actions if one.ref in standing and not changed[one.ref]),
    )
    differs = difference.added or difference.changed or difference.replaced
    propose = [ProposePlan(actions=actions)] if differs else []
    record = [RecordFindings(findings=findings)] if findings else []
    return replace(difference, commands=(*record, *propose))


def _as_if_recorded(read: PlanRead, engagement: Engagement, now: datetime) -> Engagement:
    """The engagement with every finding that the file names, so that only actions answer for what they answer."""
    new = [ref for ref in read.named if ref[0] in "AN" and engagement.find(Finding, ref) is None]
    stand_ins = tuple(InspectionFinding(ref=ref, text=ref) for ref in new)
    return tried(engagement, RecordFindings(findings=stand_ins), now) if stand_ins else engagement


def _new_findings(read: PlanRead, engagement: Engagement, texts: Mapping[str, str]) -> tuple[InspectionFinding, ...]:
    new: dict[str, InspectionFinding] = {}
    for row, finding in read.findings:
        standing = engagement.find(Finding, finding.ref)
        if standing is None:
            if finding.ref in new:
                read.problems.add(
                    row.problem("ref", f"{finding.ref} is there twice; give each finding its own reference.")
                )
            new.setdefault(finding.ref, finding)
        elif (standing.question, texts.get(standing.text, ERASED)) != (finding.question, finding.text):
            says = (
                f"{finding.ref} is on record with other words, and a finding is never rewritten. Use a new reference."
            )
            read.problems.add(row.problem("ref", says))
    for row, ref in read.others:
        _reads_the_same(read, row, ref, engagement, texts)
    return tuple(new.values())


def _reads_the_same(read: PlanRead, row: Row, ref: str, engagement: Engagement, texts: Mapping[str, str]) -> None:
    """Recommendations and causes of concern are there to be read: nothing about them is imported."""
    kind: Any = Recommendation if ref.startswith("R") else CauseOfConcern
    standing = engagement.find(kind, int(ref[1:]))
    if standing is None:
        read.problems.add(
            row.problem("ref", f"{engagement.facts.ref} has no {ref}; only A1 and N1 are recorded from here.")
        )
    elif texts.get(standing.text, ERASED).split() != (row.values.get("text") or "").split():
        read.problems.add(row.problem("text", f"{ref} reads otherwise in its report, and cannot be changed here."))


def _to_propose(
    read: PlanRead, engagement: Engagement, texts: Mapping[str, str], now: datetime
) -> tuple[PlannedAction, ...]:
    """The actions of the new plan: those that stand already, approved once, are left alone."""
    rows: dict[str, int] = {}
    proposed: list[PlannedAction] = []
    for row, action in read.actions:
        standing = engagement.find(Action, action.ref)
        if action.ref in rows:
            read.problems.add(row.problem("ref", f"{action.ref} is in row {rows[action.ref]} already."))
        elif standing is None or standing.status in PLANNED_STILL:
            _tried_alone(read, row, action, engagement, now)
            proposed.append(action)
        elif fields := _differences(_planned(engagement, standing, texts), action):
            says = f"Action {action.ref} is {standing.status}, and a plan no longer changes it."
            read.problems.add(row.problem(fields[0], says))
        rows.setdefault(action.ref, row.number)
    return tuple(proposed)


def _tried_alone(read: PlanRead, row: Row, action: PlannedAction, engagement: Engagement, now: datetime) -> None:
    try:
        decided(engagement, ProposePlan(actions=(action,)), now)
    except (ActionRefTaken, DueInThePast, UnknownFinding) as refusal:
        read.problems.add(row.problem(CELL[type(refusal)], str(refusal)))
    except BrokenRule:  # of the plan as a whole: told when it is proposed
        return


def _planned(engagement: Engagement, action: Action, texts: Mapping[str, str]) -> dict[str, object]:
    values = action_values(engagement, action, texts)
    return {name: values[name] for name in PlannedAction.model_fields}


def _differences(standing: Mapping[str, object], action: PlannedAction) -> tuple[str, ...]:
    return tuple(name for name, value in action if standing[name] != value)
