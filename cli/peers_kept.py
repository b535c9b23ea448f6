"""``peer-support peers expert`` and its like: what is known of one peer, put on record piece by piece."""

from datetime import date
from typing import Annotated

from cyclopts import Parameter

from cli.answers import DONE, Json, as_json, say
from cli.people_away import Person
from config.calendar import in_words
from config.vocabulary import InterestKind
from engagements.telling import plain


def expert(
    id: Person,
    /,
    *subjects: Annotated[str, Parameter(help="Questions of the inspections, and themes; none empties the record.")],
    json: Json = False,
) -> int:
    """Put on record what a peer is expert in, in the place of what was."""
    from cli.opening import workplace
    from engagements.database import writing
    from engagements.peers.given import Subjects
    from engagements.peers.keeping import expert_in, the_peer
    from engagements.people_given import read_as

    known = read_as(Subjects, subjects, "subjects")
    with writing(workplace().engine) as connection:
        expert_in(connection, the_peer(connection, id).id, known)
    as_json({"peer": id, "expertise": known}) if json else say(f"{id} is expert in {', '.join(known) or 'nothing'}.")
    return DONE


def trained(
    id: Person,
    what: str,
    /,
    *,
    on: Annotated[date, Parameter(help="The day on which it was done.")],
    lapses: Annotated[date | None, Parameter(help="The last day on which it counts; unset, for good.")] = None,
    json: Json = False,
) -> int:
    """Put a course or an accreditation on record, in the place of the same one earlier.

    Parameters
    ----------
    what
        What it is called.
    """
    from cli.opening import workplace
    from engagements.database import writing
    from engagements.peers.given import GivenTraining
    from engagements.peers.keeping import the_peer, trained
    from engagements.people_given import read_as

    training = read_as(GivenTraining, {"what": what, "done_on": on, "lapses_on": lapses})
    with writing(workplace().engine) as connection:
        trained(connection, the_peer(connection, id).id, training)
    until = f", and it counts until {in_words(lapses)}" if lapses else ""
    as_json({"peer": id, **training.model_dump()}) if json else say(f"{id} did {what} on {in_words(on)}{until}.")
    return DONE


def interest(
    id: Person,
    service: str,
    kind: InterestKind,
    /,
    *,
    reason: Annotated[str, Parameter(help="What the interest is.")] = "",
    since: Annotated[date | None, Parameter(help="Its first day; unset, always.")] = None,
    until: Annotated[date | None, Parameter(help="Its last day; unset, for good.")] = None,
    left_on: Annotated[date | None, Parameter(help="When a former employee left; the years count from there.")] = None,
    ends: Annotated[date | None, Parameter(help="Instead: the last day of one on record.")] = None,
    json: Json = False,
) -> int:
    """Record what keeps a peer from reviewing a service, whatever the engagement; or that it ends.

    Parameters
    ----------
    service
        The service that they have it in.
    kind
        What kind of interest it is.
    """
    from cli.opening import workplace
    from config.vocabulary import Role
    from engagements.database import writing
    from engagements.journal import Actor
    from engagements.peers.given import GivenInterest
    from engagements.peers.keeping import declare, end_interest, the_peer
    from engagements.people_given import read_as

    place = workplace()
    if ends:
        with writing(place.engine) as connection:
            end_interest(connection, the_peer(connection, id).id, service, kind, ends)
        as_json({"peer": id, "ends": ends}) if json else say(f"The interest of {id} ends on {in_words(ends)}.")
        return DONE
    told = {"service": service, "kind": kind, "since": since, "until": until, "left_on": left_on, "reason": reason}
    known = read_as(GivenInterest, told)
    with writing(place.engine) as connection:
        the_peer(connection, id)
        booked = declare(connection, id, known, Actor(Role.COORDINATOR), place.now(), place.world)
    if json:
        as_json({"peer": id, "service": known.service, "kind": kind, "booked": booked})
        return DONE
    say(f"{id} has an interest in {known.service} ({plain(kind)}), and is not asked to review it while it holds.")
    say(*(f"They have a place in {ref}: release them there." for ref in booked))
    return DONE


def leave(id: Person, last: date | None = None, /, *, json: Json = False) -> int:
    """A peer leaves the pool; without a day, they stay after all.

    Parameters
    ----------
    last
        Their last day in the pool.
    """
    from cli.opening import workplace
    from engagements.database import writing
    from engagements.peers.keeping import leaves, the_peer

    with writing(workplace().engine) as connection:
        leaves(connection, the_peer(connection, id).id, last)
    says = f"{id} leaves the pool after {in_words(last)}." if last else f"{id} stays in the pool."
    as_json({"peer": id, "left_on": last}) if json else say(says)
    return DONE
