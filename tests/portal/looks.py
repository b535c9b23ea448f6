"""Every page, in every state in which people meet it: a line each, opened by ``test_looks.py`` in Chromium.

Whoever adds a page adds its lines here; a test names the page that has none. A look may click and type, as long as
nothing comes of it but the page that it is about: the worlds are shared.
"""

from collections.abc import Callable
from datetime import datetime, time, timedelta

from playwright.sync_api import Page

from engagements.engagement import UK
from engagements.obligations import Owed
from notifications.errands import Errand
from notifications.links import Links
from tests import cast as people
from tests.portal.look import Look, follow, of_guest, of_peer, refused
from tests.portal.looks_at_returns import RETURNS
from tests.portal.visits import KEYS, Visits
from tests.portal.worlds import TODAY


def show_groups(page: Page) -> None:
    """Have the political groups shown."""
    page.get_by_role("button", name="Show political groups (your reading is recorded)").click()


def by_link(kind: Owed, subject: str = "", days_ago: int = 0) -> Callable[[Page], None]:
    """Open a link of the authority's contact."""

    def act(page: Page) -> None:
        root = page.url.removesuffix("/link")
        links, sent = Links(KEYS, root, 45), datetime.combine(TODAY, time(10), UK) - timedelta(days=days_ago)
        errand = Errand.about("ESSEX-2020-4", kind, subject)
        page.goto(links.issue("essex-authority", errand, "essex-authority@example.org", sent, 1))

    return act


ANSWER_ALL, ANSWER = "respond-to-recommendation", "respond-to-recommendation/{number:int}"
INVITATION, PHASE = "answer-invitation/{peer}", "complete-visit-phase/{number:int}"

ENTRANCE = (
    Look("/sign-in", "people to choose from", "empty", Visits.as_anyone),
    Look("/engagements/{ref}/political-groups", "before anybody looked"),
    Look("/engagements/{ref}/political-groups", "none on record", act=show_groups),
    Look("/people/{person}/links", "messages went out", path="/people/essex-authority/links"),
    Look("/people/{person}/links", "none", "empty", path="/people/essex-authority/links"),
    Look("/link", "asks for an address", "empty", Visits.as_anyone),
    Look("/link", "no address", "empty", Visits.as_anyone, act=refused("Send me a fresh link")),
    Look("/link/sent", "", "empty", Visits.as_anyone),
    Look("/link/{token}", "forged", "empty", Visits.as_anyone, "/link/forged", 404),
    Look("/link/{token}", "open", who=Visits.as_anyone, path="/link", act=by_link(Owed.FILE_RETURN, "2020-21-Q1")),
    Look("/link/{token}", "open, as somebody else", path="/link", act=by_link(Owed.FILE_RETURN, "2020-21-Q1")),
    Look("/link/{token}", "done", who=Visits.as_anyone, path="/link", act=by_link(Owed.AGREE_SCOPE)),
    Look("/link/{token}", "expired", who=Visits.as_anyone, path="/link", act=by_link(Owed.AGREE_SCOPE, days_ago=50)),
    Look("/accessibility", "for anyone", "empty", Visits.as_anyone),
    Look("/accessibility", "for staff", "empty"),
    Look("/security", "for anyone", "empty", Visits.as_anyone),
    Look("", "not there", "empty", Visits.as_anyone, "/nowhere", 404),
)


def of_clerk(task: str, state: str, world: str, path: str = "", words: str = "") -> Look:
    """A task of the clerk's."""
    act = refused(words) if words else None
    path = path and f"/to-do/{{ref}}/{path}"
    return Look(f"/to-do/{{ref}}/{task}", state, world, lambda visits: visits.as_guest("essex-clerk"), path, act=act)


PAPER, DRAFT, DECISION = "submit-paper/{subject}", "submit-paper/{subject}/draft", "record-decision/{subject}"
ON_CLOSURE = "closure.slt"

PLANS = (
    of_guest("scrutiny", "a plan under way", "full"),
    of_guest("scrutiny", "no plan yet", "at request"),
    of_guest("propose-plan", "recommendations unanswered", "at follow_up_plan"),
    of_guest("propose-plan", "to be written", "plan to come"),
    of_guest("propose-plan", "refused", "plan to come", "Propose this plan"),
    of_guest("propose-plan", "proposed", "plan before board"),
    of_guest("propose-plan", "done", "full"),
    of_guest("propose-plan/spreadsheet", "to be sent", "plan to come"),
    of_guest("propose-plan/spreadsheet", "refused", "plan to come", "Look it over"),
    of_clerk("approve-plan", "to be recorded", "plan before board"),
    of_clerk("approve-plan", "refused", "plan before board", words="Record the approval"),
    of_clerk("approve-plan", "done", "full"),
)

PAPERS = (
    of_clerk(PAPER, "none yet", "paper owed", f"submit-paper/{ON_CLOSURE}"),
    of_clerk(PAPER, "to be submitted", "paper drafted", f"submit-paper/{ON_CLOSURE}"),
    of_clerk(PAPER, "submitted", "paper before board", f"submit-paper/{ON_CLOSURE}"),
    of_clerk(DRAFT, "to be written", "paper owed", f"submit-paper/{ON_CLOSURE}/draft"),
    of_clerk(DRAFT, "refused", "paper owed", f"submit-paper/{ON_CLOSURE}/draft", "Save the paper"),
    of_clerk(DECISION, "to be recorded", "paper before board", f"record-decision/{ON_CLOSURE}"),
    of_clerk(DECISION, "refused", "paper before board", f"record-decision/{ON_CLOSURE}", "Record the decision"),
    of_clerk(DECISION, "recorded", "referred back", f"record-decision/{ON_CLOSURE}"),
    of_clerk("decide-closure", "to be recorded", "settled"),
    of_clerk("decide-closure", "refused", "settled", words="Record the decision"),
    of_guest("answer-board/{subject}", "to be answered", "referred back", path=f"{{ref}}/answer-board/{ON_CLOSURE}"),
    of_guest("{page}/not-me", "to choose", "scope proposed", path="{ref}/agree-scope/not-me"),
    of_guest("{page}/not-me", "refused", "scope proposed", "Give it to them", "{ref}/agree-scope/not-me"),
    of_guest("{page}/{subject}/not-me", "done already", "full", path="{ref}/respond-to-recommendation/1/not-me"),
)

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
    of_peer(PHASE, "to be done", "visit ahead", "complete-visit-phase/1"),
    of_peer(PHASE, "refused", "visit ahead", "complete-visit-phase/1", "This phase is over"),
    of_peer(PHASE, "done", "full", "complete-visit-phase/1"),
    of_peer("present-feedback", "to be done", "visit ahead", "present-feedback"),
    of_peer("present-feedback", "done", "full", "present-feedback"),
)

ENGAGEMENT, DO = "/engagements/{ref}", "/engagements/{ref}/do/{name}"

START = "/start?authority=essex&product=inspection-peer-support&next=yes"

ENGAGEMENTS = (
    Look(ENGAGEMENT, "just asked for", "at request", Visits.as_principal_adviser),
    Look(ENGAGEMENT, "late"),
    Look(ENGAGEMENT, "over", path="/engagements/ESSEX-2018-1"),
    Look(f"{ENGAGEMENT}/owed", "chased"),
    Look(f"{ENGAGEMENT}/owed", "nothing", path="/engagements/ESSEX-2018-1/owed"),
    Look(DO, "days", "at challenge_visit", path=f"{ENGAGEMENT}/do/ScheduleVisit"),
    Look(DO, "a list", "at team_assignment", path=f"{ENGAGEMENT}/do/ProposeTeam", act=refused("Propose a team")),
    Look(DO, "choices", "at scoping", path=f"{ENGAGEMENT}/do/ProposeScope", act=refused("Propose the scope")),
    Look(DO, "a paper", path=f"{ENGAGEMENT}/do/DraftPaper", act=refused("Draft a paper")),
    Look(DO, "nothing to choose", path=f"{ENGAGEMENT}/do/VerifyAction", act=refused("Verify an action")),
    Look(DO, "a warning", "at request", Visits.as_principal_adviser, f"{ENGAGEMENT}/do/DeclineRequest"),
    Look(f"{ENGAGEMENT}/team", "nobody asked", "at scoping"),
    Look(f"{ENGAGEMENT}/team", "after the visit"),
    Look(f"{ENGAGEMENT}/plan", "none yet", "at scoping"),
    Look(f"{ENGAGEMENT}/plan", "reporting"),
    Look(f"{ENGAGEMENT}/plan/{{action}}", "settled", "settled", path=f"{ENGAGEMENT}/plan/A1"),
    Look(f"{ENGAGEMENT}/plan/{{action}}", "transferred", "settled", path=f"{ENGAGEMENT}/plan/A2"),
    Look(f"{ENGAGEMENT}/returns", "none yet", "at scoping"),
    Look(f"{ENGAGEMENT}/returns", "a quarter open"),
    Look(f"{ENGAGEMENT}/returns/{{period}}", "not filed", path=f"{ENGAGEMENT}/returns/2020-21-Q1"),
    Look(f"{ENGAGEMENT}/papers", "none yet", "at scoping"),
    Look(f"{ENGAGEMENT}/papers", "before boards", path="/engagements/ESSEX-2018-1/papers"),
    Look(f"{ENGAGEMENT}/messages", "none yet", "at scoping"),
    Look(f"{ENGAGEMENT}/messages", "some"),
    Look(f"{ENGAGEMENT}/messages/{{number:int}}", "sent", path=f"{ENGAGEMENT}/messages", act=follow("Peer support:")),
    Look(f"{ENGAGEMENT}/journal", "verified"),
    Look("/bulk", "none", "empty"),
    Look("/bulk", "many", path="/bulk?whose=all"),
    Look("/bulk", "refused", path="/bulk?whose=all&act=time", act=refused("See what would come of it")),
    Look("/start", "service and product", "empty"),
    Look("/start", "nothing chosen", "empty", path="/start?next=yes&authority=", status=422),
    Look("/start", "the request", path=START),
    Look("/start", "refused", path=START, act=refused("Start the engagement")),
    Look(DO, "not now", path=f"{ENGAGEMENT}/do/ProposeScope"),
)

CONSOLE = (
    Look("/today", "nothing waits", "empty"),
    Look("/today", "much waits"),
    Look("/today", "an adviser's regions", who=Visits.as_principal_adviser),
    Look("/today", "all engagements", path="/today?whose=all"),
    Look("/today/{name}", "what is late", path="/today/late"),
    Look("/today/{name}", "messages", path="/today/messages?whose=all"),
    Look("/today/{name}", "nothing", "empty", path="/today/exceptions"),
    Look("/today/{name}", "past the end", path="/today/late?page=99"),
    Look("/pipeline", "no engagement", "empty"),
    Look("/pipeline", "every engagement", path="/pipeline?status=any&sort=-rating"),
    Look("/pipeline", "none that fits", path="/pipeline?text=nowhere"),
    Look("/pipeline", "past the end", path="/pipeline?page=99"),
    Look("/services", "nothing runs", "empty"),
    Look("/services", "some run"),
    Look("/authorities/{slug}", "engagements", path="/authorities/essex"),
    Look("/authorities/{slug}", "nothing yet", "empty", path="/authorities/cumbria"),
    Look("/authorities/{slug}", "no such service", "empty", path="/authorities/nowhere", status=404),
    Look("/insight", "nothing to see", "empty"),
    Look("/insight", "figures"),
    Look("/people", "contacts", "empty"),
    Look("/people", "peers", "empty", path="/people?list=peers"),
    Look("/people", "nobody fits", "empty", path="/people?text=nobody"),
    Look("/people/new/{what}", "a contact", "empty", path="/people/new/contact"),
    Look("/people/new/{what}", "refused", "empty", path="/people/new/peer", act=refused("Record")),
    Look("/people/{person}", "a contact", "empty", path="/people/essex-clerk"),
    Look("/people/{person}", "a peer", "empty", path=f"/people/{people.LEAD}"),
    Look("/people/{person}/{name}", "an absence", "empty", path="/people/essex-clerk/absence"),
    Look("/people/{person}/{name}", "refused", "empty", path="/people/essex-clerk/leaving", act=refused("Record")),
    Look("/api", "for anyone", "empty", Visits.as_anyone),
    Look("/tokens", "none", "empty"),
    Look("/operators", "nothing runs", "empty", Visits.as_operator),
    Look("/tokens", "refused", "empty", act=refused("Make the token")),
    Look("/mailbox", "nothing sent yet", "empty"),
    Look("/mailbox", "full of messages"),
    Look("/mailbox/{name}", "a digest", path="/mailbox", act=follow("Peer support:")),
)

OPERATING = (
    Look("/operators", "nothing to do", "empty", Visits.as_operator),
    Look("/operators", "everything fails", "failing", Visits.as_operator),
    Look("/health", "alive", "empty", Visits.as_anyone),
    Look("/health/ready", "not ready", "empty", Visits.as_anyone, status=503),
    Look("/health/relay", "working", "beating", Visits.as_anyone),
    Look("/health/relay", "not working", "empty", Visits.as_anyone, status=503),
    Look("/api", "", "empty", Visits.as_anyone),
    Look("/tokens", "none yet", "empty"),
    Look("/tokens", "refused", "empty", act=refused("Make the token")),
    Look("/tokens", "some", "beating"),
)

LOOKS = (
    *OPERATING,
    *ENTRANCE,
    *CONSOLE,
    *ENGAGEMENTS,
    *TASKS,
    *PLANS,
    *PAPERS,
    *RETURNS,
)

NO_PAGES = frozenset(
    {
        "/",
        "/.well-known/security.txt",
        "/sign-in/provider",
        "/sign-in/callback",
        "/health",
        "/health/ready",
        "/health/relay",
        "/metrics",
        "/pipeline.csv",
        "/engagements/{ref}/evidence/{sha256}",
        "/engagements/{ref}/papers/{number:int}.{form}",
        "/to-do/{ref}/answer-invitation/{peer}/calendar.ics",
        "/to-do/{ref}/answer-query/{period}/return/spreadsheet/return.xlsx",
        "/to-do/{ref}/file-return/{period}/spreadsheet/return.xlsx",
        "/to-do/{ref}/propose-plan/template.xlsx",
        "/to-do/{ref}/propose-plan/plan.xlsx",
        "/to-do/{ref}/{page}/{subject}/paper-{number:int}.{form}",
    }
)
"""Routes that answer with a file, or with nothing to look at."""
