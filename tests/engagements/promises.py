"""What is promised of every engagement at every moment, whatever was tried: each a function that fails in words."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import Connection, select

from config.ladders import Channel
from config.vocabulary import Answer, Stage, Status
from engagements.engagement import Engagement, Moment, World, uk_date
from engagements.events import Event
from engagements.evolve import evolve
from engagements.exceptions import exceptions
from engagements.journal import entries, link
from engagements.loading import facts_of, load_whole
from engagements.obligations import DUTIES, Owed
from engagements.periods import ReportingPeriod
from engagements.process import command_named, recalled, step_for
from engagements.rebuilding import unborn
from engagements.stages.actions import SETTLED
from engagements.stages.extensions import ExtensionDecided
from engagements.stages.follow_up_plan import PlanProposed
from engagements.stages.relief import ObligationNudged
from engagements.stages.returns import ReturnFiled
from engagements.stages.throughout import EngagementResumed
from engagements.state.journal import JournalEntry
from engagements.state.people import Contact, Peer
from engagements.state.plan import Action, ActionUpdate, BoardDecision, ExtensionRequest, Recommendation
from engagements.state.team import Invitation
from tests.engagements.moves import SETTLED_BY
from tests.samples import TYPED


@dataclass(frozen=True)
class Record:
    """An engagement as its tables have it, and its journal."""

    whole: Engagement
    journal: list[JournalEntry]
    events: list[Event]
    people: dict[str, str]  # the identifier of everyone on record, by name and by address

    @classmethod
    def of(cls, connection: Connection, ref: str, world: World) -> "Record":
        journal = list(entries(connection, facts_of(connection, ref).id))
        people = {
            told: row.id
            for table in (Contact.table, Peer.table)
            for row in connection.execute(select(table.c.id, table.c.name, table.c.email))
            for told in (row.name, row.email)
        }
        events = [recalled(entry.type, entry.facts) for entry in journal]
        return cls(load_whole(connection, ref, world), journal, events, people)


def the_journal_tells_the_state(record: Record) -> None:
    told, chain = unborn(record.whole.id, record.whole.world), b""
    for number, (entry, event) in enumerate(zip(record.journal, record.events, strict=True), 1):
        assert entry.sequence == number, f"entry {number} has the sequence {entry.sequence}"
        chain = link(chain, entry)
        assert chain == entry.hash, f"the chain breaks at entry {number}"
        told, _ = evolve(told, event, Moment(entry.sequence, entry.at, entry.actor))
    told = told.after([told.becomes(version=len(record.journal), chain=chain)])
    assert told.facts == record.whole.facts
    for kind, rows in record.whole.rows.items():
        assert dict(rows) == dict(told.rows[kind]), f"{kind.__name__} is not what the journal tells"


def somebody_is_awaited_until_it_is_over(record: Record) -> None:
    owed, status = record.whole.open_obligations(), record.whole.facts.status
    survives = {kind for kind, duty in DUTIES.items() if duty.survives_closing}
    kinds = {Owed(one.kind) for one in owed}
    if status in (Status.ACTIVE, Status.ON_HOLD):
        assert kinds - survives, "nobody is awaited for what would bring the engagement on"
    else:
        assert kinds <= (survives if status is Status.CLOSED else set()), (
            f"the engagement is {status}, yet {owed} is owed"
        )


def clocks_run_unless_on_hold(record: Record) -> None:
    for owed in record.whole.open_obligations():
        stopped = (owed.due_on is None, owed.days_left is not None)
        assert stopped == (record.whole.facts.status is Status.ON_HOLD,) * 2, f"the clock of {owed}"


def a_rung_is_climbed_once(record: Record) -> None:
    """For one date of one obligation; a later date begins its ladder anew."""
    climbed: dict[tuple[int, str, str], list[str]] = {}
    for event in record.events:
        for clock in event.clocks:
            if clock.due_on and not isinstance(event, EngagementResumed):
                climbed.pop((clock.opened_by, clock.kind, clock.subject), None)
        if isinstance(event, ObligationNudged):
            rungs = climbed.setdefault((event.opened_by, event.kind, event.about), [])
            rungs += event.rungs
            assert len(rungs) == len(set(rungs)), f"{event.kind} {event.about} climbed {rungs}"


def what_is_owed_is_chased_to_the_end(record: Record) -> None:
    """Everything owed with a date has a rung to come, or has climbed its last."""
    for owed in record.whole.open_obligations():
        last = record.whole.world.ladders[DUTIES[Owed(owed.kind)].ladder].rungs[-1]
        if owed.nudge_on is None and owed.due_on is not None:
            over = owed.listed_on is not None or last.channel is not Channel.REPORT
            assert over, f"{owed} is forgotten: no rung is to come, and it is in no report"
        assert owed.nudge_on is None or owed.due_on is not None, f"{owed} is chased while its clock stands still"


def a_thing_is_owed_once(record: Record) -> None:
    owed = Counter((owed.kind, owed.subject) for owed in record.whole.open_obligations())
    assert not [thing for thing, times in owed.items() if times > 1], f"owed twice: {owed}"


def nobody_is_awaited_in_vain(record: Record) -> None:
    """What is owed can still be done at the stage; an unanswered invitation ends by itself."""
    for owed in record.whole.open_obligations():
        settles = step_for(command_named(SETTLED_BY[Owed(owed.kind)][0]))
        possible = record.whole.facts.stage in settles.at or owed.kind == Owed.ANSWER_INVITATION
        assert possible, f"{owed.kind} is owed at {record.whole.facts.stage}, where nobody can settle it"


def an_extension_asked_for_waits_for_somebody(record: Record) -> None:
    undecided = {r.action for r in record.whole.all(ExtensionRequest) if r.granted is None}
    undecided &= {action.ref for action in record.whole.all(Action) if action.status == "open"}
    awaited = {owed.subject for owed in record.whole.open_obligations(Owed.DECIDE_EXTENSION)}
    if record.whole.facts.status in (Status.ACTIVE, Status.ON_HOLD):
        assert undecided == awaited, f"extensions to decide: {undecided}; awaited: {awaited}"


def the_team_is_at_arms_length_and_has_room(record: Record) -> None:
    holding = [i for i in record.whole.all(Invitation) if i.status in ("invited", "accepted")]
    for invitation in holding:
        assert not invitation.peer.startswith(f"{record.whole.facts.authority}-"), "a peer of the service itself"
    taken = Counter(invitation.team_role for invitation in holding)
    most = {place.team_role: place.most for place in record.whole.product.team}
    assert all(number <= most[team_role] for team_role, number in taken.items()), f"{taken} of {most}"


def every_finding_is_acted_on(record: Record) -> None:
    if record.whole.facts.stage not in (Stage.QUARTERLY_REPORTING, Stage.CLOSED):
        return
    acted_on = {f for action in record.whole.all(Action) if action.status != "replaced" for f in action.findings}
    accepted = {f"R{r.number}" for r in record.whole.all(Recommendation) if r.answer is not Answer.REJECTED}
    assert accepted <= acted_on, f"no action answers {accepted - acted_on}"


def dates_move_openly(record: Record) -> None:
    """By an approved plan, a granted extension, or a clock that a hold stopped: each an event, none forgotten."""
    for action in record.whole.all(Action):
        dates = list(_dates_given(record, action.ref))
        planned = [day for why, day in dates if why is PlanProposed]
        assert action.due_first == planned[-1], f"the first date of {action.ref} was overwritten"
        assert action.due_on == dates[-1][1], f"{action.ref} moved from {dates[-1][1]} to {action.due_on} by no event"
        assert action.moves == sum(why is ExtensionDecided for why, _ in dates)


def _dates_given(record: Record, ref: str) -> Iterator[tuple[type[Event], date | None]]:
    for event in record.events:
        if isinstance(event, PlanProposed):
            yield from ((PlanProposed, action.due_on) for action in event.actions if action.ref == ref)
        elif isinstance(event, ExtensionDecided) and event.action == ref and event.granted:
            yield ExtensionDecided, event.due_to
        elif isinstance(event, EngagementResumed):
            clocks = [c for c in event.clocks if (c.kind, c.subject) == (Owed.COMPLETE_ACTION, ref)]
            yield from ((EngagementResumed, clock.due_on) for clock in clocks)


def updates_are_appended(record: Record) -> None:
    filed = [
        (entry.sequence, update.action, event.period, update.rating, update.text)
        for entry, event in zip(record.journal, record.events, strict=True)
        if isinstance(event, ReturnFiled)
        for update in event.updates
    ]
    kept = [(u.sequence, u.action, u.period, u.rating, u.text) for u in record.whole.all(ActionUpdate)]
    assert sorted(filed) == sorted(kept)


def only_what_is_settled_and_approved_is_closed(record: Record) -> None:
    facts = record.whole.facts
    if facts.stage is not Stage.CLOSED:
        return
    unsettled = [action.ref for action in record.whole.all(Action) if action.status not in SETTLED]
    assert not unsettled, f"closed although {unsettled} were not settled"
    about = [d for d in record.whole.all(BoardDecision) if d.about == "closure" and d.sequence > facts.reopened_by]
    assert about, "closed although no board decided since it was reopened"
    assert (about[-1].decision, about[-1].decides_closure) == ("approved", True)


def exceptions_follow_from_what_is_on_record(record: Record) -> None:
    """The same whatever the order of the rows, and never first seen after the quarter that is asked about."""
    whole, today = record.whole, uk_date(record.journal[-1].at)
    backwards = replace(whole, rows={kind: dict(reversed(list(rows.items()))) for kind, rows in whole.rows.items()})
    for period in (ReportingPeriod.of(today), ReportingPeriod.last_ended(today)):
        found = exceptions(whole, period, whole.world.thresholds, today)
        assert found == exceptions(backwards, period, whole.world.thresholds, today), "rows in another order differ"
        later = [one for one in found if ReportingPeriod.parse(one.first_period) > period]
        assert not later, f"first seen after {period}: {later}"


def the_journal_names_nobody(record: Record) -> None:
    for entry in record.journal:
        told = f"{entry.facts} {entry.actor}"
        assert TYPED not in told, f"what a person typed is in the journal: {told}"
        named = [name for name in record.people if name in told]
        assert not named, f"the journal names {named}: {told}"


PROMISES: tuple[Callable[[Record], None], ...] = (
    the_journal_tells_the_state,
    somebody_is_awaited_until_it_is_over,
    clocks_run_unless_on_hold,
    a_thing_is_owed_once,
    a_rung_is_climbed_once,
    what_is_owed_is_chased_to_the_end,
    nobody_is_awaited_in_vain,
    an_extension_asked_for_waits_for_somebody,
    the_team_is_at_arms_length_and_has_room,
    every_finding_is_acted_on,
    dates_move_openly,
    updates_are_appended,
    only_what_is_settled_and_approved_is_closed,
    exceptions_follow_from_what_is_on_record,
    the_journal_names_nobody,
)
