"""What is asked of people, in words: each obligation that an event opens or moves becomes a sentence with its date."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from config.calendar import in_words
from config.vocabulary import Role
from engagements.events import Event
from engagements.obligations import DUTIES, Owed
from engagements.stages.handing_over import ObligationHandedOver
from notifications.pages import Pages
from notifications.wording import matter, quarter


class Task(NamedTuple):
    """How a duty is called: for one subject, and for ``n`` of them at once."""

    one: str
    many: str = ""


TO_DO: dict[Owed, Task] = {
    Owed.TRIAGE_REQUEST: Task("accept or decline the request"),
    Owed.HOLD_SCOPING_MEETING: Task("hold the scoping meeting"),
    Owed.PROPOSE_SCOPE: Task("propose the scope"),
    Owed.AGREE_SCOPE: Task("agree the scope"),
    Owed.AGREE_CHARGE: Task("agree the charge"),
    Owed.ANSWER_INVITATION: Task("accept or decline the invitation"),
    Owed.CONFIRM_TEAM: Task("confirm the team"),
    Owed.SCHEDULE_VISIT: Task("set the days of the visit"),
    Owed.SUBMIT_SELF_ASSESSMENT: Task("submit the self-assessment"),
    Owed.PROVIDE_DOCUMENT: Task("provide document {subject}", "provide the {n} documents that the peers asked for"),
    Owed.ISSUE_TIMETABLE: Task("issue the timetable of the visit"),
    Owed.COMPLETE_VISIT_PHASE: Task(
        "record the end of visit phase {subject}", "record the end of all {n} visit phases"
    ),
    Owed.PRESENT_FEEDBACK: Task("present the feedback"),
    Owed.DRAFT_REPORT: Task("draft the report"),
    Owed.SEND_FOR_ACCURACY_CHECK: Task("send the draft report for its accuracy check"),
    Owed.RETURN_ACCURACY_CHECK: Task("return the accuracy check"),
    Owed.DECIDE_CORRECTION: Task("decide on correction {subject}", "decide on {n} corrections of the draft report"),
    Owed.FINALISE_REPORT: Task("finalise the report"),
    Owed.PUBLISH_REPORT: Task("publish the report"),
    Owed.RESPOND_TO_RECOMMENDATION: Task(
        "respond to recommendation {subject}", "respond to each of the {n} recommendations"
    ),
    Owed.PROPOSE_PLAN: Task("propose the improvement plan"),
    Owed.APPROVE_PLAN: Task("approve the improvement plan"),
    Owed.COMPLETE_ACTION: Task("complete action {subject}", "complete the {n} actions of the plan"),
    Owed.CHECK_EVIDENCE: Task("check the evidence for action {subject}", "check the evidence for {n} actions"),
    Owed.DECIDE_EXTENSION: Task("decide on a later date for action {subject}", "decide on later dates for {n} actions"),
    Owed.FILE_RETURN: Task("file the return for {subject}", "file the returns for {n} quarters"),
    Owed.ACCEPT_RETURN: Task(
        "accept or query the return for {subject}", "accept or query the returns for {n} quarters"
    ),
    Owed.ANSWER_QUERY: Task("answer the query on the return for {subject}", "answer the queries on {n} returns"),
    Owed.REVIEW_PROGRESS: Task("review the progress"),
    Owed.SUBMIT_PAPER: Task("submit the paper on {subject} to {body}", "submit {n} papers to the boards"),
    Owed.RECORD_DECISION: Task(
        "record what {body} decides on {subject}", "record what the boards decide on {n} papers"
    ),
    Owed.ANSWER_BOARD: Task(
        "answer {body} on {subject} with a new paper", "answer the boards on {n} papers with new ones"
    ),
    Owed.DECIDE_CLOSURE: Task("record what the board decides about closure"),
    Owed.CLOSE_ENGAGEMENT: Task("close the engagement"),
    Owed.CHECK_BACK: Task("check back on action {subject}", "check back on {n} actions"),
}
BY_QUARTER = (Owed.FILE_RETURN, Owed.ACCEPT_RETURN, Owed.ANSWER_QUERY)
BY_MATTER = (Owed.SUBMIT_PAPER, Owed.RECORD_DECISION, Owed.ANSWER_BOARD)


class Ask(NamedTuple):
    """What is to be done, by when, and on which page; ``last`` where there are several and they have several dates."""

    to_do: str
    first: date
    last: date
    page: str

    @property
    def called(self) -> str:
        """As a link says it: "File the return for April to June 2026"."""
        return capitalised(self.to_do)

    @property
    def in_words(self) -> str:
        if self.first == self.last:
            return f"{self.to_do} by {in_words(self.first)}"
        return f"{self.to_do}, the first by {in_words(self.first)} and the last by {in_words(self.last)}"


class Duty(NamedTuple):
    kind: Owed
    subject: str
    owed_by: Role
    due_on: date


def duties(event: Event) -> Iterator[Duty]:
    """What the event opens, what it gives a new date, and what it gives to somebody else."""
    if isinstance(event, ObligationHandedOver) and event.due_on:
        yield Duty(Owed(event.kind), event.about, event.owed_by, event.due_on)
    for opened in event.opens:
        yield Duty(Owed(opened.kind), opened.subject, opened.owed_by, opened.due_on)
    for clock in event.clocks:
        if clock.due_on:
            kind = Owed(clock.kind)
            yield Duty(kind, clock.subject, DUTIES[kind].by, clock.due_on)


def asks(event: Event, roles: Iterable[Role], ref: str, pages: Pages) -> list[Ask]:
    """What the event asks of somebody in these roles. Many of a kind are one ask, with the first and the last date."""
    by_kind: dict[Owed, list[Duty]] = defaultdict(list)
    for duty in duties(event):
        if duty.owed_by in roles:
            by_kind[duty.kind].append(duty)
    return sorted((_ask(kind, found, ref, pages) for kind, found in by_kind.items()), key=lambda ask: ask.first)


def to_do(kind: Owed, subject: str) -> str:
    """One duty in words: "respond to recommendation 3"."""
    called, _, body = subject.partition(".") if kind in BY_MATTER else (subject, "", "")
    if kind in BY_QUARTER:
        called = quarter(subject)
    elif kind in BY_MATTER:
        called = matter(called)
    return TO_DO[kind].one.format(subject=called, body=_board(body))


def _board(slug: str) -> str:
    """A body as people say its short name: a word without vowels is an abbreviation."""
    return " ".join(word if set(word) & set("aeiouy") else word.upper() for word in slug.split("-"))


def capitalised(words: str) -> str:
    return words[:1].upper() + words[1:]


def _ask(kind: Owed, found: list[Duty], ref: str, pages: Pages) -> Ask:
    first, dates = found[0], [duty.due_on for duty in found]
    if len(found) > 1:
        many = TO_DO[kind].many.format(n=len(found))
        return Ask(many, min(dates), max(dates), pages.of_duties(first.owed_by, ref, kind))
    page = pages.of_duty(first.owed_by, ref, kind, first.subject)
    return Ask(to_do(kind, first.subject), first.due_on, first.due_on, page)
