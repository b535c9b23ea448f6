"""Every page, in every state in which people meet it: a line each, opened in Chromium.

Whoever adds a page adds its lines here; a test names the page that has none. A look may click and type, as long as
nothing comes of it but the page that it is about: the worlds are shared.
"""

from tests.portal.looks.console import CONSOLE
from tests.portal.looks.engagement import ENGAGEMENTS
from tests.portal.looks.entrance import ENTRANCE
from tests.portal.looks.operating import OPERATING
from tests.portal.looks.papers import PAPERS
from tests.portal.looks.plans import PLANS
from tests.portal.looks.returns import RETURNS
from tests.portal.looks.tasks import TASKS
from tests.portal.looks.visits import OF_VISITS, VISITS

BY_STAFF = (*OPERATING, *ENTRANCE, *CONSOLE, *ENGAGEMENTS, *OF_VISITS)
BY_LINK = (*TASKS, *PLANS, *PAPERS, *RETURNS, *VISITS)

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
        "/mailbox/{name}/attachments/{number:int}",
        "/peers/pool.csv",
        "/peers/pool.xlsx",
        "/engagements/{ref}/evidence/{sha256}",
        "/engagements/{ref}/messages/{number:int}/attachments/{which:int}",
        "/engagements/{ref}/timetable/sessions.ics",
        "/to-do/{ref}/timetable/sessions.ics",
        "/engagements/{ref}/papers/{number:int}.{form}",
        "/engagements/{ref}/documents/{number:int}/{which:int}",
        "/to-do/{ref}/documents/{number:int}/{which:int}",
        "/to-do/{ref}/provide-document/{number:int}/{which:int}",
        "/to-do/{ref}/answer-invitation/{peer}/calendar.ics",
        "/to-do/{ref}/answer-query/{period}/return/spreadsheet/return.xlsx",
        "/to-do/{ref}/file-return/{period}/spreadsheet/return.xlsx",
        "/to-do/{ref}/propose-plan/template.xlsx",
        "/to-do/{ref}/propose-plan/plan.xlsx",
        "/to-do/{ref}/{page}/{subject}/paper-{number:int}.{form}",
        "/to-do/{ref}/{page}/document-{number:int}.{form}",
        "/to-do/{ref}/{page}/{subject}/document-{number:int}.{form}",
    }
)
"""Routes that answer with a file, or with nothing to look at."""
