"""``peer-support good-practice``: what peers found that other services could learn from."""

from dataclasses import asdict

from cli.answers import DONE, Json, as_json, say, table
from config.calendar import in_words


def good_practice(*, json: Json = False) -> int:
    """Good practice that is marked to be shared, the latest first."""
    from cli.opening import workplace
    from engagements.database import reading
    from engagements.visits.good_practice import to_share

    place = workplace()
    with reading(place.engine) as connection:
        listed = to_share(connection, place.world)
    if json:
        as_json([asdict(one) for one in listed])
    elif not listed:
        say("Nothing is marked to be shared. Coordinators mark it with MarkGoodPractice, or on the findings' page.")
    else:
        rows = ((one.ref, one.service, one.line, in_words(one.noted_on), one.text) for one in listed)
        table(("Engagement", "Service", "Line of enquiry", "Noted", "Good practice"), rows)
    return DONE
