"""What authorities and peers are asked for, up to the report."""

from tests import cast as people
from tests.portal.look import Look, of_guest, of_peer
from tests.portal.visits import Visits

ANSWER_ALL, ANSWER = "respond-to-recommendation", "respond-to-recommendation/{number:int}"
SESSION = "timetable/{number:int}/{what}"
INVITATION, PHASE = "answer-invitation/{peer}", "complete-visit-phase/{number:int}"

TASKS = (
    Look("/to-do", "much is owed", who=Visits.as_guest),
    Look("/to-do", "nothing is owed", "at closed", Visits.as_guest),
    of_guest("agree-scope", "to be agreed", "scope proposed"),
    of_guest("agree-scope", "agreed", "full"),
    of_guest("agree-scope", "not yet", "at request"),
    of_guest("agree-charge", "agreed", "full", path="ESSEX-2020-2/agree-charge"),
    of_guest("submit-self-assessment", "to be done", "visit ahead"),
    of_guest("submit-self-assessment", "refused", "visit ahead", "Submit the self-assessment"),
    of_guest("submit-self-assessment", "done", "full"),
    of_guest("return-accuracy-check", "to be done", "draft sent"),
    of_guest("return-accuracy-check", "refused", "draft sent", "Return these corrections"),
    of_guest("return-accuracy-check", "done", "full"),
    of_guest("report", "final", "report final"),
    of_guest("publish-report", "to be done", "full"),
    of_guest("publish-report", "refused", "full", "Record the publication"),
    of_guest(ANSWER_ALL, "to be done", "at follow_up_plan"),
    of_guest(ANSWER_ALL, "refused", "at follow_up_plan", "Send the answers"),
    of_guest(ANSWER_ALL, "done", "full"),
    of_guest(ANSWER, "to be done", "at follow_up_plan", path="{ref}/respond-to-recommendation/1"),
    of_guest(ANSWER, "refused", "at follow_up_plan", "Send the answer", "{ref}/respond-to-recommendation/1"),
    of_guest(ANSWER, "done", "full", path="{ref}/respond-to-recommendation/1"),
    of_peer(INVITATION, "to be answered", "invited", f"answer-invitation/{people.LEAD}"),
    of_peer(INVITATION, "refused", "invited", f"answer-invitation/{people.LEAD}", "Send your answer"),
    of_peer(INVITATION, "accepted", "full", f"answer-invitation/{people.LEAD}"),
    of_peer(f"{INVITATION}/dates", "none", "invited", f"answer-invitation/{people.LEAD}/dates"),
    of_peer(
        f"{INVITATION}/dates",
        "refused",
        "invited",
        f"answer-invitation/{people.LEAD}/dates",
        "I am not free on these days",
    ),
    of_peer(PHASE, "to be done", "visit ahead", "complete-visit-phase/1"),
    of_peer(PHASE, "refused", "visit ahead", "complete-visit-phase/1", "This phase is over"),
    of_peer(PHASE, "done", "full", "complete-visit-phase/1"),
    of_guest("timetable", "issued", "timetable issued"),
    of_peer("timetable", "not issued", "sessions planned", "timetable"),
    of_peer("timetable", "theirs", "timetable issued", "timetable"),
    of_peer("timetable/plan", "refused", "sessions planned", "timetable/plan", "Plan sessions"),
    of_peer(SESSION, "refused", "timetable issued", "timetable/1/change", "Change a session"),
    of_peer("present-feedback", "to be done", "visit ahead", "present-feedback"),
    of_peer("present-feedback", "done", "full", "present-feedback"),
)
