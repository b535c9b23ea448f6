"""The same for many engagements at once."""

from datetime import date

from config.vocabulary import Role, Stage, Status
from engagements.database import reading
from engagements.loading import facts_of
from tests import cast as people
from tests.builders import Case
from tests.desk import everything
from tests.portal.forms import forms
from tests.portal.visits import Browser, Visits, plain


def two_running(case: Case) -> tuple[str, str]:
    """Kent's at scoping and Essex's at the request, in the same database."""
    other = Case(case.engine, begins=date(2020, 1, 6)).at_stage(Stage.SCOPING, authority=people.KENT)
    case.request()
    return str(other.ref), str(case.ref)


def previewed(browser: Browser, refs: list[str], act: str = "hold", **typed: str) -> str:
    answer = browser.fill_in(f"/bulk?whose=all&act={act}", {"ref": refs, **typed})
    assert answer.status_code == 200, plain(answer.text)[:500]
    return answer.text


def confirmed(browser: Browser, page: str) -> str:
    [form] = [form for form in forms(page) if form.action == "/bulk/do"]
    return plain(browser.post("/bulk/do", data=form.filled({})).text)


def status(case: Case, ref: str) -> Status:
    with reading(case.engine) as connection:
        return facts_of(connection, ref).status


def test_nothing_happens_before_the_effects_were_seen(visits: Visits) -> None:
    refs = [*two_running(visits.case)]
    browser = visits.as_coordinator()
    before = everything(visits.case.engine)
    page = previewed(browser, refs, reason="An election.")
    assert everything(visits.case.engine) == before
    assert "1 clock stops." in plain(page)
    assert "Done for 2 of 2 engagements" in confirmed(browser, page)
    assert {status(visits.case, ref) for ref in refs} == {Status.ON_HOLD}


def test_one_that_is_refused_stops_no_other(visits: Visits) -> None:
    first, second = two_running(visits.case)
    visits.case.give("PutOnHold", Role.COORDINATOR, reason="An election.", ref=first)
    browser = visits.as_coordinator()
    page = previewed(browser, [first, second], reason="An election.")
    assert "It can be done for 1 of 2" in plain(page)
    assert "is on hold" in plain(page)
    assert "Done for 1 of 1 engagement" in confirmed(browser, page)
    assert status(visits.case, second) is Status.ON_HOLD


def test_what_somebody_else_dealt_with_meanwhile_is_left_alone(visits: Visits) -> None:
    first, second = two_running(visits.case)
    browser = visits.as_coordinator()
    page = previewed(browser, [first, second], reason="An election.")
    visits.case.give("AddNote", Role.COORDINATOR, text="No, they are ready.", ref=first)
    told = confirmed(browser, page)
    assert "Done for 1 of 2 engagements" in told
    assert "after you looked" in told
    assert status(visits.case, first) is Status.ACTIVE


def test_confirming_twice_does_it_once(visits: Visits) -> None:
    refs = [*two_running(visits.case)]
    browser = visits.as_coordinator()
    page = previewed(browser, refs, reason="An election.")
    assert "Done for 2 of 2" in confirmed(browser, page)
    before = everything(visits.case.engine)
    assert "Done for 2 of 2" in confirmed(browser, page)
    assert everything(visits.case.engine) == before


def test_a_coordinator_hands_their_engagements_to_another(visits: Visits) -> None:
    first, second = two_running(visits.case)
    browser = visits.as_coordinator()
    page = previewed(browser, [first, second], "coordinator", coordinator=str(people.OTHER_COORDINATOR.id))
    confirmed(browser, page)
    with reading(visits.case.engine) as connection:
        assert {facts_of(connection, ref).coordinator for ref in (first, second)} == {people.OTHER_COORDINATOR.id}


def test_what_several_owe_is_put_off_together(visits: Visits) -> None:
    first, _ = two_running(visits.case)
    day = visits.case.world.calendar.after(visits.office.today, 60)
    due = {f"due_on-{part}": str(getattr(day, part)) for part in ("day", "month", "year")}
    page = previewed(
        visits.as_principal_adviser(), [first], "time", kind="hold_scoping_meeting/", reason="The chair is away.", **due
    )
    assert "instead of" in plain(page)


def test_what_is_missing_is_said_before_any_preview(visits: Visits) -> None:
    two_running(visits.case)
    answer = visits.as_coordinator().fill_in("/bulk?whose=all", {})
    assert answer.status_code == 422
    assert "Choose at least one engagement." in answer.text
    assert 'href="#reason"' in answer.text
