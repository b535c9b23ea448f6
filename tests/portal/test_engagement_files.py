"""What the console tells of an engagement: plan, returns, papers, messages and journal, and the files to keep."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import event, text

from config.vocabulary import Role, Stage
from engagements import evidence
from engagements.database import reading, writing
from engagements.loading import facts_of
from notifications import ledger
from notifications.ledger import Notification, NotificationStatus
from tests.builders import Case, CaseAt
from tests.portal.visits import Visits, plain
from tests.portal.worlds import full

TABS = ("", "/owed", "/team", "/plan", "/returns", "/papers", "/messages", "/journal")


@pytest.mark.parametrize("stage", list(Stage))
def test_every_page_about_an_engagement_opens_at_every_stage(
    stage: Stage, case_at: CaseAt, visits_to: Callable[[Case], Visits]
) -> None:
    visits = visits_to(case_at(stage))
    for browser in (visits.as_coordinator(), visits.as_principal_adviser()):
        for tab in TABS:
            answer = browser.get(f"/engagements/{visits.case.ref}{tab}")
            assert answer.status_code == 200, f"{tab} answers {answer.status_code}: {plain(answer.text)[:300]}"


def test_an_action_tells_every_date_that_it_had_and_who_decided(
    case_at: CaseAt, visits_to: Callable[[Case], Visits]
) -> None:
    case = case_at(Stage.QUARTERLY_REPORTING)
    later = case.world.calendar.after(case.today, 300)
    case.give("RequestExtension", Role.AUTHORITY, action="A1", due_to=later, reason="The supplier is late.")
    case.give("DecideExtension", Role.PRINCIPAL_ADVISER, action="A1", grant=True, reason="Understood.")
    page = plain(visits_to(case).as_coordinator().get(f"/engagements/{case.ref}/plan/A1").text)
    assert "Moved 1 time." in page
    assert "The supplier is late." in page
    assert "Granted on" in page


def test_evidence_is_downloaded_as_a_file_and_never_as_a_page(
    case_at: CaseAt, visits_to: Callable[[Case], Visits], tmp_path: Path
) -> None:
    case = case_at(Stage.QUARTERLY_REPORTING)
    visits = visits_to(case)
    file = tmp_path / "targets.txt"
    file.write_text("Targets for audits: forty a quarter.")
    settings = visits.office.settings
    kept = evidence.store.add(case.engine, settings.evidence_dir, file, 1_000_000, case.today)
    path = f"/engagements/{case.ref}/evidence/{kept.sha256}"
    browser = visits.as_coordinator()
    assert browser.get(path).status_code == 404, "It is evidence on nothing of this engagement yet."
    given = [{"title": "The targets", "sha256": kept.sha256}]
    case.give("CompleteAction", Role.AUTHORITY, action="A1", evidence=given)
    answer = browser.get(path)
    assert answer.content == file.read_bytes()
    assert answer.headers["content-disposition"].startswith("attachment;")
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["content-type"].startswith(kept.media_type)
    assert visits.as_guest().get(path).status_code in (403, 404)


def test_a_message_that_nobody_knows_of_is_explained_and_can_be_sent_again(case: Case, tmp_path: Path) -> None:
    full(case, tmp_path)
    visits = Visits(case, tmp_path)
    browser = visits.as_coordinator()
    with writing(case.engine) as connection:
        table, facts = Notification.table, facts_of(connection, str(case.ref))
        number = connection.execute(table.select().where(table.c.status == "sent")).first().id  # type: ignore[union-attr]
        values = {"status": NotificationStatus.UNCERTAIN, "engagement_id": facts.id}
        connection.execute(table.update().where(table.c.id == number).values(values))
    path = f"/engagements/{case.ref}/messages/{number}"
    assert "nobody knows whether it arrived" in browser.get(path).text
    assert browser.fill_in(path, action=f"{path}/resend").status_code == 303
    with reading(case.engine) as connection:
        assert ledger.find(connection, number).status is NotificationStatus.PENDING
    refused = browser.post(f"{path}/resend", data={"csrf": dict(browser.form("/start", "/sign-out").fields)["csrf"]})
    assert refused.status_code == 422
    assert "goes out without you doing anything" in refused.text


def test_a_message_of_another_engagement_is_not_there(case: Case, tmp_path: Path) -> None:
    full(case, tmp_path)
    browser = Visits(case, tmp_path).as_coordinator()
    assert browser.get("/engagements/ESSEX-2018-1/messages/1").status_code == 404
    assert browser.get(f"/engagements/{case.ref}/messages/9999").status_code == 404


def test_the_journal_says_that_it_was_verified_or_where_it_was_changed(
    case_at: CaseAt, visits_to: Callable[[Case], Visits]
) -> None:
    visits = visits_to(case_at(Stage.SCOPING))
    browser, path = visits.as_coordinator(), f"/engagements/{visits.case.ref}/journal"
    assert "Verified: each of the" in browser.get(path).text
    with writing(visits.case.engine) as connection:
        connection.execute(text("UPDATE engagement SET chain = x'00' WHERE ref = :ref"), {"ref": visits.case.ref})
    assert "The journal does not hold" in browser.get(path).text


def test_pages_ask_the_database_a_fixed_number_of_times(case_at: CaseAt, visits_to: Callable[[Case], Visits]) -> None:
    case = case_at(Stage.QUARTERLY_REPORTING)
    case.give("OpenPeriod", Role.SYSTEM, period="2020-21-Q1", on=date(2020, 10, 1))
    case.give("AddNote", Role.COORDINATOR, text="The first note.")
    browser = visits_to(case).as_coordinator()
    asked: list[str] = []
    event.listen(case.engine, "before_cursor_execute", lambda *given: asked.append(given[2]))

    def queries(tab: str) -> int:
        asked.clear()
        assert browser.get(f"/engagements/{case.ref}{tab}").status_code == 200
        return len(asked)

    before = {tab: queries(tab) for tab in TABS}
    for number in range(60):
        case.give("AddNote", Role.COORDINATOR, text=f"Note {number}")
        raised = {"cause": f"Cause {number}", "response": "Looked into."}
        case.give("RaiseException", Role.AUTHORITY, raised, period="2020-21-Q1")
    assert {tab: queries(tab) for tab in TABS} == before
