"""What a paper says at a glance, and what it asks where nobody wrote that."""

from datetime import date

from documents.facts import wording
from documents.facts.board import BoardPaper
from documents.kinds import Kind
from engagements.engagement import Engagement, uk_date
from engagements.periods import ReportingPeriod
from engagements.state.plan import QuarterlyReturn


def summary(engagement: Engagement, period: ReportingPeriod, facts: BoardPaper, on: date) -> tuple[str, ...]:
    """The plan's figures, what is exceptional, and how the return came in."""
    return (f"{_plan(facts)} {_matters(facts)}", *_return(engagement, period, on))


def _plan(facts: BoardPaper) -> str:
    if not facts.actions:
        return "There is no plan with actions."
    ratings = [
        f"{tally.now} {tally.rating[:1].lower()}{tally.rating[1:]}" for tally in facts.tallies if tally.now != "0"
    ]
    return f"The plan has {wording.counted(len(facts.actions), 'action', 'actions')}: {wording.listed(ratings)}."


def _matters(facts: BoardPaper) -> str:
    number = len(facts.exceptions)
    if number == 0:
        return f"Nothing is exceptional {facts.when}."
    return f"{wording.spelled(number, 'matter is', 'matters are').capitalize()} exceptional {facts.when}."


def _return(engagement: Engagement, period: ReportingPeriod, on: date) -> tuple[str, ...]:
    filed = engagement.find(QuarterlyReturn, str(period))
    if filed is None:
        return ()
    if filed.filed_at is None:
        due = f"it {'was' if filed.due_on < on else 'is'} due on {wording.day(filed.due_on)}"
        return (f"The authority has not sent its return for {period.in_words}; {due}.",)
    what = "a nil return, which reports nothing exceptional," if filed.nil else "its return"
    late = f", {wording.counted(filed.late, 'day', 'days')} late" if filed.late else ""
    return (f"The authority filed {what} on {wording.day(uk_date(filed.filed_at))}{late}.",)


def asks(kind: Kind, facts: BoardPaper) -> tuple[str, ...]:
    """What the board is asked, unless the paper's author wrote it."""
    transferred, concerns = len(facts.transferred), sum(concern.open for concern in facts.concerns)
    match kind:
        case Kind.QUARTERLY_REPORT:
            wanted = [f"note the progress made against the plan {facts.when}"]
            if number := len(facts.exceptions):
                matters = wording.spelled(number, "exceptional matter", "exceptional matters")
                wanted.append(f"consider the {matters}, and what is being done")
        case Kind.CLOSURE_REPORT:
            wanted = ["note that the engagement is closed"]
            if transferred:
                actions = wording.spelled(transferred, "action", "actions")
                wanted.append(f"note the {actions} transferred to business as usual, which nobody has verified")
            if concerns:
                causes = wording.spelled(concerns, "cause of concern", "causes of concern")
                wanted.append(f"note the {causes} that the inspectorate has not removed")
        case _:
            wanted = []
    return tuple(wanted)
