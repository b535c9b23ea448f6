"""What the registers of the pool refuse, for the table of all refusals."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from sqlalchemy import Connection

from config.vocabulary import InterestKind
from engagements.database import writing
from engagements.erasing import duties
from engagements.peers import availability, keeping
from engagements.peers.given import GivenInterest
from engagements.peers.periods import Days
from engagements.proposing import asking
from engagements.refusals import Refused
from tests.builders import Case
from tests.cast import COORDINATOR, LEAD
from tests.engagements.provoking import Provoke

JUNE = Days(date(2027, 6, 1), date(2027, 6, 5))


def refused(doing: Callable[[Connection, Case], Any]) -> Provoke:
    def provoke(case: Case) -> Refused:
        with writing(case.engine) as connection, pytest.raises(Refused) as refusal:
            doing(connection, case)
        return refusal.value

    return provoke


def declared(kind: InterestKind, *, times: int = 1) -> Provoke:
    def declare(connection: Connection, case: Case) -> None:
        for _ in range(times):
            interest = GivenInterest(service="avon", kind=kind, reason="A reason.")
            keeping.declare(connection, LEAD, interest, COORDINATOR, case.now, case.world)

    return refused(declare)


def _twice_away(connection: Connection, case: Case) -> None:
    for _ in range(2):
        availability.away(connection, LEAD, JUNE)


def proposing_too_early(connection: Connection, case: Case) -> None:
    asking.proposal_for(connection, [str(case.ref)], case.world, case.today)


IN_THE_POOL: dict[type[Refused], tuple[Provoke, str]] = {
    availability.DaysOverlap: (refused(_twice_away), "which is on record already"),
    availability.FreeAlready: (refused(lambda c, case: availability.free(c, LEAD, JUNE)), "as it is"),
    keeping.DeclaredAlready: (declared(InterestKind.FAMILY, times=2), "End that one first"),
    keeping.WithoutItsDates: (declared(InterestKind.FORMER_EMPLOYER), "Give the day on which the peer left"),
    keeping.NothingDeclared: (
        refused(lambda c, case: keeping.end_interest(c, LEAD, "avon", InterestKind.FAMILY, JUNE.first)),
        "declared no such interest",
    ),
    duties.StillOwes: (
        refused(lambda c, case: duties.refuse_who_still_owes(c, "coordinator", case.today, case.world)),
        "cannot be erased yet",
    ),
}
