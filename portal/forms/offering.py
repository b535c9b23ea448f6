"""What there is to choose from, for one engagement or for one that is to begin."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import get_type_hints

from pydantic import BaseModel
from sqlalchemy import Connection, select

from config.calendar import in_words
from config.products import Product
from config.reference import QUESTIONS
from config.vocabulary import OF_THE_AUTHORITY, FindingKind, PaperKind, Role
from engagements.engagement import World
from engagements.loading import plain, still_owed
from engagements.messages import Message
from engagements.obligations import DUTIES, Owed
from engagements.state.engagement import CauseOfConcern, EngagementFacts
from engagements.state.people import Contact
from engagements.telling import plain as worded
from notifications.asks import to_do
from notifications.wording import ROLES
from portal.forms import of_the_plan, of_the_report, of_the_team, of_the_visit
from portal.forms.choice import CHOSEN, Choice, Option
from portal.forms.desk import Desk, Options
from portal.forms.fields import Choices, taken_apart


def offered(connection: Connection, world: World, facts: EngagementFacts, kind: type[Message], today: date) -> Choices:
    """What the fields of a command on an engagement are chosen from. A choice that is left out is typed."""
    product = world.catalogue.get(facts.product, facts.product_version)
    desk = Desk(connection, world, facts, product, today)
    found = {choice: tuple(OFFERS[choice](desk)) for choice in chosen_in(kind)}
    return {choice: options for choice, options in found.items() if options or choice is not Choice.BOARDS}


def offered_to_begin(world: World, today: date, product: Product | None) -> Choices:
    """What an engagement that is to begin is chosen from."""
    services = (Option(one.slug, one.official_name, one.region) for one in world.reference.services(today))
    products = {slug for slug, _ in world.catalogue.products}
    latest = sorted((world.catalogue.latest(slug, today) for slug in products), key=lambda one: one.name)
    options = (
        Option(f"{name}.{value}", worded(value.replace("-", " ")).capitalize())
        for name, values in (product.choices if product else {}).items()
        for value in values
    )
    return {
        Choice.SERVICES: tuple(sorted(services, key=lambda option: option.text)),
        Choice.PRODUCTS: tuple(Option(one.slug, one.name, one.summary) for one in latest),
        Choice.OPTIONS_OF_THE_PRODUCT: tuple(options),
    }


def chosen_in(kind: type[Message]) -> set[Choice]:
    """The choices that a command's fields need, those of its parts too."""
    found: set[Choice] = set()
    for name, hint in get_type_hints(kind, include_extras=True).items():
        if name not in kind.model_fields:
            continue
        if (kind, name) in CHOSEN:
            found.add(CHOSEN[kind, name])
            continue
        shape = taken_apart(hint)
        inner = taken_apart(shape.marks[0]).inner if shape.inner is tuple else shape.inner
        if isinstance(inner, type) and issubclass(inner, BaseModel):
            found |= chosen_in(inner)  # type: ignore[arg-type]
    return found


def _questions(desk: Desk) -> Options:
    return (Option(question, question[:1].upper() + question[1:]) for question in QUESTIONS)


def _concerns(desk: Desk) -> Options:
    rows = [row for row in desk.rows(CauseOfConcern) if not row.removed_on]
    text = desk.texts(row.text for row in rows)
    for row in rows:
        issued = f"Issued {in_words(row.issued_on)}, on {row.question}"
        yield Option(str(row.number), f"{row.number}. {text(row.text)}", issued)


def _coordinators(desk: Desk) -> Options:
    contact = Contact.table.c
    query = select(Contact.table).where(contact.role == Role.COORDINATOR).order_by(contact.name)
    for one in plain(desk.connection.execute(query), Contact):
        in_office = (one.holds_from or desk.today) <= desk.today <= (one.holds_to or desk.today)
        if in_office and one.id != desk.facts.coordinator:
            yield Option(one.id, one.name)


def _versions(desk: Desk) -> Options:
    for (slug, version), product in sorted(desk.world.catalogue.products.items()):
        if slug == desk.facts.product and version != desk.facts.product_version:
            yield Option(str(version), f"Version {version}", f"In force from {in_words(product.effective_from)}")


def _owed(may_be: Callable[[Owed], bool]) -> Callable[[Desk], Options]:
    def options(desk: Desk) -> Options:
        for owed in still_owed(desk.connection, desk.facts.id):
            if may_be(Owed(owed.kind)):
                who = ROLES[owed.owed_by].capitalize()
                when = f"by {in_words(owed.due_on)}" if owed.due_on else "its clock is stopped"
                words = to_do(Owed(owed.kind), owed.subject)
                yield Option(f"{owed.kind}/{owed.subject}", words[:1].upper() + words[1:], f"{who}, {when}")

    return options


def _its_contacts(desk: Desk) -> Options:
    contact = Contact.table.c
    query = select(Contact.table).where(contact.authority == desk.facts.authority).order_by(contact.name)
    for one in plain(desk.connection.execute(query), Contact):
        if (one.holds_from or desk.today) <= desk.today <= (one.holds_to or desk.today):
            yield Option(one.id, f"{one.name}, {worded(one.role)}")


def _nothing(desk: Desk) -> Iterator[Option]:
    """What an engagement that has begun is not asked any more."""
    return iter(())


OFFERS: dict[Choice, Callable[[Desk], Options]] = {
    Choice.SERVICES: _nothing,
    Choice.PRODUCTS: _nothing,
    Choice.OPTIONS_OF_THE_PRODUCT: _nothing,
    Choice.BEGINNINGS: of_the_team.beginnings,
    Choice.LINES_OF_ENQUIRY: of_the_team.lines,
    Choice.PEERS_TO_ASK: of_the_team.peers_to_ask,
    Choice.PEERS: of_the_team.peers,
    Choice.PEERS_ASKED: of_the_team.invited("invited"),
    Choice.TEAM: of_the_team.invited("proposed", "invited", "accepted"),
    Choice.PLACES: of_the_team.places,
    Choice.PHASES: of_the_team.phases,
    Choice.PLACES_IN_DRAFT: of_the_report.places,
    Choice.CORRECTIONS: of_the_report.corrections,
    Choice.SESSIONS: of_the_team.sessions,
    Choice.LINES_OF_THE_SCOPE: of_the_team.lines_of_the_scope,
    Choice.LINES_LOOKED_AT: of_the_report.lines,
    Choice.CONFIRMED_PEERS: of_the_team.invited("accepted"),
    Choice.VISIT_FINDINGS: of_the_visit.findings(*FindingKind),
    Choice.GOOD_PRACTICE: of_the_visit.findings(FindingKind.GOOD_PRACTICE),
    Choice.DOCUMENTS_WANTED: of_the_visit.documents,
    Choice.RECOMMENDATIONS: of_the_plan.recommendations,
    Choice.FINDINGS: of_the_plan.findings,
    Choice.ACTIONS: of_the_plan.actions(),
    Choice.OPEN_ACTIONS: of_the_plan.actions("open"),
    Choice.COMPLETED_ACTIONS: of_the_plan.actions("completed"),
    Choice.ACTIONS_WITH_A_REQUEST: of_the_plan.with_a_request,
    Choice.TRANSFERRED_ACTIONS: of_the_plan.to_check_back,
    Choice.RATINGS: of_the_plan.ratings,
    Choice.PERIODS: of_the_plan.periods(),
    Choice.PERIODS_OPEN: of_the_plan.periods("due", "filed", "queried", "answered"),
    Choice.PERIODS_FILED: of_the_plan.periods("filed", "answered"),
    Choice.PERIODS_QUERIED: of_the_plan.periods("queried"),
    Choice.PAPERS: of_the_plan.papers(),
    Choice.DECISION_PAPERS: of_the_plan.papers(PaperKind.DECISION),
    Choice.BODIES: of_the_plan.bodies,
    Choice.BOARDS: of_the_plan.boards,
    Choice.QUESTIONS: _questions,
    Choice.CONCERNS: _concerns,
    Choice.COORDINATORS: _coordinators,
    Choice.VERSIONS: _versions,
    Choice.WAIVABLE: _owed(lambda kind: DUTIES[kind].may_be_waived),
    Choice.EXTENDABLE: _owed(lambda kind: kind is not Owed.COMPLETE_ACTION),
    Choice.OWED_BY_THE_AUTHORITY: _owed(lambda kind: DUTIES[kind].by in OF_THE_AUTHORITY),
    Choice.ITS_CONTACTS: _its_contacts,
}
