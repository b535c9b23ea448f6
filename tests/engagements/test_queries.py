"""What people ask of the state."""

from datetime import date

import pytest

from config.vocabulary import Role, Stage, Status
from engagements import queries
from engagements.database import reading
from engagements.refusals import UnknownEngagement
from engagements.state.engagement import EngagementFacts
from tests.builders import Case, CaseAt
from tests.cast import ADVISER, COORDINATOR, KENT


@pytest.fixture
def three(case_at: CaseAt) -> Case:
    """Three engagements: Essex at reporting, Essex on hold at scoping, Kent just requested."""
    case = case_at(Stage.QUARTERLY_REPORTING)
    case.request()
    case.accept()
    case.give("PutOnHold", COORDINATOR, reason="An inspection comes first.")
    case.request(authority=KENT)
    return case


def ask(case: Case, on: date | None = None, **what: str) -> list[queries.Due]:
    role = Role(what["owed_by"]) if "owed_by" in what else None
    with reading(case.engine) as connection:
        return queries.due(connection, on or case.today, role, what.get("ref"))


def test_what_is_late_comes_first_and_what_waits_on_hold_last(three: Case) -> None:
    found = ask(three, date(2021, 4, 1))
    dates = [due.due_on for due in found[:-1] if due.due_on]
    assert dates == sorted(dates)
    assert len(dates) == len(found) - 1
    assert (found[-1].ref, found[-1].due_on, found[-1].late) == ("ESSEX-2020-2", None, None)
    assert found[0].late == (date(2021, 4, 1) - dates[0]).days > 0
    assert [due.kind for due in found if due.late is not None and due.late < 0] == ["complete_action"]


def test_obligations_are_asked_by_role_and_by_engagement(three: Case) -> None:
    assert [due.ref for due in ask(three, owed_by="principal_adviser")] == ["KENT-2020-1"]
    assert {due.kind for due in ask(three, ref="ESSEX-2020-2")} == {"hold_scoping_meeting"}
    with pytest.raises(UnknownEngagement):
        ask(three, ref="KENT-2020-2")


def test_what_was_not_owed_yet_is_not_told(three: Case) -> None:
    assert ask(three, date(2020, 1, 1)) == []


def test_engagements_are_listed_all_or_some(three: Case) -> None:
    def refs(**wanted: str) -> list[str]:
        with reading(three.engine) as connection:
            found: list[EngagementFacts] = queries.engagements(
                connection,
                Stage(wanted["stage"]) if "stage" in wanted else None,
                Status(wanted["status"]) if "status" in wanted else None,
                wanted.get("authority"),
            )
        return [facts.ref for facts in found]

    assert refs() == ["ESSEX-2020-1", "ESSEX-2020-2", "KENT-2020-1"]
    assert refs(stage="scoping") == refs(status="on_hold") == ["ESSEX-2020-2"]
    assert refs(authority="kent") == ["KENT-2020-1"]
    assert refs(authority="essex", stage="request") == []


def test_a_timeline_tells_everything_in_order_with_who_and_when(case_at: CaseAt) -> None:
    case = case_at(Stage.SCOPING)
    with reading(case.engine) as connection:
        happened = queries.timeline(connection, str(case.ref))
    assert [(entry.sequence, type(entry.event).__name__, entry.actor) for entry in happened] == [
        (1, "SupportRequested", "authority:essex-authority"),
        (2, "RequestAccepted", f"principal_adviser:{ADVISER.id}"),
    ]
    assert [entry.at.date() for entry in happened] == [date(2020, 1, 6), date(2020, 1, 8)]
    with reading(case.engine) as connection, pytest.raises(UnknownEngagement):
        queries.timeline(connection, "ESSEX-2020-9")
