"""The scope: what the peers will look at, when, with what team and at what cost; proposed, or agreed."""

from dataclasses import dataclass

from config.products.product import Place
from config.vocabulary import Origin
from documents.facts import parts, wording
from documents.facts.board import Cover
from documents.facts.parts import Days, Looked, Step
from documents.facts.told import Told
from documents.kinds import Kind
from engagements.telling import plain


@dataclass(frozen=True, slots=True)
class Asked:
    """A place on the team, who may take it, and how many there are."""

    team_role: str
    who: str
    number: str


@dataclass(frozen=True, slots=True)
class ScopePaper:
    """Everything that a scope may say."""

    cover: Cover
    agreed: bool
    reason: tuple[str, ...]  # why support was asked for
    origin: str
    about: str  # what the product is
    lines: tuple[Looked, ...]
    focus: tuple[str, ...]
    visit: tuple[Days, ...]
    team: tuple[Asked, ...]
    cost: str
    next: tuple[Step, ...]


ORIGINS = {
    Origin.BEFORE_INSPECTION: "The authority asked for support before an inspection.",
    Origin.AFTER_INSPECTION: "The authority asked for support after an inspection.",
    Origin.CAUSE_OF_CONCERN: "The authority asked for support because of a cause of concern.",
    Origin.INDEPENDENT: "The authority asked for support of its own accord.",
}


def scope(told: Told) -> ScopePaper:
    facts, product = told.now.facts, told.now.product
    last = told.there(parts.last_scope(told), "scope")
    agreed_on = last.agreed_on
    if agreed_on:
        amended = f", amended on {wording.day(last.amended_on)}" if last.amended_on else ""
        standing = f"Agreed on {wording.day(agreed_on)}{amended}"
    else:
        standing = f"Proposed on {wording.day(last.proposed_on)}, not agreed yet"
    return ScopePaper(
        cover=parts.head(told, Kind.SCOPE, f"Scope of the {wording.lowered(product.name)}", standing),
        agreed=agreed_on is not None,
        reason=told.typed.paragraphs(facts.reason),
        origin=ORIGINS[facts.origin],
        about=product.summary,
        lines=parts.lines(told),
        focus=parts.focus(told),
        visit=parts.visit(told),
        team=tuple(map(_asked, product.team)),
        cost=product.charge.basis if product.charge else "Free of charge to the authority.",
        next=parts.owed(told),
    )


def _asked(place: Place) -> Asked:
    number = str(place.most) if place.least == place.most else f"{place.least} to {place.most}"
    return Asked(wording.capitalised(place.team_role), " or ".join(map(plain, place.kinds)), number)
