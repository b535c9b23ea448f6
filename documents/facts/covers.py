"""Covers: one for each board of the route, with its meeting and the item on its agenda."""

from dataclasses import dataclass, replace
from datetime import date

from documents.facts.board import Cover
from documents.facts.wording import day
from documents.kinds import Kind
from engagements.engagement import Engagement
from engagements.stages.route import bodies_on, next_meeting
from engagements.state.boards import GovernanceBody, PaperForBoard

LONGEST_TITLE = 200
"""Characters of a title; a subject that somebody wrote at length is cut, and stands in full on the cover."""

PLAN_OWNER = "Plan owner"


@dataclass(frozen=True, slots=True)
class BoardCover:
    """A cover and the slug of its board, empty where the authority has no route."""

    board: str
    cover: Cover


def cover(engagement: Engagement, kind: Kind, subject: str, on: date) -> Cover:
    """A paper's cover before it is any board's."""
    facts = engagement.facts
    title = subject.splitlines()[0] if subject else kind.in_words.capitalize()
    return Cover(
        title=title if len(title) <= LONGEST_TITLE else f"{title[: LONGEST_TITLE - 1].rstrip()}…",
        authority=engagement.world.reference.service(facts.authority).official_name,
        board="",
        meeting_date="",
        agenda_item="",
        subject=subject,
        type="Decision" if kind is Kind.DECISION_PAPER else "For information",
        report_author=PLAN_OWNER,
        date=day(on),
        engagement=facts.ref,
        product=engagement.product.name,
        footer=f"{facts.ref}, {kind.in_words}",
    )


def covers(
    engagement: Engagement, cover: Cover, matter: str, on: date, only: str | None = None
) -> tuple[BoardCover, ...]:
    """The cover for each body of the route on that day, in order; as it is where there is no route.

    ``matter``: what the paper is on, as papers for boards have it. ``only``: the slug of the one board to write for,
    empty for no board in particular.
    """
    sent = {
        before.body: before for before in engagement.all(PaperForBoard) if before.matter == matter and before.stands
    }
    bodies = {body.slug: body for body in bodies_on(engagement, on)}
    wanted = [*bodies] or [""] if only is None else [only]
    earliest, made = on, []
    for slug in wanted:
        own, met_on = _for_board(engagement, cover, slug, bodies.get(slug), sent.get(slug), on, earliest)
        earliest = max(earliest, met_on or earliest)
        made.append(BoardCover(slug, own))
    return tuple(made)


def _for_board(
    engagement: Engagement,
    cover: Cover,
    slug: str,
    body: GovernanceBody | None,
    sent: PaperForBoard | None,
    on: date,
    earliest: date,
) -> tuple[Cover, date | None]:
    """The meeting that the paper was submitted to, or else the next that it is in time for."""
    meeting = None if sent or not body else next_meeting(engagement, slug, on, earliest)
    board = sent.board if sent else body.name if body else slug
    met_on = sent.met_on if sent else meeting.met_on if meeting else None
    item = sent.agenda_item if sent else meeting.agenda_item if meeting else None
    footer = f"{cover.footer}, {board}" if board else cover.footer
    return replace(cover, board=board, meeting_date=day(met_on), agenda_item=item or "", footer=footer), met_on
