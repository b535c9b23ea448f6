"""What recommendations, the plan, its returns and its papers are chosen from."""

from collections.abc import Callable

from config.calendar import in_words
from config.vocabulary import PaperKind
from engagements.periods import ReportingPeriod
from engagements.state.boards import GovernanceBody, Paper
from engagements.state.engagement import CauseOfConcern
from engagements.state.plan import Action, ExtensionRequest, Finding, QuarterlyReturn, Recommendation
from engagements.telling import plain as worded
from notifications.wording import matter
from portal.forms.choice import Option
from portal.forms.desk import Desk, Options


def recommendations(desk: Desk) -> Options:
    rows = desk.rows(Recommendation)
    text = desk.texts(row.text for row in rows)
    for row in rows:
        yield Option(str(row.number), f"{row.number}. {text(row.text)}", _worded(row.answer))


def findings(desk: Desk) -> Options:
    found = [(f"R{one.number}", "recommendation", one.text) for one in desk.rows(Recommendation)]
    found += [(f"C{one.number}", "cause of concern", one.text) for one in desk.rows(CauseOfConcern)]
    inspected = sorted(desk.rows(Finding), key=lambda one: (one.ref[0], int(one.ref[1:])))
    kinds = {"A": "area for improvement", "N": "comment of the inspectorate"}
    found += [(one.ref, kinds[one.ref[0]], one.text) for one in inspected]
    text = desk.texts(ref for _, _, ref in found)
    return (Option(ref, f"{ref}: {text(said)}", kind.capitalize()) for ref, kind, said in found)


def actions(*statuses: str) -> Callable[[Desk], Options]:
    def options(desk: Desk) -> Options:
        rows = [row for row in desk.rows(Action) if not statuses or row.status in statuses]
        text = desk.texts(row.text for row in rows)
        return (_action(row, text(row.text)) for row in rows)

    return options


def _action(row: Action, text: str) -> Option:
    return Option(row.ref, f"{row.ref}: {text}", f"Due {in_words(row.due_on)}, {worded(row.rating)}")


def with_a_request(desk: Desk) -> Options:
    asked = {one.action: one for one in desk.rows(ExtensionRequest) if one.granted is None}
    rows = [row for row in desk.rows(Action) if row.ref in asked and row.status == "open"]
    text = desk.texts([*(row.text for row in rows), *(one.reason for one in asked.values())])
    for row in rows:
        request = asked[row.ref]
        moves = f"{in_words(request.due_from)} to {in_words(request.due_to)}"
        yield Option(row.ref, f"{row.ref}: {text(row.text)}", f"From {moves}: {text(request.reason)}")


def to_check_back(desk: Desk) -> Options:
    rows = [row for row in desk.rows(Action) if row.status == "transferred" and not row.checked_back_on]
    text = desk.texts(row.text for row in rows)
    return (_action(row, text(row.text)) for row in rows)


def ratings(desk: Desk) -> Options:
    scale = desk.product.ratings
    rated = (scale.rating(slug) for slug in scale.for_returns)
    return (Option(rating.slug, rating.name, rating.definition) for rating in rated)


def periods(*statuses: str) -> Callable[[Desk], Options]:
    def options(desk: Desk) -> Options:
        rows = sorted(desk.rows(QuarterlyReturn), key=lambda row: row.period, reverse=True)
        for row in rows:
            if not statuses or row.status in statuses:
                yield Option(row.period, ReportingPeriod.parse(row.period).in_words, worded(row.status).capitalize())

    return options


def papers(*kinds: PaperKind) -> Callable[[Desk], Options]:
    def options(desk: Desk) -> Options:
        rows = [row for row in desk.rows(Paper) if not kinds or row.kind in kinds]
        text = desk.texts(row.subject for row in rows)
        for row in reversed(rows):
            about = "" if row.kind is PaperKind.DECISION else f", on {matter(row.matter)}"
            yield Option(str(row.number), f"Paper {row.number}: {text(row.subject)}", f"{row.kind.capitalize()}{about}")

    return options


def _route(desk: Desk) -> list[GovernanceBody]:
    holding = (body for body in desk.rows(GovernanceBody) if body.holds_on(desk.today))
    return sorted(holding, key=lambda body: body.order)


def bodies(desk: Desk) -> Options:
    return (Option(body.slug, body.name) for body in _route(desk))


def boards(desk: Desk) -> Options:
    return (Option(body.name, body.name) for body in _route(desk))


def _worded(value: str | None) -> str:
    return worded(value).capitalize() if value else ""
