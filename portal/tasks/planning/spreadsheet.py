"""The plan as a spreadsheet: an empty one to fill in, the plan that stands, and one that somebody sends."""

from starlette.responses import Response

from documents.spreadsheets.opening import LARGEST_FILE, opened
from documents.spreadsheets.plan import read_plan
from documents.spreadsheets.plan_import import planned_import
from documents.spreadsheets.plan_written import template, written_plan
from documents.spreadsheets.problems import NeedsMending, Unreadable
from documents.spreadsheets.problems import Problem as Fault
from documents.spreadsheets.writing import workbook
from engagements.database import reading
from engagements.stages.follow_up_plan import ProposePlan
from engagements.stages.inspectorate import RecordFindings
from portal.doors import Pages, TheVisitor
from portal.downloads import Media, download
from portal.giving import Problem
from portal.mishaps import NotThere
from portal.office import Office, TheOffice
from portal.posted import Posted
from portal.showing import Show, Showing
from portal.tasks.planning.entries import filled_in
from portal.tasks.planning.proposing import plan_page
from portal.tasks.planning.standing import StandingPlan, standing_plan
from portal.tasks.showing import Typed, task_page
from portal.visitors import GUESTS, Visitor

pages = Pages("/to-do/{ref}/propose-plan")


@pages.get("/spreadsheet", to=GUESTS)
def choose(ref: str, office: TheOffice, visitor: TheVisitor, show: Show) -> Response:
    return _page(show, _standing(office, visitor, ref))


@pages.post("/spreadsheet", to=GUESTS)
def look_over(ref: str, form: Posted, office: TheOffice, visitor: TheVisitor, show: Show) -> Response:
    """What the file says, in the form, to be looked over: nothing is proposed yet."""
    standing, sent = _standing(office, visitor, ref), form.files.get("file", [])
    if not standing.acts:
        return _page(show, standing)
    if not sent:
        return _page(show, standing, says="Choose a file.")
    try:
        read = read_plan(opened(sent[0].file.read(LARGEST_FILE + 1), str(sent[0].filename)))
        planned = planned_import(read, standing.engagement, standing.texts, office.now())
    except NeedsMending as wrong:
        return _page(show, standing, says=str(wrong), faults=wrong.problems)
    except Unreadable as refusal:
        return _page(show, standing, says=str(refusal))
    if not planned.commands:
        return _page(show, standing, says="The file says what stands already: there is nothing to propose.")
    plan = next((one for one in planned.commands if isinstance(one, ProposePlan)), None)
    found = next((one.findings for one in planned.commands if isinstance(one, RecordFindings)), ())
    values = filled_in(plan.actions if plan else standing.proposed)
    return plan_page(show, standing, Typed(values), found, str(sent[0].filename), read.notices)


@pages.get("/template.xlsx", to=GUESTS)
def empty(ref: str, office: TheOffice, visitor: TheVisitor) -> Response:
    return download(workbook(template()), "improvement plan.xlsx", Media.WORKBOOK)


@pages.get("/plan.xlsx", to=GUESTS)
def as_it_stands(ref: str, office: TheOffice, visitor: TheVisitor) -> Response:
    """The findings and the plan as they stand, in the columns that are read back. Raises NotThere."""
    standing = _standing(office, visitor, ref)
    if not standing.task.shown:
        raise NotThere
    sheets = written_plan(standing.engagement, standing.texts)
    return download(workbook(sheets), f"{ref} improvement plan.xlsx", Media.WORKBOOK)


def _page(show: Showing, standing: StandingPlan, *, says: str = "", faults: tuple[Fault, ...] = ()) -> Response:
    problems = [Problem("file", says)] if says else []
    form = Typed({}, problems)
    return task_page(show, "tasks/planning/spreadsheet.html", standing.task, form, acts=standing.acts, faults=faults)


def _standing(office: Office, visitor: Visitor, ref: str) -> StandingPlan:
    with reading(office.engine) as connection:
        return standing_plan(connection, office, visitor, ref)
