"""The report as the authority meets it: the accuracy check, the recommendations, the publication."""

from collections.abc import Callable

from config.vocabulary import Answer, Role, Stage
from engagements.database import reading
from engagements.state.plan import Recommendation
from engagements.state.report import ReportCorrection
from engagements.texts import of_engagement
from tests.builders import Case, CaseAt
from tests.portal.reading import conceals, says
from tests.portal.visits import Visits

VisitsTo = Callable[[Case], Visits]


def sent(case: Case) -> str:
    """The page of an accuracy check of a draft with two paragraphs and a recommendation."""
    said = {"summary": "What the peers saw.", "recommendations": [{"text": "Set targets."}]}
    stations = ("There are 12 stations.", "They are staffed day and night.")
    case.give("DraftReport", Role.COORDINATOR, said, days=3, paragraphs=[{"text": text} for text in stations])
    case.give("SendForAccuracyCheck", Role.COORDINATOR, days=1)
    return f"/to-do/{case.ref}/return-accuracy-check"


def corrections(case: Case) -> dict[str, str]:
    with reading(case.engine) as connection:
        texts = of_engagement(connection, case.facts.id)
    return {one.place: texts[one.text] for one in case.rows(ReportCorrection)}


def test_each_correction_is_tied_to_its_paragraph(case_at: CaseAt, visits_to: VisitsTo) -> None:
    case = case_at(Stage.RECOMMENDATIONS)
    page = sent(case)
    guest = visits_to(case).as_guest()
    assert says(guest.get(page), "Paragraph 1", "There are 12 stations.", "Paragraph 2", "Recommendation 1")
    typed = {"corrections.2": "Two are staffed by day only.", "corrections.3": "Targets are set.", "errors": "some"}
    assert guest.fill_in(page, typed).status_code == 303
    expected = {"P2": "Two are staffed by day only.", "R1": "Targets are set."}
    assert corrections(case) == expected
    assert says(guest.get(page), "This has been done. Accuracy check returned", "Two are staffed by day only.")


def test_no_factual_errors_is_one_act(case_at: CaseAt, visits_to: VisitsTo) -> None:
    case = case_at(Stage.RECOMMENDATIONS)
    page = sent(case)
    guest = visits_to(case).as_guest()
    assert guest.press(page, "There are no factual errors").status_code == 303
    assert corrections(case) == {}


def test_corrections_and_no_errors_contradict_each_other(case_at: CaseAt, visits_to: VisitsTo) -> None:
    case = case_at(Stage.RECOMMENDATIONS)
    page = sent(case)
    guest = visits_to(case).as_guest()
    answer = guest.fill_in(page, {"corrections.0": "There are 13.", "errors": "none"})
    assert answer.status_code == 422
    assert says(answer, "There is a problem", "There are 13.")
    assert guest.fill_in(page, {"errors": "some"}).status_code == 422


def test_the_draft_is_nobodys_to_read_before_it_is_sent(case_at: CaseAt, visits_to: VisitsTo) -> None:
    case = case_at(Stage.RECOMMENDATIONS)
    summary = {"summary": "A secret so far.", "recommendations": [{"text": "Also secret."}]}
    case.give("DraftReport", Role.COORDINATOR, summary)
    page = visits_to(case).as_guest().get(f"/to-do/{case.ref}/return-accuracy-check")
    assert says(page, "There is nothing to do here yet")
    assert conceals(page, "secret")


def all_recommendations(case: Case) -> str:
    return f"/to-do/{case.ref}/respond-to-recommendation"


def answers(case: Case) -> list[Answer | None]:
    return [one.answer for one in case.rows(Recommendation)]


def test_recommendations_are_answered_on_one_page(case_at: CaseAt, visits_to: VisitsTo) -> None:
    case = case_at(Stage.FOLLOW_UP_PLAN)
    guest, page = visits_to(case).as_guest(), all_recommendations(case)
    assert says(guest.get(page), "Set targets for audits.", "Link to the people strategy.")
    typed = {"answers.1.answer": "accepted", "answers.2.answer": "rejected", "answers.2.reason": "It is linked."}
    assert guest.fill_in(page, typed).status_code == 303
    assert answers(case) == [Answer.ACCEPTED, Answer.REJECTED]


def test_one_refused_answer_keeps_all_of_them_back(case_at: CaseAt, visits_to: VisitsTo) -> None:
    case = case_at(Stage.FOLLOW_UP_PLAN)
    guest, page = visits_to(case).as_guest(), all_recommendations(case)
    answer = guest.fill_in(page, {"answers.1.answer": "accepted", "answers.2.answer": "partly_accepted"})
    assert says(answer, "Say why recommendation 2 is not accepted as it stands.")
    assert 'value="partly_accepted" checked' in " ".join(answer.text.split())
    assert answers(case) == [None, None]


def test_a_link_for_one_recommendation_is_good_for_that_one(case_at: CaseAt, visits_to: VisitsTo) -> None:
    case = case_at(Stage.FOLLOW_UP_PLAN)
    page = f"{all_recommendations(case)}/2"
    guest = visits_to(case).as_guest(errands=[page])
    assert guest.get(all_recommendations(case)).status_code == 403
    assert guest.fill_in(page, {"answers.2.answer": "accepted", "answers.1.answer": "rejected"}).status_code == 303
    assert answers(case) == [None, Answer.ACCEPTED]


def test_an_answer_may_be_changed_until_there_is_a_plan(case_at: CaseAt, visits_to: VisitsTo) -> None:
    case = case_at(Stage.FOLLOW_UP_PLAN)
    case.respond()
    guest, page = visits_to(case).as_guest(), f"{all_recommendations(case)}/1"
    assert says(guest.fill_in(page), "nothing differs from what you answered")
    assert (
        guest.fill_in(page, {"answers.1.answer": "rejected", "answers.1.reason": "On reflection."}).status_code == 303
    )
    assert answers(case)[0] is Answer.REJECTED


def test_answers_sent_twice_count_once(case_at: CaseAt, visits_to: VisitsTo) -> None:
    case = case_at(Stage.FOLLOW_UP_PLAN)
    guest, page = visits_to(case).as_guest(), all_recommendations(case)
    form = guest.form(page).filled({"answers.1.answer": "accepted", "answers.2.answer": "accepted"})
    assert [guest.post(page, data=form).status_code for _ in range(2)] == [303, 303]
    assert [type(event).__name__ for event in case.events()].count("RecommendationAnswered") == 2


def test_the_authority_says_when_and_where_the_report_is_published(case_at: CaseAt, visits_to: VisitsTo) -> None:
    case = case_at(Stage.FOLLOW_UP_PLAN)
    guest, page = visits_to(case).as_guest(), f"/to-do/{case.ref}/publish-report"
    assert says(guest.fill_in(page), "Enter the day on which the report was published.", "Enter the address")
    day = {"published_on.day": "31", "published_on.month": "2", "published_on.year": "2020"}
    wrong = guest.fill_in(page, {**day, "address": "https://example.org/report"})
    assert says(wrong, "Enter a real day")
    assert 'value="31"' in wrong.text
    today = {"published_on.day": case.today.day, "published_on.month": case.today.month, "published_on.year": 2020}
    assert guest.fill_in(page, {**today, "address": "javascript:alert(1)"}).status_code == 422
    assert guest.fill_in(page, {**today, "address": "https://example.org/report"}).status_code == 303
    assert says(guest.get(page), "https://example.org/report")
