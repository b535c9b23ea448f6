"""What staff see of one engagement, and do about it."""

from tests import cast as people
from tests.portal.look import Look, follow, refused
from tests.portal.visits import Visits

ENGAGEMENT, DO = "/engagements/{ref}", "/engagements/{ref}/do/{name}"

SESSION, CANCEL = f"{ENGAGEMENT}/timetable/{{number:int}}/{{what}}", "Cancel a session"

START = "/start?authority=essex&product=inspection-peer-support&next=yes"

OUT = (people.LEAD, people.OFFICER, people.OPERATIONAL)
LEFT_OUT = f"{ENGAGEMENT}/propose-team?{'&'.join(f'without={peer}' for peer in OUT)}"
INSTEAD = f"{ENGAGEMENT}/next-best/{people.OPERATIONAL}"

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
    Look(f"{ENGAGEMENT}/timetable", "none yet", "visit ahead"),
    Look(f"{ENGAGEMENT}/timetable", "not ready", "sessions planned"),
    Look(f"{ENGAGEMENT}/timetable", "issued", "timetable issued"),
    Look(f"{ENGAGEMENT}/timetable/plan", "refused", "sessions planned", act=refused("Plan sessions")),
    Look(SESSION, "as it stands", "timetable issued", path=f"{ENGAGEMENT}/timetable/1/change"),
    Look(SESSION, "refused", "timetable issued", path=f"{ENGAGEMENT}/timetable/1/cancel", act=refused(CANCEL)),
    Look(f"{ENGAGEMENT}/report", "none yet", "at scoping"),
    Look(f"{ENGAGEMENT}/report", "corrections", "draft returned", act=refused("Decide on correction 2")),
    Look(f"{ENGAGEMENT}/report", "final", "report final"),
    Look(f"{ENGAGEMENT}/propose-team", "teams", "at team_assignment"),
    Look(f"{ENGAGEMENT}/propose-team", "in the way", "at team_assignment", path=LEFT_OUT),
    Look(f"{ENGAGEMENT}/propose-team", "nobody wanted", "at request"),
    Look(f"{ENGAGEMENT}/next-best/{{peer}}", "the next best", "peer withdrew", path=INSTEAD),
    Look("/propose-teams", "one chosen", "peer withdrew", path="/propose-teams?ref={ref}"),
    Look("/propose-teams", "none to choose", "empty"),
    Look(f"{ENGAGEMENT}/plan", "none yet", "at scoping"),
    Look(f"{ENGAGEMENT}/plan", "reporting"),
    Look(f"{ENGAGEMENT}/plan/{{action}}", "settled", "settled", path=f"{ENGAGEMENT}/plan/A1"),
    Look(f"{ENGAGEMENT}/plan/{{action}}", "transferred", "settled", path=f"{ENGAGEMENT}/plan/A2"),
    Look(f"{ENGAGEMENT}/returns", "none yet", "at scoping"),
    Look(f"{ENGAGEMENT}/returns", "a quarter open"),
    Look(f"{ENGAGEMENT}/returns/{{period}}", "not filed", path=f"{ENGAGEMENT}/returns/2020-21-Q1"),
    Look(f"{ENGAGEMENT}/papers", "none yet", "at scoping"),
    Look(f"{ENGAGEMENT}/papers", "written", "scope proposed"),
    Look(f"{ENGAGEMENT}/papers", "before boards", path="/engagements/ESSEX-2018-1/papers"),
    Look(f"{ENGAGEMENT}/papers/make", "to choose", "at challenge_visit"),
    Look(f"{ENGAGEMENT}/papers/make", "refused", "at scoping", act=refused("Make it")),
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
