"""What anyone might try with an engagement: fields made of what there is and what there is not, and nonsense."""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import partial
from itertools import product as every
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from config.products import Product
from config.reference import QUESTIONS
from config.vocabulary import Decision, FindingKind, PaperKind, Status
from engagements.obligations import Owed
from engagements.periods import ReportingPeriod
from engagements.rehearsal.papers import a_paper
from engagements.state.boards import Paper, PaperForBoard
from engagements.state.document_requests import DocumentRequest
from engagements.state.plan import Action, QuarterlyReturn, Recommendation
from engagements.state.team import Invitation, Scope, VisitPhase
from engagements.state.visit_findings import VisitFinding
from tests import cast as people
from tests.builders import BODIES, Case
from tests.engagements.moves import acts_of, text
from tests.samples import Known, fields_of

POOL = (people.LEAD, people.OPERATIONAL, people.MEMBER, people.KENT_LEAD, people.FROM_ESSEX, "nobody")
RARE_DAYS = (date.min, date(1999, 12, 31), date(2101, 1, 1), date.max)
FINDINGS = ("R1", "R2", "C1", "C9", "A1", "N1")


def guessed(case: Case, command: Any) -> SearchStrategy[dict[str, Any]]:
    """Fields for a command on an engagement: such that it may well succeed, or as somebody might think them up."""
    thought_up = fields_of(command, _known(case))
    likely = [act.fields for subject in _subjects(case) for act in acts_of(case, command.__name__, subject)]
    likely += _tempting(case, command.__name__)
    return st.one_of(thought_up, st.sampled_from(likely)) if likely else thought_up


def _tempting(case: Case, name: str) -> list[dict[str, Any]]:
    """What nobody owes, and somebody may well want: whom they know on the team, and more time."""
    if name == "InvitePeer":
        places = case.world.catalogue.get(case.facts.product, case.facts.product_version).team
        seats = [{"peer": peer, "team_role": place.team_role} for peer in POOL for place in places]
        return [{**seat, "despite_grades": text("we know them")} for seat in seats]
    if name in ("PlanSessions", "ChangeSession"):
        return list(_sessions(case, name))
    if name == "RequestExtension":
        later = [(action.ref, max(action.due_on, case.today) + timedelta(60)) for action in case.rows(Action)]
        return [{"action": ref, "due_to": day, "reason": text("more time")} for ref, day in later]
    if name == "DraftPaper":
        drafts = partial(a_paper, text("how it goes"))
        quarters = [drafts(PaperKind.QUARTERLY, period=standing.period) for standing in case.rows(QuarterlyReturn)]
        return [drafts(PaperKind.CLOSURE), drafts(PaperKind.DECISION), *quarters]
    if name == "SubmitPaper":
        numbers = [drafted.number for drafted in case.rows(Paper)]
        return [{"number": n, "body": body, "met_on": case.today} for n in numbers for body in BODIES]
    if name in ("NoteFinding", "ChangeFinding", "WithdrawFinding", "GatherFindings", "MarkGoodPractice"):
        return _found_on_visit(case, name)
    if name == "ProvideDocument":
        given = [{"title": text("the plan"), "where": text("in the library")}]
        return [{"number": asked.number, "documents": given} for asked in case.rows(DocumentRequest)]
    if name == "RecordBoardDecision":
        before = [(sent.body, sent.met_on) for sent in case.rows(PaperForBoard) if not sent.decision]
        outcomes = [{"decision": decision, "reason": text("why")} for decision in Decision]
        about = [{"board": body, "met_on": day, "about": a} for body, day in before for a in ("progress", "closure")]
        return [{**given, **outcome} for given in about for outcome in outcomes]
    return []


def _found_on_visit(case: Case, name: str) -> list[dict[str, Any]]:
    found = case.rows(VisitFinding)
    if name == "GatherFindings":
        return [{"findings": [finding.number for finding in found if not finding.withdrawn_on]}]
    whose = [{"peer": place.peer} for place in case.rows(Invitation) if place.status == "accepted"]
    which = [{"number": finding.number, "peer": finding.noted_by} for finding in found]
    if name == "WithdrawFinding":
        return which
    if name == "MarkGoodPractice":
        return [{"number": finding.number} for finding in found]
    lines = [line for scope in case.rows(Scope) for line in scope.lines_of_enquiry]
    said = [{"line": line, "kind": kind, "text": text("seen")} for line in lines for kind in FindingKind]
    return [{**saying, **one} for saying in said for one in (whose if name == "NoteFinding" else which)]


def _sessions(case: Case, name: str) -> Iterator[dict[str, Any]]:
    """At hours that may clash, in places that may be far apart, by one peer or nobody."""
    if not case.rows(VisitPhase) or not case.rows(Scope):
        return
    for starts, place in every(("9:30", "10.15", "14:00"), ("Headquarters", "Headquarters, room 2", "The station")):
        for peers in ([], *([place.peer] for place in case.rows(Invitation))):
            told = {"starts": starts, "ends": "16:00", "place": place, "peers": peers}
            yield {"sessions": [case.session(**told)]} if name == "PlanSessions" else {"number": 1, **told}


def _subjects(case: Case) -> list[str]:
    """What obligations are about: every action, period, peer and number that there is."""
    about = [action.ref for action in case.rows(Action)] + [i.peer for i in case.rows(Invitation)]
    about += [standing.period for standing in case.rows(QuarterlyReturn)]
    return [*about, *(str(recommendation.number) for recommendation in case.rows(Recommendation)), "1"]


def _known(case: Case) -> Known:
    today, facts = case.today, case.facts
    product = case.world.catalogue.get(facts.product, facts.product_version)
    owed = case.obligations() if facts.status is Status.ACTIVE else []
    actions = [action.ref for action in case.rows(Action)]
    to_report = [action.ref for action in case.rows(Action) if action.status == "open"]
    opened = [standing.period for standing in case.rows(QuarterlyReturn)]
    on_visit = [phase.starts_on for phase in case.rows(VisitPhase)] or [today]
    invited = [i.peer for i in case.rows(Invitation) if not i.peer.startswith("spare-")]  # who must stay free
    quarters = [str(ReportingPeriod.last_ended(today)), str(ReportingPeriod.of(today))]
    lately = st.integers(-8, 1).map(lambda days: today + timedelta(days))
    ahead = st.integers(-5, 400).map(lambda days: today + timedelta(days))
    return {
        **_of_the_product(case, product),
        "authority": st.sampled_from([people.ESSEX, people.KENT, "south-wales"]),
        "product": st.sampled_from([*case.world.catalogue.slugs(), "training"]),
        "choices": st.sampled_from([{}, {"timing": "after", "breadth": "narrow"}]),
        "date": st.one_of(ahead, ahead, st.sampled_from(RARE_DAYS)),
        **dict.fromkeys(("held_on", "met_on", "issued_on", "revisited_on", "removed_on", "published_on"), lately),
        "peer": st.sampled_from([*invited * 2, *POOL]),
        "number": st.integers(1, 3),
        "place": st.sampled_from(["S", "P1", "R1", "R1", "R2"]),
        "version": st.integers(1, 3),
        "day": st.sampled_from([*on_visit * 3, today]),
        "peers": st.lists(st.sampled_from([*invited * 3, "nobody"]), max_size=2),
        "cause_of_concern": st.integers(1, 2),
        "action": st.sampled_from([*actions * 3, "Z9"]),
        "ref": st.sampled_from(["A1", "A2", "B1", "B2"]),
        "findings": st.lists(st.sampled_from(FINDINGS), min_size=1, max_size=3),
        "updates": _updates(to_report, today),
        "period": st.sampled_from([*opened * 3, *quarters]),
        "question": st.sampled_from([text("why"), *sorted(QUESTIONS)[:3]]),
        "coordinator": st.sampled_from([str(people.COORDINATOR.id), str(people.OTHER_COORDINATOR.id), "adviser-east"]),
        "address": st.just("https://example.org/report"),
        "link": st.just("https://example.org/proof"),
        "sha256": st.none(),
        "to": st.sampled_from(["essex-authority", "essex-clerk", "essex-chair", "kent-clerk", "nobody"]),
        "opened_by": st.integers(1, facts.version),
        "body": st.sampled_from(list(BODIES)),
        "replaces": st.one_of(st.none(), st.integers(1, 3)),
        "paper": st.one_of(st.none(), st.integers(1, 3)),
        "kind": st.sampled_from([*(due.kind for due in owed), Owed.TRIAGE_REQUEST]),
        "subject": st.sampled_from([*(due.subject for due in owed), ""]),
    }


def _of_the_product(case: Case, product: Product) -> Known:
    calendar, today = case.world.calendar, case.today
    lines = st.sampled_from([*[line.slug for line in product.lines_of_enquiry[:4]] * 2, "catering"])

    def phases(given: tuple[int, int, int]) -> list[dict[str, date]]:
        first, days, many = given
        starts = [calendar.after(today, first + number * (days + 5)) for number in range(many)]
        return [{"starts_on": start, "ends_on": calendar.after(start, days)} for start in starts]

    return {
        "lines_of_enquiry": st.lists(lines, min_size=1, max_size=2),
        "line_of_enquiry": lines,
        "line": lines,
        **dict.fromkeys(("lines", "remove"), st.lists(lines, max_size=2)),
        "team_role": st.sampled_from([place.team_role for place in product.team]),
        "visit_from": st.integers(20, 60).map(lambda days: calendar.after(today, days)),
        "visit_to": st.integers(40, 70).map(lambda days: calendar.after(today, days)),
        "phases": st.tuples(st.integers(0, 30), st.integers(0, 3), st.integers(1, 2)).map(phases),
    }


def _updates(to_report: list[str], today: date) -> SearchStrategy[list[dict[str, Any]]]:
    """What a return says of each action to report, now and then of one too few."""
    ratings = st.sampled_from(["not_started", "on_track", "on_track", "at_risk", "off_track", "complete"])
    texts = st.sampled_from([None, text("the cause"), text("the cause")])
    dates = st.sampled_from([None, None, None, today + timedelta(90), today + timedelta(400)])
    said = {"rating": st.one_of(st.none(), ratings), "text": texts, "due_to": dates}
    each = [st.fixed_dictionaries({"action": st.just(ref), **said}) for ref in to_report]
    return st.one_of(st.tuples(*each), st.tuples(*each), st.tuples(*each[1:])).map(list)


def spoilt(fields: dict[str, Any]) -> SearchStrategy[dict[str, Any]]:
    """Nearly the same fields: one left out, one too many, or one of a kind that nobody expects."""
    names = st.sampled_from(sorted(fields) or ["anything"])
    strange: SearchStrategy[Any] = st.sampled_from(
        [None, "", "\x00", "x" * 25_000, -1, 1.5, 10**30, [], {}, ["a"], date.max, "\ud800"]
    )
    left_out = names.map(lambda name: {key: value for key, value in fields.items() if key != name})
    one_too_many = st.just({**fields, "because": "I say so"})
    swapped = st.tuples(names, strange).map(lambda swap: {**fields, swap[0]: swap[1]})
    return st.one_of(left_out, one_too_many, swapped, swapped)
