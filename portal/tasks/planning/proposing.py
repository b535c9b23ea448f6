"""Proposing the plan: a form with an entry for each action."""

from collections.abc import Mapping, Sequence

from starlette.responses import Response

from engagements.database import reading
from engagements.stages.inspectorate import InspectionFinding
from portal.doors import Pages, TheVisitor
from portal.giving import Given, Problem
from portal.giving_together import give_together
from portal.office import Office, TheOffice
from portal.posted import Posted, PostedForm
from portal.showing import GoBack, Show, Showing
from portal.tasks.planning.entries import drafts, entries, filled_in, on_the_page, with_another, without
from portal.tasks.planning.standing import StandingPlan, standing_plan
from portal.tasks.showing import Typed, task_page
from portal.visitors import GUESTS, Visitor

pages = Pages("/to-do/{ref}/propose-plan")


@pages.get("", to=GUESTS)
def plan(ref: str, office: TheOffice, visitor: TheVisitor, show: Show) -> Response:
    standing = _standing(office, visitor, ref)
    return plan_page(show, standing, Typed(_begun(standing)))


@pages.post("", to=GUESTS)
def propose(ref: str, form: Posted, office: TheOffice, visitor: TheVisitor, show: Show, back: GoBack) -> Response:
    """Add an action, remove one, or propose them all: by which button was pressed."""
    standing, pressed = _standing(office, visitor, ref), form["press"]
    if pressed == "add":
        return plan_page(show, standing, Typed(with_another(form.flat)), seen=form.seen)
    if pressed.startswith("remove-"):
        return plan_page(show, standing, Typed(without(form.flat, pressed.removeprefix("remove-"))), seen=form.seen)
    given = _proposed(office, visitor, ref, form)
    if given.outcome:
        notice = "The plan is proposed. It begins once your governance body has approved it."
        return back(standing.task.path, notice=notice)
    return plan_page(show, standing, Typed(form.flat, given.problems))


def _proposed(office: Office, visitor: Visitor, ref: str, form: PostedForm) -> Given:
    given = give_together(office, visitor, drafts(form), form, ref)
    told: dict[Problem, None] = {}
    for problem in given.problems:
        told.setdefault(on_the_page(problem, form))
    return Given(given.outcome, list(told))


def plan_page(
    show: Showing,
    standing: StandingPlan,
    form: Typed,
    found: Sequence[InspectionFinding] = (),
    read_from: str = "",
    notices: Sequence[str] = (),
    seen: int | None = None,
) -> Response:
    """The form. ``found``: what an inspection found, to be recorded with the plan; ``read_from``: a spreadsheet.

    ``seen``: what the person looked at when they began to type.
    """
    values = form.values if entries(form.values) else with_another(form.values)
    return task_page(
        show,
        "tasks/planning/propose-plan.html",
        standing.task,
        Typed(values, form.problems),
        acts=standing.acts,
        standing_plan=standing,
        entries=entries(values),
        findings=_findings(values, found),
        read_from=read_from,
        notices=notices,
        seen=standing.task.seen if seen is None else seen,
    )


def _begun(standing: StandingPlan) -> dict[str, str]:
    """What was proposed before; before that an action to begin with for everything that needs one."""
    if standing.proposed:
        return filled_in(standing.proposed)
    values: dict[str, str] = {}
    needed = (one for one in standing.to_answer if one.needed)
    for number, one in enumerate(needed):
        values |= {f"actions.{number}.ref": str(number + 1), f"actions.{number}.findings": one.ref}
    return values


def _findings(values: Mapping[str, str], found: Sequence[InspectionFinding]) -> dict[str, str]:
    """What a spreadsheet brought along, as hidden fields of the form."""
    if not found:
        return {name: value for name, value in values.items() if name.startswith("findings.")}
    return {
        f"findings.{number}.{name}": value
        for number, one in enumerate(found)
        for name, value in one.model_dump().items()
        if value
    }


def _standing(office: Office, visitor: Visitor, ref: str) -> StandingPlan:
    with reading(office.engine) as connection:
        return standing_plan(connection, office, visitor, ref)
