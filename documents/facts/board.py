"""The facts of a paper for a board. Every value is in words; what is not known is empty, and a template asks first."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Cover:
    """The head of a paper: one for each board, the facts below it the same for all of them."""

    title: str
    authority: str
    board: str
    meeting_date: str
    agenda_item: str
    subject: str
    type: str
    report_author: str  # a post, not a name
    date: str
    engagement: str  # its reference
    product: str
    footer: str
    standing: str = ""  # how firm it is what the paper says


@dataclass(frozen=True, slots=True)
class Exceptional:
    """Something that a board should know: what, about which action, why, and what is done about it."""

    what: str
    action: str
    text: str
    cause: str
    response: str
    owner: str
    since: str  # the quarter in which it was first seen
    trend: str


@dataclass(frozen=True, slots=True)
class Transferred:
    """An action that went to business as usual: nobody verified that it was done."""

    action: str
    text: str
    owner: str
    reason: str
    on: str
    check_back: str


@dataclass(frozen=True, slots=True)
class Tally:
    """How many actions have a rating, now and in the quarter before."""

    rating: str
    now: str
    before: str


@dataclass(frozen=True, slots=True)
class PaperAction:
    """An action of the plan, as the annex lists it."""

    ref: str
    text: str
    answers: tuple[str, ...]
    owner: str
    lead: str
    rating: str
    trend: str
    due_first: str
    due_on: str
    moved: str  # never, once, twice, 3 times
    settled: str


@dataclass(frozen=True, slots=True)
class DateMove:
    """A date that somebody asked to move: who asked when, who decided, and why."""

    action: str
    due_from: str
    due_to: str
    asked: str
    reason: str
    decision: str
    decided_by: str
    decision_reason: str


@dataclass(frozen=True, slots=True)
class Answered:
    """A recommendation or a finding, and how the authority answered it."""

    ref: str
    text: str
    answer: str
    reason: str
    actions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Concern:
    """A cause of concern of the inspectorate, which closes by the inspectorate's word and no board's."""

    ref: str
    question: str
    text: str
    issued_on: str
    stands: str
    open: bool


@dataclass(frozen=True, slots=True)
class Decided:
    """What a board decided earlier."""

    board: str
    met_on: str
    agenda_item: str
    about: str
    decision: str
    reason: str


@dataclass(frozen=True, slots=True)
class Characteristic:
    """A protected characteristic, whether the proposal affects people who share it, and how."""

    name: str
    affected: str
    how: str


@dataclass(frozen=True, slots=True)
class Sections:
    """What people wrote for a decision paper, section by section, in paragraphs."""

    background: tuple[str, ...]
    update: tuple[str, ...]
    benefits_and_risk: tuple[str, ...]
    financial: tuple[str, ...]
    equality: tuple[str, ...]
    workforce: tuple[str, ...]
    legal: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BoardPaper:
    """Everything that a paper for a board may say. ``asks``: what the board is asked. Exceptions come by lateness."""

    cover: Cover
    when: str  # the quarter that it reports on, or the day that it shows
    asks: tuple[str, ...]
    summary: tuple[str, ...]
    tallies: tuple[Tally, ...]
    exceptions: tuple[Exceptional, ...]
    good: tuple[Exceptional, ...]
    transferred: tuple[Transferred, ...]
    verified: tuple[PaperAction, ...]
    rejected: tuple[Answered, ...]
    concerns: tuple[Concern, ...]
    decisions: tuple[Decided, ...]
    sections: Sections
    equality: tuple[Characteristic, ...]
    actions: tuple[PaperAction, ...]
    moves: tuple[DateMove, ...]
    answers: tuple[Answered, ...]
