"""An action's page: what was said before, and reporting it complete with evidence."""

from collections.abc import Sequence

from starlette.responses import Response

from engagements.database import reading, writing
from engagements.evidence.admission import MEDIA_TYPES
from engagements.queries import was_given
from engagements.saved_forms import forget, saved
from engagements.stages.actions import CompleteAction
from portal.doors import Pages, TheVisitor
from portal.giving import Problem, give
from portal.office import Office, TheOffice
from portal.posted import Posted, PostedForm
from portal.showing import GoBack, Show, Showing
from portal.tasks.actions.evidence import FORM, pieces, put_together
from portal.tasks.actions.worked import find_action
from portal.tasks.meanwhile import meanwhile
from portal.tasks.places import OF_ACTIONS, ActionRoot, return_above
from portal.tasks.showing import NOTHING_TYPED, Typed, typed
from portal.visitors import Visitor

pages = Pages()

NO_EVIDENCE = Problem("files", "Add what shows that it is complete: a file or a link.")


@OF_ACTIONS.get(pages)
def one_action(ref: str, action: str, office: TheOffice, visitor: TheVisitor, show: Show, root: ActionRoot) -> Response:
    return _page(show, office, visitor, ref, action, root)


@OF_ACTIONS.post(pages)
def complete(
    ref: str,
    action: str,
    form: Posted,
    office: TheOffice,
    visitor: TheVisitor,
    show: Show,
    back: GoBack,
    root: ActionRoot,
) -> Response:
    with reading(office.engine) as connection:
        worked = find_action(connection, office, visitor, ref, action)
        given_before = form.command_id is not None and was_given(connection, form.command_id)
    if not worked.open or given_before:
        return back(return_above(root) or root)
    found, problems = put_together(office, visitor, worked, form)
    if problems:
        return _page(show, office, visitor, ref, action, root, typed(form, problems))
    if form["then"] != "complete":
        return back(f"{root}#evidence")
    if not found:
        return _page(show, office, visitor, ref, action, root, typed(form, [NO_EVIDENCE]))
    evidence = [piece.item.model_dump(exclude_none=True) for piece in found]
    given = give(office, visitor, CompleteAction, {"action": action, "evidence": evidence}, form, ref)
    if given.outcome is None:
        return _page(show, office, visitor, ref, action, root, typed(form, _of_the_whole(given.problems)), form)
    with writing(office.engine) as connection:
        forget(connection, worked.engagement.id, FORM, action)
    says = f"Action {action} is reported complete. The principal adviser checks the evidence."
    return back(return_above(root) or root, notice=says)


def _of_the_whole(problems: Sequence[Problem]) -> list[Problem]:
    """A form has no fields of the pieces that were put together before."""
    return [Problem("", problem.text) for problem in problems]


def _page(
    show: Showing,
    office: Office,
    visitor: Visitor,
    ref: str,
    action: str,
    root: str,
    form: Typed = NOTHING_TYPED,
    posted: PostedForm | None = None,
) -> Response:
    with reading(office.engine) as connection:
        worked = find_action(connection, office, visitor, ref, action)
        last = saved(connection, worked.engagement.id, FORM, action)
        since = meanwhile(connection, worked.task, posted.seen) if posted and posted.seen else ()
    return show(
        "tasks/actions/action.html",
        422 if form.problems else 200,
        task=worked.task,
        worked=worked,
        root=root,
        above=return_above(root),
        form=form,
        problems=form.problems,
        pieces=pieces(last.answers) if last else [],
        kinds=sorted(MEDIA_TYPES),
        largest=office.settings.largest_evidence_mb,
        meanwhile=since,
    )
