"""Tokens of other systems, as staff make and revoke them. The token itself is shown once, on the page that made it."""

from starlette.responses import Response

from engagements.database import reading, writing
from engagements.refusals import Refused
from portal.api import tokens
from portal.doors import Pages, TheVisitor
from portal.giving import Problem
from portal.numbers import Number
from portal.office import Office, TheOffice
from portal.posted import Posted
from portal.showing import GoBack, Show, Showing
from portal.visitors import LGA, Visitor

pages = Pages()


@pages.get("/tokens", to=LGA)
def overview(office: TheOffice, visitor: TheVisitor, show: Show) -> Response:
    """Every token, and the form for another one."""
    return _shown(office, visitor, show)


@pages.post("/tokens", to=LGA)
def make(form: Posted, office: TheOffice, visitor: TheVisitor, show: Show) -> Response:
    """Make one, which acts as whoever makes it."""
    days = form["days"]
    try:
        with writing(office.engine) as connection:
            token, made = tokens.make(
                connection,
                office.world,
                office.now(),
                name=form["name"],
                hats=visitor.hats,
                by=visitor.person,
                days=int(days) if days.isascii() and days.isdecimal() and len(days) < 6 else 0,
                authority=form["authority"] or None,
            )
    except Refused as refusal:
        field = "days" if isinstance(refusal, tokens.UnfitToken) else "name"
        return _shown(office, visitor, show, [Problem(field, str(refusal))], form.flat, status=422)
    return show("api/token-made.html", token=token, made=made)


@pages.post("/tokens/{number}/revoke", to=LGA)
def revoke(number: Number, form: Posted, office: TheOffice, visitor: TheVisitor, back: GoBack) -> Response:
    """Have a token work no longer, whoever made it."""
    with writing(office.engine) as connection:
        revoked = tokens.revoke(connection, number, visitor.person, office.now())
    return back("/tokens", notice=f"The token {revoked.begins_with}… ({revoked.name}) works no longer.")


def _shown(
    office: Office,
    visitor: Visitor,
    show: Showing,
    problems: list[Problem] | None = None,
    typed: dict[str, str] | None = None,
    status: int = 200,
) -> Response:
    with reading(office.engine) as connection:
        made = tokens.listed(connection)
    filled = {"days": str(tokens.USUAL), "name": "", "authority": "", **(typed or {})}
    services = [
        ("", "Every authority's"),
        *((s.slug, s.official_name) for s in office.world.reference.services(office.today)),
    ]
    return show(
        "api/tokens.html",
        status,
        tokens=made,
        today=office.today,
        choices=[{"value": slug, "text": name, "selected": slug == filled["authority"]} for slug, name in services],
        problems=problems or [],
        problem_list=[{"text": one.text, "href": f"#{one.field}"} for one in problems or []],
        typed=filled,
        longest=tokens.LONGEST,
    )
