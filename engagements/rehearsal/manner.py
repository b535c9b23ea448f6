"""Whether and when people answer: everybody in time, a share of them late, or nobody."""

from dataclasses import dataclass
from datetime import date
from random import Random

from config.calendar import WorkingDays
from engagements.obligations import Owed
from engagements.state.engagement import Obligation

AT_ONCE = {Owed.CONFIRM_TEAM}
"""What is begun as soon as it is owed, since others have to answer before it is settled."""

ON_ITS_DAY = {Owed.COMPLETE_VISIT_PHASE, Owed.PRESENT_FEEDBACK, Owed.CHECK_BACK}
"""What cannot be settled before its day."""

LATEST = 20
"""Working days after its date by which whoever is late has answered: beyond the last rung of every stage's ladder."""


@dataclass(frozen=True, slots=True)
class Manner:
    """``late``: the share of answers that come after their date, from 0 to 1; None where nobody answers at all."""

    late: float | None
    seed: int = 0

    def answers_on(self, ref: str, owed: Obligation, calendar: WorkingDays) -> date | None:
        """The day on which it is answered: the same for the same obligation and date, whatever else happens."""
        if self.late is None or owed.due_on is None:
            return None
        drawn = Random(f"{self.seed}|{ref}|{owed.opened_by}|{owed.kind}|{owed.subject}|{owed.due_on}")
        if drawn.random() < self.late:
            return calendar.after(max(owed.due_on, owed.opened_on), drawn.randint(1, LATEST))
        if owed.kind in ON_ITS_DAY:
            return max(owed.due_on, owed.opened_on)
        given = calendar.between(owed.opened_on, owed.due_on)
        if given < 1:
            return owed.opened_on
        return calendar.after(owed.opened_on, 1 if owed.kind in AT_ONCE else drawn.randint(1, given))
