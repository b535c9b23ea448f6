"""``peer-support erase-person``: somebody's name and address go, everywhere; what happened stays."""

from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from cli.answers import DONE, FOUND_WANTING, Json, Misuse, as_json, heading, say, table
from config.calendar import in_words

if TYPE_CHECKING:
    from cli.erasing import Erasure
    from engagements.erasing.due import Due
    from workflows.workplace import Workplace

MOST_HINTS = 10


def erase_person(
    id: Annotated[str | None, Parameter(help="Their identifier, as `peer-support people` lists it.")] = None,
    /,
    *,
    for_good: Annotated[bool, Parameter(help="Erase. Left out: only say what would go.")] = False,
    also: Annotated[tuple[str, ...], Parameter(help="Another way in which people wrote their name.")] = (),
    texts: Annotated[bool, Parameter(help="Erase whatever they typed as well, for themselves or for others.")] = False,
    due: Annotated[bool, Parameter(help="Everybody whose time on record is over, by retention_years.")] = False,
    json: Json = False,
) -> int:
    """Erase a person: name, address and all that is on record about them; their identifier and what happened stay.

    Nothing goes without --for-good. Whoever still owes something on an engagement that runs is refused.
    """
    from cli.opening import workplace

    if due == bool(id):
        raise Misuse("Name one person, or give --due for everybody whose time on record is over.")
    if due and also:
        raise Misuse("--also is about one person: name them instead of --due.")
    place = workplace()
    if due:
        return _everybody_due(place, for_good, texts, json)
    erasure = _erase(place, id or "", for_good, also, texts)
    if json:
        as_json({"erased": for_good, **_plainly(erasure)})
    else:
        _tell(erasure, for_good)
    return DONE


def _erase(place: "Workplace", person: str, for_good: bool, also: tuple[str, ...], texts: bool) -> "Erasure":
    from cli.erasing import Wish, erase

    wish = Wish(person, also, texts)
    return erase(place.engine, place.settings, place.world, wish, place.now(), dry_run=not for_good)


def _everybody_due(place: "Workplace", for_good: bool, texts: bool, json: bool) -> int:
    from engagements.database import reading
    from engagements.engagement import uk_date
    from engagements.erasing.due import due
    from engagements.refusals import Refused

    years, on = place.settings.retention_years, uk_date(place.now())
    with reading(place.engine) as connection:
        found = due(connection, years, on)
    refused: dict[str, str] = {}
    erased: list[str] = []
    for one in found if for_good else ():
        try:
            _erase(place, one.person, for_good, (), texts)
        except Refused as refusal:
            refused[one.person] = str(refusal)
        else:
            erased.append(one.person)
    if json:
        as_json({"years": years, "due": [one._asdict() for one in found], "erased": erased, "refused": refused})
    elif not found:
        say(f"Nobody is due: everybody on record had something to do in the last {years} years, or may have.")
    else:
        _tell_due(found, years, erased, refused, for_good)
    return FOUND_WANTING if refused else DONE


def _tell_due(found: "list[Due]", years: int, erased: list[str], refused: dict[str, str], for_good: bool) -> None:
    table(("Due", "Nothing concerned them since"), ((one.person, in_words(one.last)) for one in found))
    if for_good:
        say(f"\nErased: {len(erased)}.", *(f"{person}: {why}" for person, why in refused.items()))
    else:
        say(f"\nThat is longer than {years} years. Nothing is erased yet: give --for-good as well, once you looked.")


def _tell(erasure: "Erasure", for_good: bool) -> None:
    heading("Gone" if for_good else "What goes")
    say(f"The name and address of {erasure.person}; the identifier stays, and nobody else gets it.")
    table(("What", "How many"), erasure.gone)
    if erasure.renamed:
        heading("Named them, and now does not" if for_good else "Names them, and will not")
        table(("What", "How many"), erasure.renamed)
    if erasure.papers:
        heading("Papers made again" if for_good else "Papers to be made again")
        say(*erasure.papers)
    if erasure.files:
        heading("Files removed" if for_good else "Files to be removed, edited ones among them")
        say(*erasure.files)
    if erasure.others:
        names = ", ".join(erasure.others)
        say(f"\nUnder the same name or address: {names}. What others wrote of it stays, as it may mean them.")
    if erasure.hints:
        heading("Look yourself")
        say(
            f"The last name alone stands in {len(erasure.hints)} of the texts that people typed. Where it means them, "
            "take it out with --also. The references:",
            *erasure.hints[:MOST_HINTS],
        )
    if not erasure.overwritten:
        say("\nSomebody was reading the database, so its file may hold old pages: run the same once more.")
    if not for_good:
        say("\nNothing is erased yet. It cannot be undone: peer-support erase-person ID --for-good")


def _plainly(erasure: "Erasure") -> dict[str, object]:
    from dataclasses import asdict

    return {**asdict(erasure), "gone": dict(erasure.gone), "renamed": dict(erasure.renamed)}
