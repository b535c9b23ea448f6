"""The plainest papers for boards: drafted, submitted to the next meeting, and approved by it."""

from typing import Any

from config.vocabulary import Characteristic, Decision, Impact, PaperKind
from engagements.rehearsal.standing import Fields, Standing
from engagements.stages.route import CLOSURE
from engagements.state.boards import GovernanceBody, Meeting, Paper, PaperForBoard

BOARD = "Performance and Resources Board"
"""Where an authority has no route on record."""


def drafted(standing: Standing, subject: str) -> Fields:
    matter, _, _ = subject.partition(".")
    if matter == CLOSURE:
        yield a_paper(standing.said, PaperKind.CLOSURE)
    elif matter.startswith("paper-"):
        yield a_paper(standing.said, PaperKind.DECISION, replaces=int(matter.removeprefix("paper-")))
    elif matter.startswith("20"):
        yield a_paper(standing.said, PaperKind.QUARTERLY, period=matter)


def a_paper(said: str, kind: PaperKind, **fields: Any) -> dict[str, Any]:
    """A paper that says no more than it must."""
    equality = [{"characteristic": one, "impact": Impact.NO} for one in Characteristic]
    return {"kind": kind, "subject": said, "asks": [said], "equality": equality, **fields}


def submitted(standing: Standing, subject: str) -> Fields:
    """To the body's next meeting; to one today where none is on record."""
    matter, _, body = subject.partition(".")
    on_it = [paper.number for paper in standing.rows(Paper) if paper.matter == matter]
    if on_it and body:
        days = [meeting.met_on for meeting in standing.rows(Meeting) if meeting.body == body]
        ahead = [day for day in days if day >= standing.today]
        yield {"number": on_it[-1], "body": body, "met_on": min(ahead, default=standing.today)}


def decided(standing: Standing, subject: str) -> Fields:
    """What is before the board is approved; where nothing is, closure is, by whoever decides on it."""
    before = [
        sent
        for sent in standing.rows(PaperForBoard)
        if f"{sent.matter}.{sent.body}" == subject and sent.stands and not sent.decision
    ]
    for sent in before:
        about = CLOSURE if sent.matter == CLOSURE else "progress"
        meeting = {"board": sent.body, "met_on": sent.met_on, "paper": sent.paper}
        yield {**meeting, "about": about, "decision": Decision.APPROVED}
    if not before:
        bodies = sorted(standing.rows(GovernanceBody), key=lambda body: body.order)
        boards = [body.slug for body in bodies if body.holds_on(standing.today)] or [BOARD]
        yield {"board": boards[-1], "met_on": standing.today, "about": CLOSURE, "decision": Decision.APPROVED}
