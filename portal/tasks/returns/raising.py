"""Raising an exception to the boards, or good practice that others may use, in passing from a return."""

from starlette.responses import Response

from engagements.database import reading
from engagements.stages.quarterly_reporting import RaiseException
from engagements.state.plan import Action
from portal.doors import Pages, TheVisitor
from portal.office import Office, TheOffice
from portal.posted import Posted
from portal.showing import GoBack, Show, Showing
from portal.tasks.giving import settle
from portal.tasks.places import OF_RETURNS, ReturnRoot
from portal.tasks.returns.report import find_report
from portal.tasks.showing import NOTHING_TYPED, Typed, typed
from portal.visitors import Visitor

pages = Pages()

FIELDS = ("kind", "action", "cause", "response")
ASKED = {
    "kind": "Choose one of the two.",
    "cause": "Say what happened.",
    "response": "Say what is done about it, or how others can use it.",
}


@OF_RETURNS.get(pages, "/raise")
def raising(ref: str, period: str, office: TheOffice, visitor: TheVisitor, show: Show, root: ReturnRoot) -> Response:
    return _page(show, office, visitor, ref, period, root)


@OF_RETURNS.post(pages, "/raise")
def raise_exception(
    ref: str,
    period: str,
    form: Posted,
    office: TheOffice,
    visitor: TheVisitor,
    show: Show,
    back: GoBack,
    root: ReturnRoot,
) -> Response:
    with reading(office.engine) as connection:
        report = find_report(connection, office, visitor, ref, period)
    data = {"period": str(report.period), "kind": None} | {
        name: form.data[name] for name in FIELDS if name in form.data
    }
    given = settle(office, visitor, report.task, RaiseException, data, form, asked=ASKED)
    if given.outcome is None:
        return _page(show, office, visitor, ref, period, root, typed(form, given.problems))
    return back(root, notice="Raised. Your board reads of it in the paper on this quarter.")


def _page(
    show: Showing,
    office: Office,
    visitor: Visitor,
    ref: str,
    period: str,
    root: str,
    form: Typed = NOTHING_TYPED,
) -> Response:
    with reading(office.engine) as connection:
        report = find_report(connection, office, visitor, ref, period)
    planned = [one.ref for one in report.engagement.all(Action) if one.status not in ("proposed", "replaced")]
    return show(
        "tasks/returns/raise.html",
        422 if form.problems else 200,
        task=report.task,
        report=report,
        root=root,
        form=form,
        problems=form.problems,
        planned=planned if report.task.theirs else (),
    )
