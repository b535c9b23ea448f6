"""Not me: a task goes to somebody else, who is asked for it from then on."""

from collections.abc import Callable

from config.vocabulary import Role, Stage
from engagements.database import reading
from engagements.people import on_record
from engagements.state.engagement import Obligation
from engagements.state.people import Contact
from tests.builders import Case, CaseAt
from tests.cast import LEAD
from tests.desk import everything
from tests.portal.reading import conceals, says
from tests.portal.visits import Visits

VisitsTo = Callable[[Case], Visits]


def proposed(case_at: CaseAt) -> tuple[Case, str]:
    """A scope waits to be agreed; the page that gives it to somebody else."""
    case = case_at(Stage.SCOPING)
    case.give("HoldScopingMeeting", Role.COORDINATOR, days=5, held_on=case.today, summary="Protection, mostly.")
    case.wait(days=2).propose_scope()
    return case, f"/to-do/{case.ref}/agree-scope/not-me"


def handed_to(case: Case) -> str | None:
    [owed] = [one for one in case.rows(Obligation) if one.kind == "agree_scope" and one.is_open]
    return owed.handed_to


def test_a_task_is_given_to_a_colleague_on_record(case_at: CaseAt, visits_to: VisitsTo) -> None:
    case, page = proposed(case_at)
    visits = visits_to(case)
    guest = visits.as_guest()
    assert says(guest.get(page), "Agree the scope", "Essex clerk", "Essex chair")
    assert guest.fill_in(page, {"to": "essex-clerk"}).status_code == 303
    assert handed_to(case) == "essex-clerk"
    assert says(guest.get(page.removesuffix("/not-me")), "given to Essex clerk, who is asked for it now")
    assert visits.as_guest("essex-clerk").press(page.removesuffix("/not-me"), "Agree this scope").status_code == 303
    assert case.facts.stage is Stage.TEAM_ASSIGNMENT


def test_a_task_is_given_to_somebody_who_is_not_on_record_yet(case_at: CaseAt, visits_to: VisitsTo) -> None:
    case, page = proposed(case_at)
    typed = {"to": "new", "name": "Head of Protection", "email": "protection@example.org"}
    assert visits_to(case).as_guest().fill_in(page, typed).status_code == 303
    with reading(case.engine) as connection:
        known = on_record(connection, str(handed_to(case)))
    assert isinstance(known, Contact)
    assert (known.name, known.email, known.authority) == ("Head of Protection", "protection@example.org", "essex")


def test_whoever_it_was_escalated_to_may_take_it_on(case_at: CaseAt, visits_to: VisitsTo) -> None:
    case, page = proposed(case_at)
    chief = visits_to(case).as_guest("essex-chief-fire-officer")
    assert says(chief.get(page), "I will do it myself")
    assert chief.fill_in(page, {"to": "essex-chief-fire-officer"}).status_code == 303
    assert chief.press(page.removesuffix("/not-me"), "Agree this scope").status_code == 303


def test_what_cannot_be_is_refused_and_nobody_is_put_on_record(case_at: CaseAt, visits_to: VisitsTo) -> None:
    case, page = proposed(case_at)
    guest = visits_to(case).as_guest()
    before = everything(case.engine)
    wrong: tuple[tuple[dict[str, str], str], ...] = (
        ({}, "Choose who should do this."),
        ({"to": "new", "name": "Somebody"}, "Enter their e-mail address."),
        ({"to": "new", "name": "Somebody", "email": "not an address"}, "There is a problem"),
        ({"to": "kent-clerk"}, "There is a problem"),
        ({"to": "nobody-at-all"}, "There is a problem"),
        ({"to": "../../etc"}, "There is a problem"),
    )
    for typed, says_what in wrong:
        answer = guest.fill_in(page, typed)
        assert answer.status_code == 422
        assert says(answer, says_what)
    assert everything(case.engine) == before


def test_nobody_is_put_on_record_for_a_task_that_is_done(case_at: CaseAt, visits_to: VisitsTo) -> None:
    case, page = proposed(case_at)
    guest = visits_to(case).as_guest()
    form = guest.form(page)
    case.give("AgreeScope", Role.AUTHORITY)
    before = everything(case.engine)
    typed = {"to": "new", "name": "Head of Protection", "email": "protection@example.org"}
    answer = guest.post(page, data={**form.filled({}), **typed})
    assert answer.status_code == 422
    assert says(answer, "This has been done", "after you opened this page")
    assert 'value="protection@example.org"' in answer.text
    assert everything(case.engine) == before


def test_a_double_click_gives_it_once(case_at: CaseAt, visits_to: VisitsTo) -> None:
    case, page = proposed(case_at)
    guest = visits_to(case).as_guest()
    typed = guest.form(page).filled({"to": "new", "name": "Head of Protection", "email": "protection@example.org"})
    assert [guest.post(page, data=typed).status_code for _ in range(2)] == [303, 303]
    assert [type(event).__name__ for event in case.events()].count("ObligationHandedOver") == 1


def test_others_of_the_authority_give_nothing_away(case_at: CaseAt, visits_to: VisitsTo) -> None:
    case, page = proposed(case_at)
    answer = visits_to(case).as_guest("essex-clerk").get(page)
    assert says(answer, "This is not yours to do")
    assert conceals(answer, "Give it to them")


def test_a_peers_place_and_the_lgas_tasks_are_not_given_away(case_at: CaseAt, visits_to: VisitsTo) -> None:
    case = case_at(Stage.TEAM_ASSIGNMENT)
    case.give("InvitePeer", Role.COORDINATOR, peer=LEAD, team_role="lead_peer")
    assert visits_to(case).as_peer().get(f"/to-do/{case.ref}/answer-invitation/{LEAD}/not-me").status_code == 404
    assert visits_to(case).as_guest().get(f"/to-do/{case.ref}/confirm-team/not-me").status_code == 404
    assert visits_to(case).as_guest().get(f"/to-do/{case.ref}/nothing/not-me").status_code == 404
