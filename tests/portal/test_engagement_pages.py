"""An engagement in the console: where it stands, who is awaited, what may be done, and doing it."""

from collections.abc import Callable

from config.vocabulary import Role, Stage
from tests.builders import Case, CaseAt
from tests.portal.visits import Visits, plain


def test_the_page_says_in_one_sentence_where_it_stands_and_who_is_awaited(
    case_at: CaseAt, visits_to: Callable[[Case], Visits]
) -> None:
    visits = visits_to(case_at(Stage.SCOPING))
    page = plain(visits.as_coordinator().get(f"/engagements/{visits.case.ref}").text)
    assert "At scoping, awaiting the coordinator" in page
    assert "to hold the scoping meeting by" in page


def test_what_one_owes_is_offered_first(case_at: CaseAt, visits_to: Callable[[Case], Visits]) -> None:
    visits = visits_to(case_at(Stage.SCOPING))
    page = visits.as_coordinator().get(f"/engagements/{visits.case.ref}").text
    assert page.index("Record the scoping meeting") < page.index("Propose the scope") < page.index("Put on hold")
    adviser = visits.as_principal_adviser().get(f"/engagements/{visits.case.ref}").text
    assert "Propose the scope" not in adviser


def test_a_command_is_given_by_its_form_and_the_page_says_what_follows(
    case_at: CaseAt, visits_to: Callable[[Case], Visits]
) -> None:
    case = case_at(Stage.SCOPING)
    browser = visits_to(case).as_coordinator()
    day = {f"held_on-{part}": str(getattr(case.today, part)) for part in ("day", "month", "year")}
    path = f"/engagements/{case.ref}/do/HoldScopingMeeting"
    answer = browser.fill_in(path, {**day, "summary": "Protection, mostly."})
    assert (answer.status_code, answer.headers["location"]) == (303, f"/engagements/{case.ref}")
    page = plain(browser.get(answer.headers["location"]).text)
    assert "Scoping meeting held. Next, the coordinator is to propose the scope by" in page


def test_a_refusal_is_said_beside_its_field_and_keeps_what_was_typed(
    case_at: CaseAt, visits_to: Callable[[Case], Visits]
) -> None:
    case = case_at(Stage.SCOPING)
    browser = visits_to(case).as_coordinator()
    typed = {"held_on-day": "1", "held_on-month": "1", "held_on-year": "2029", "summary": "Not held yet."}
    answer = browser.fill_in(f"/engagements/{case.ref}/do/HoldScopingMeeting", typed)
    assert answer.status_code == 422
    assert 'href="#held_on-day"' in answer.text
    assert 'id="held_on-error"' in answer.text
    assert "Not held yet." in answer.text


def test_an_entry_is_added_and_removed_without_a_script(case_at: CaseAt, visits_to: Callable[[Case], Visits]) -> None:
    case = case_at(Stage.CHALLENGE_VISIT)
    browser, path = visits_to(case).as_coordinator(), f"/engagements/{case.ref}/do/ScheduleVisit"
    first = {"phases.0.starts_on-day": "4"}
    two = browser.fill_in(path, {**first, "add": "phases"})
    assert "Phase 2" in two.text
    assert 'value="4"' in two.text
    one = browser.post(
        path,
        data={
            **browser.form(path).filled({}),
            "phases.0.starts_on-day": "4",
            "phases.1.starts_on-day": "5",
            "remove": "phases.0",
        },
    )
    assert "Phase 2" not in one.text
    assert 'value="5"' in one.text
    assert case.facts.stage is Stage.CHALLENGE_VISIT


def test_what_does_not_belong_to_the_stage_says_when_it_does(
    case_at: CaseAt, visits_to: Callable[[Case], Visits]
) -> None:
    visits = visits_to(case_at(Stage.SCOPING))
    page = plain(visits.as_coordinator().get(f"/engagements/{visits.case.ref}/do/DraftReport").text)
    assert "This belongs to recommendations" in page


def test_what_is_for_another_role_is_not_for_you(case_at: CaseAt, visits_to: Callable[[Case], Visits]) -> None:
    visits = visits_to(case_at(Stage.REQUEST))
    path = f"/engagements/{visits.case.ref}/do/AcceptRequest"
    assert visits.as_coordinator().get(path).status_code == 403
    assert visits.as_principal_adviser().get(path).status_code == 200


def test_whoever_was_overtaken_is_told_and_keeps_what_they_typed(
    case_at: CaseAt, visits_to: Callable[[Case], Visits]
) -> None:
    case = case_at(Stage.SCOPING)
    browser, path = visits_to(case).as_coordinator(), f"/engagements/{case.ref}/do/AddNote"
    form = browser.form(path)
    case.give("AddNote", Role.COORDINATOR, text="Somebody else was here.")
    answer = browser.post(path, data=form.filled({"text": "The chair rang."}))
    assert answer.status_code == 422
    assert "Somebody else dealt with" in answer.text
    assert "The chair rang." in answer.text


def test_what_is_owed_shows_its_ladder(case_at: CaseAt, visits_to: Callable[[Case], Visits]) -> None:
    visits = visits_to(case_at(Stage.SCOPING))
    page = plain(visits.as_coordinator().get(f"/engagements/{visits.case.ref}/owed").text)
    assert "Hold the scoping meeting" in page
    assert "to the owner" in page


def test_there_is_no_page_about_an_engagement_that_there_is_not(visits: Visits) -> None:
    browser = visits.as_coordinator()
    for end in ("", "/owed", "/do/AddNote"):
        assert browser.get(f"/engagements/KENT-1999-1{end}").status_code == 404
