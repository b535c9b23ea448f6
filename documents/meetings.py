"""Sessions of a visit as meetings for a calendar."""

from config.reference import ReferenceData
from documents.calendar_file import Meeting
from engagements.state.engagement import EngagementFacts
from engagements.visits.session_words import Held, SessionInWords


def meeting(
    session: Held,
    words: SessionInWords,
    facts: EngagementFacts,
    reference: ReferenceData,
    *,
    number: int,
    person: str,
    sequence: int,
    cancelled: bool = False,
) -> Meeting:
    """A session for one person's calendar: its name says which service it is at, since somebody may visit two at once.

    ``number``: of the session. ``person``: whose calendar it is; empty for a timetable that is nobody's in particular.
    ``sequence``: from 0, how often they were sent a change of it.
    """
    return Meeting(
        uid=f"{facts.ref}.session-{number}.{person or 'everybody'}.peer-support",
        sequence=sequence,
        starts_at=session.starts_at,
        ends_at=session.ends_at,
        summary=f"{words.title} ({reference.service(facts.authority).official_name})",
        description="\n".join(_about(words, facts.ref)),
        place=words.place,
        cancelled=cancelled,
    )


def _about(words: SessionInWords, ref: str) -> list[str]:
    with_whom = f", with {words.with_whom}" if words.with_whom else ""
    lines = ["", "Lines of enquiry:", *(f"- {line}" for line in words.lines)] if words.lines else []
    return [f"{words.kind[:1].upper()}{words.kind[1:]}{with_whom}. {ref}.", *lines]
