"""Ways to provoke a refusal of a finding or a document request, and the words that it must say."""

from typing import Any

from config.vocabulary import Role
from engagements.refusals import Refused
from engagements.stages import challenge_visit, document_requests, visit_findings
from tests.builders import Case
from tests.cast import COORDINATOR, LEAD, OPERATIONAL, PROTECTION
from tests.engagements.provoking import PAST, Provoke, by

FINDING: dict[str, Any] = {"line": PROTECTION, "kind": "strength", "text": "Audits follow the risk."}
WANTED = [{"wanted": "The audit plan."}]


def on_the_visit(name: str, who: Any, **fields: Any) -> Provoke:
    """On its first day, the lead peer having noted a strength."""

    def provoke(case: Case) -> Refused:
        case.schedule_visit()
        case.give("NoteFinding", Role.PEER, FINDING, peer=LEAD, on=case.facts.visit_from)
        return case.refused(name, who, fields)

    return provoke


def withdrawn_before(case: Case) -> Refused:
    case.schedule_visit()
    case.give("NoteFinding", COORDINATOR, FINDING, on=case.facts.visit_from)
    case.give("WithdrawFinding", COORDINATOR, number=1)
    return case.refused("GatherFindings", Role.LEAD_PEER, findings=[1])


def asked_for(name: str, who: Any, **fields: Any) -> Provoke:
    def provoke(case: Case) -> Refused:
        due_on = case.world.calendar.after(case.today, 5)
        case.give("RequestDocuments", COORDINATOR, documents=WANTED, due_on=due_on)
        return case.refused(name, who, number=1, **fields)

    return provoke


def no_longer_wanted(case: Case) -> Refused:
    asked_for("ProvideDocument", Role.AUTHORITY)(case)
    case.give("WithdrawDocumentRequest", COORDINATOR, number=1)
    return case.refused("ProvideDocument", Role.AUTHORITY, number=1, documents=[{"title": "It", "where": "HQ"}])


ON_VISIT: dict[type[Refused], tuple[Provoke, str]] = {
    challenge_visit.LineNotToBeAssessed: (
        on_the_visit(
            "SubmitSelfAssessment",
            Role.AUTHORITY,
            position_statement="Here.",
            answers=[{"line": PROTECTION, "text": "Well."}, {"line": PROTECTION, "text": "Very well."}],
        ),
        "once",
    ),
    visit_findings.VisitNotBegun: (by("NoteFinding", COORDINATOR, **FINDING), "from its first day"),
    visit_findings.NotLookedAt: (
        on_the_visit("NoteFinding", COORDINATOR, **FINDING | {"line": "catering"}),
        f"It has: {PROTECTION}",
    ),
    visit_findings.NotOnTheTeam: (
        on_the_visit("NoteFinding", COORDINATOR, **FINDING, peer="nobody"),
        "the coordinator can write the finding down",
    ),
    visit_findings.NotTheirFinding: (
        on_the_visit("WithdrawFinding", Role.PEER, peer=OPERATIONAL, number=1),
        "ask them, or your lead peer",
    ),
    visit_findings.FindingWithdrawnAlready: (withdrawn_before, "Finding 1 was withdrawn on"),
    visit_findings.NotGoodPractice: (
        on_the_visit("MarkGoodPractice", COORDINATOR, number=1),
        "change it to good practice first",
    ),
    visit_findings.GatheredTwice: (on_the_visit("GatherFindings", COORDINATOR, findings=[1, 1]), "name it once"),
    document_requests.NoTimeToProvide: (
        by("RequestDocuments", COORDINATOR, documents=WANTED, due_on=PAST),
        "Choose a day after today",
    ),
    document_requests.NoLongerWanted: (no_longer_wanted, "its request was withdrawn on"),
    document_requests.DocumentNotKept: (
        asked_for("ProvideDocument", Role.AUTHORITY, documents=[{"title": "It", "sha256": "0" * 64}]),
        "Add it first",
    ),
}
