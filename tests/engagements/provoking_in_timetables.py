"""Ways to provoke a refusal of sessions, of the timetable, or of a change to what it must cover."""

from engagements.refusals import Refused
from tests.builders import Case
from tests.cast import COORDINATOR
from tests.engagements.provoking import Provoke


def planned_sessions(*sessions: dict[str, object]) -> Provoke:
    def provoke(case: Case) -> Refused:
        case.schedule_visit()
        return case.refused("PlanSessions", COORDINATOR, sessions=[case.session(**fields) for fields in sessions])

    return provoke


def changed_session(number: int, **fields: object) -> Provoke:
    """Of two, from ten to eleven and from eleven to twelve."""

    def provoke(case: Case) -> Refused:
        case.schedule_visit()
        case.plan_sessions({}, {"starts": "11:00", "ends": "12:00"})
        return case.refused("ChangeSession", COORDINATOR, {"number": number, **fields})

    return provoke


def a_cancelled_session(case: Case) -> Refused:
    case.schedule_visit()
    case.plan_sessions({})
    case.give("CancelSession", COORDINATOR, number=1, reason="They are away.")
    return case.refused("ChangeSession", COORDINATOR, number=1, starts="9:00")


def a_line_that_sessions_cover(case: Case) -> Refused:
    case.schedule_visit()
    case.plan_sessions({})
    covered = case.session()["lines"]
    return case.refused(
        "AmendScope", COORDINATOR, remove=covered, focuses=["How sites are chosen"], reason="The board."
    )
