"""Whatever the LGA may do can be done in the console: whole engagements, with every act of the LGA's by its form."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sqlalchemy import Engine

from config.vocabulary import Characteristic, Role, Stage
from engagements.database import connect
from engagements.engagement import World
from engagements.handling import Outcome
from engagements.journal import Actor
from engagements.process import PROCESS
from portal.forms.filled import in_parts
from portal.forms.nesting import flattened
from tests import cast as people
from tests.architecture.tour import TALES, with_a_version_to_migrate_to
from tests.builders import Case
from tests.databases import prepare
from tests.desk import world
from tests.portal.visits import Visits, plain

LGA = {Role.COORDINATOR: people.COORDINATOR, Role.PRINCIPAL_ADVISER: people.ADVISER}


class CaseByForms(Case):
    """A case in which the LGA types into the console what it otherwise gives as a command."""

    def __init__(self, engine: Engine, surroundings: World, data_dir: Path) -> None:
        super().__init__(engine, surroundings)
        self.visits, self.typed = Visits(self, data_dir), set[str]()

    def give(self, name: str, who: Any, data: Any = None, /, **options: Any) -> Outcome:
        role = who.role if isinstance(who, Actor) else who
        if role not in LGA or name == "RequestSupport":
            return super().give(name, who, data, **options)
        self.wait(days=options.pop("days", 0), on=options.pop("on", None))
        self.fill_in(name, role, {**(data or {}), **options})
        return Outcome(str(self.ref), self.facts.version, (), ())

    def fill_in(self, name: str, role: Role, fields: Mapping[str, Any]) -> None:
        browser, path = self.visits.as_staff(LGA[role]), f"/engagements/{self.ref}/do/{name}"
        fields = {key: value.isoformat() if hasattr(value, "isoformat") else value for key, value in fields.items()}
        if name in ("WaiveObligation", "ExtendObligation", "HandOver"):
            fields["kind"] = f"{fields['kind']}/{fields.pop('subject', '')}"
        if name == "DraftPaper":
            fields["equality"] = [{"characteristic": one.value, "impact": "no"} for one in Characteristic]
        typed: dict[str, Any] = {}
        for key, value in flattened(_in_parts(fields)).items():
            stem, _, last = key.rpartition(".")
            if last.isdigit() and (name, stem) in ONE_OF_MANY:
                typed.setdefault(stem, []).append(value)
            else:
                typed[key] = value
        answer = browser.fill_in(path, typed)
        assert answer.status_code == 303, f"{name} was not given: {plain(answer.text)[:1500]}"
        self.typed.add(name)


ONE_OF_MANY = {("ProposeScope", "lines_of_enquiry")}
"""Lists of boxes to tick, which share one name."""


def _in_parts(fields: Mapping[str, Any]) -> dict[str, Any]:
    return in_parts({key: _plain(value) for key, value in fields.items()})


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(one) for key, one in value.items()}
    return [_plain(one) for one in value] if isinstance(value, list | tuple) else value


def test_everything_that_the_lga_may_do_is_done_by_its_form(tmp_path: Path) -> None:
    surroundings, engine = with_a_version_to_migrate_to(world()), connect(f"sqlite:///{tmp_path / 'case.db'}")
    prepare(engine)
    typed = set[str]()
    for tale in (*TALES, _of_the_rest):
        case = CaseByForms(engine, surroundings, tmp_path)
        tale(case)
        typed |= case.typed
    engine.dispose()
    may = {step.command.__name__ for step in PROCESS if set(step.by) & set(LGA) and not step.begins}
    assert not may - typed, f"Nobody gave {', '.join(sorted(may - typed))} by its form: add it to a tale."


def _of_the_rest(case: Case) -> None:
    """What the tales leave to the Essex case."""
    case.at_stage(Stage.CHALLENGE_VISIT).schedule_visit()
    _of_what_was_found(case)
    case.give("CompleteVisitPhase", Role.COORDINATOR, on=case.facts.visit_to, number=1)
    case.give("PresentFeedback", Role.COORDINATOR, feedback="Good people, too few of them.")
    _of_a_corrected_report(case)
    case.at_stage(Stage.QUARTERLY_REPORTING)
    case.wait(on=case.world.calendar.after(case.today, 70))
    period = {"period": "2020-21-Q1"}
    case.give("OpenPeriod", Role.SYSTEM, period)
    case.give("FileNilReturn", Role.AUTHORITY, period)
    case.give("AcceptReturn", Role.COORDINATOR, period)
    case.give("ReviewProgress", Role.COORDINATOR, summary="Halfway.")
    later = case.world.calendar.after(case.today, 300)
    case.give("RequestExtension", Role.AUTHORITY, action="A1", due_to=later, reason="The supplier is late.")
    case.give("DecideExtension", Role.PRINCIPAL_ADVISER, action="A1", grant=True, reason="Understood.")
    case.complete("A1")
    case.give("RejectEvidence", Role.PRINCIPAL_ADVISER, action="A1", reason="The page is empty.")
    handed = {"kind": "complete_action", "subject": "A1", "to": "essex-clerk"}
    case.give("HandOver", Role.COORDINATOR, handed)
    case.give(
        "RecordCauseOfConcern", Role.COORDINATOR, question="understanding risk", issued_on=case.today, text="Late."
    )
    case.give("RecordRevisit", Role.COORDINATOR, number=1, revisited_on=case.today, outcome="Better.")
    case.give("RecordConcernRemoved", Role.COORDINATOR, number=1, removed_on=case.today)
    case.give("DraftPaper", Role.COORDINATOR, kind="closure", subject="Closure", asks=["close the plan"])
    case.settle()
    case.give("CheckBack", Role.PRINCIPAL_ADVISER, action="A2", outcome="It runs.", still_running=True)
    case.give("WithdrawRequest", Role.COORDINATOR, reason="Merged with another.")


def _of_what_was_found(case: Case) -> None:
    case.request_documents("The audit plan")
    case.give("ProvideDocument", Role.COORDINATOR, number=1, documents=[{"title": "The plan", "where": "By post."}])
    finding = {"line": people.PROTECTION, "kind": "strength", "text": "Audits follow the risk."}
    case.give("NoteFinding", Role.COORDINATOR, finding, on=case.facts.visit_from)
    case.give("NoteFinding", Role.COORDINATOR, finding)
    case.give("ChangeFinding", Role.COORDINATOR, {**finding, "text": "Audits mostly follow the risk."}, number=1)
    case.give("WithdrawFinding", Role.COORDINATOR, number=2)
    case.give("GatherFindings", Role.COORDINATOR, findings=[1])


def _of_a_corrected_report(case: Case) -> None:
    recommended = [{"text": "Set targets."}, {"text": "Link the policy."}]
    draft = {"summary": "What the peers saw.", "recommendations": recommended}
    case.give("DraftReport", Role.COORDINATOR, draft, days=5, paragraphs=[{"text": "There are 12 stations."}])
    case.give("SendForAccuracyCheck", Role.COORDINATOR)
    case.give("ReturnAccuracyCheck", Role.AUTHORITY, corrections=[{"place": "P1", "correction": "There are 13."}])
    reworded = {"outcome": "reworded", "wording": "There are 13 stations."}
    case.give("DecideCorrection", Role.COORDINATOR, reworded, number=1)
    change = {"place": "S", "text": "What the four peers saw.", "reason": "To say how many they were."}
    case.give("FinaliseReport", Role.COORDINATOR, changes=[change])
