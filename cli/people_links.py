"""``peer-support people revoke-links``: what somebody else may have read opens nothing any more."""

from cli.answers import DONE, Json, as_json, say
from cli.people_away import Person


def revoke_links(id: Person, /, *, json: Json = False) -> int:
    """Make void all links that somebody was sent so far, and end what they opened: say, when others read their mail.

    Links in messages to come work as before: where the address is not theirs alone, put another on record first.
    """
    from cli.opening import workplace
    from engagements.database import writing
    from engagements.people import on_record
    from notifications.revoking import revoke
    from portal.sessions import end_all_of

    place = workplace()
    now = place.now()
    with writing(place.engine) as connection:
        person = on_record(connection, id)
        revoke(connection, person=id, before=now, by="operator")
        ended = end_all_of(connection, id, now)
    if json:
        as_json({"person": id, "revoked_before": now, "sessions_ended": ended})
    else:
        say(f"The links that {person.name} was sent until now open nothing any more.")
    return DONE
