"""The plan: recommendations and their answers, every action with its dates, its ratings by quarter and its evidence."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from starlette.responses import Response

from engagements.database import reading
from engagements.date_history import date_history
from engagements.engagement import Engagement
from engagements.evidence.store import NotOnFile, fetched
from engagements.findings import findings
from engagements.loading import load_whole
from engagements.state.plan import Action, ActionUpdate, Evidence, Plan, Recommendation
from engagements.texts import of_engagement
from portal.console.evidence import named_file, on_file
from portal.console.frame import frame
from portal.console.happenings import given_by, named
from portal.doors import Pages
from portal.mishaps import NotThere
from portal.office import TheOffice
from portal.showing import Show
from portal.visitors import LGA

pages = Pages("/engagements/{ref}")


@pages.get("/plan", to=LGA)
def plan(ref: str, office: TheOffice, show: Show) -> Response:
    with reading(office.engine) as connection:
        there = frame(connection, office, ref, "/plan")
        whole = load_whole(connection, ref, office.world)
        rated = ratings(whole.all(ActionUpdate))
        return show(
            "console/engagement/plan.html",
            frame=there,
            scale=there.product.ratings,
            plans=whole.all(Plan),
            recommendations=whole.all(Recommendation),
            inspected=[one for one in findings(whole).values() if one.kind != "recommendation"],
            actions=standing_actions(whole),
            replaced=sum(action.status == "replaced" for action in whole.all(Action)),
            rated=rated,
            periods=sorted({period for of in rated.values() for period in of}),
            texts=of_engagement(connection, whole.id),
        )


@pages.get("/plan/{action}", to=LGA)
def action(ref: str, action: str, office: TheOffice, show: Show) -> Response:
    with reading(office.engine) as connection:
        there = frame(connection, office, ref, "/plan")
        whole = load_whole(connection, ref, office.world)
        found = whole.find(Action, action)
        if found is None:
            raise NotThere
        history = date_history(whole, action)
        actors = {actor for change in history.changes for actor in (change.asked_by, change.decided_by) if actor}
        names = named(connection, {actor.partition(":")[2] for actor in actors})
        evidence = [one for one in whole.all(Evidence) if one.action == action]
        return show(
            "console/engagement/action.html",
            frame=there,
            action=found,
            scale=there.product.ratings,
            answers=[one for one in findings(whole).values() if one.ref in found.findings],
            history=history,
            by={actor: given_by(actor, names) for actor in actors},
            updates=[one for one in whole.all(ActionUpdate) if one.action == action],
            evidence=evidence,
            files=on_file(connection, [one.sha256 for one in evidence if one.sha256]),
            texts=of_engagement(connection, whole.id),
        )


@pages.get("/evidence/{sha256}", to=LGA)
def evidence_file(ref: str, sha256: str, office: TheOffice) -> Response:
    """A file that somebody gave as evidence on this engagement."""
    with reading(office.engine) as connection:
        there = frame(connection, office, ref, "/plan")
        whole = load_whole(connection, ref, office.world)
        given = next((one for one in whole.all(Evidence) if one.sha256 == sha256), None)
        registered = on_file(connection, [sha256]).get(sha256)
        if given is None or registered is None:
            raise NotThere
        try:
            content = fetched(connection, office.settings.evidence_dir, sha256)
        except NotOnFile:
            raise NotThere from None
        title = of_engagement(connection, whole.id).get(given.title, "")
    return named_file(content, f"{there.ref}, {given.action}, {title or 'evidence'}", registered.media_type)


def standing_actions(whole: Engagement) -> list[Action]:
    return [action for action in whole.all(Action) if action.status != "replaced"]


def ratings(updates: Sequence[ActionUpdate]) -> Mapping[str, Mapping[str, str]]:
    """What each action was rated in each period: by the last return of the period."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for update in updates:  # in the order of their events
        found[update.action][update.period] = update.rating
    return found
