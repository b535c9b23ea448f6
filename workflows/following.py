"""Following an event: what every stage's flow has in common.

A stage's flow tells a story: which consequences each of its events has. Each consequence is a task, named in words.
What they decide to write is collected, and written at the end in the transaction that marks the event followed: a run
that is repeated, or cut off half way, changes nothing twice.
"""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

from prefect import Flow, task

from config.vocabulary import Role, Stage
from documents import drafting, making
from documents import ledger as papers
from documents.facts.told import NotYet
from documents.kinds import Kind
from documents.ledger import Document
from documents.making import Drafted
from documents.wanted import Wanted
from engagements import outbox
from engagements.database import reading, writing
from engagements.events import Event
from engagements.outbox import Followed
from notifications import calendars, ledger
from notifications.calendars import CalendarEntry
from notifications.drafting import draft
from notifications.ledger import Notification
from notifications.pages import Pages
from notifications.receipts import gets_a_receipt, whose
from notifications.sessions import TELL_OF_SESSIONS
from notifications.webhooks import ledger as webhooks
from workflows import sight
from workflows.away import is_away
from workflows.calendars import enclosed
from workflows.workplace import workplace


@dataclass(slots=True)
class About:
    """The event that a flow follows, and what has been decided to follow from it."""

    happened: Followed
    drafts: list[Notification] = field(default_factory=list)
    documents: list[Document] = field(default_factory=list)
    entries: list[CalendarEntry] = field(default_factory=list)

    @property
    def event(self) -> Event:
        return self.happened.event

    @property
    def has_a_team(self) -> bool:
        """Whether peers have been confirmed and their visit is still to come, or under way."""
        return self.happened.engagement.stage is Stage.CHALLENGE_VISIT

    def owes(self, role: Role) -> bool:
        """Whether the event opened an obligation for the role."""
        return any(opened.owed_by is role for opened in self.event.opens)


Story = Callable[[About], Awaitable[None]]


class StageFlow(Flow[[int], Coroutine[Any, Any, None]]):
    """The Prefect flow that tells a stage's story for the event at a position of the journal."""

    story: Story


_in_a_batch: ContextVar[bool] = ContextVar("in_a_batch", default=False)


def stage_flow(story: Story) -> StageFlow:
    """Make a stage's story a Prefect flow that takes the journal position of the event to follow."""

    async def follow(position: int) -> None:
        with giving_back_on_failure([position]):
            about = about_events([position])[0]
            await asyncio.gather(_followed(story, about), sight.show([about.happened]))

    # A worker on another machine finds the flow by the story's name in the story's module.
    follow.__name__ = follow.__qualname__ = name = getattr(story, "__name__", "")
    follow.__module__ = story.__module__
    told = StageFlow(
        follow,
        name=name.replace("_", " "),
        description=story.__doc__,
        validate_parameters=False,
        persist_result=False,
    )
    told.story = story
    return told


async def _followed(story: Story, about: About) -> None:
    await story(about)
    await record([about])


async def follow_batch(positions: list[int], story_of: Callable[[Event], Story]) -> None:
    """Follow what a sweep made in bulk: every story, without a task for each of its steps."""
    with giving_back_on_failure(positions):
        batch = await told_together(positions, story_of)
        await record(batch)
        await sight.show([about.happened for about in batch])


async def told_together(positions: list[int], story_of: Callable[[Event], Story]) -> list[About]:
    """What these events' stories decide; nothing of it is recorded yet."""
    batch = about_events(positions)
    token = _in_a_batch.set(True)
    try:
        for about in batch:
            await story_of(about.event)(about)
    finally:
        _in_a_batch.reset(token)
    return batch


@contextmanager
def giving_back_on_failure(positions: list[int]) -> Iterator[None]:
    """Give the events of a flow that fails back to the outbox, to be tried again later or set aside."""
    try:
        yield
    except Exception as problem:
        if not is_away(problem):
            place = workplace()
            with writing(place.engine) as connection:
                outbox.failed(
                    connection, positions, f"{type(problem).__name__}: {problem}", place.settings, place.now()
                )
        raise


def about_events(positions: list[int]) -> list[About]:
    with reading(workplace().engine) as connection:
        return [About(happened) for happened in outbox.followed(connection, positions)]


async def tell(role: Role, template: str, about: About) -> None:
    """Draft the message to everyone who holds the role; it is sent once the event is recorded as followed."""
    if _in_a_batch.get():
        _draft(role, template, about)
    else:
        await _tell(role, template, about)


async def acknowledge(about: About) -> None:
    """Confirm to whoever of the authority did it, or to the peer, that it arrived."""
    if gets_a_receipt(about.happened):
        await tell(whose(about.happened)[0], "receipt", about)


def _draft(role: Role, template: str, about: About) -> None:
    place = workplace()
    with reading(place.engine) as connection:
        written = tuple(document.path for document in about.documents)
        drafts = draft(
            connection, about.happened, role, template, place.world, Pages(place.settings.portal_url), written
        )
        if template in TELL_OF_SESSIONS:
            drafts, entries = enclosed(connection, about.happened, drafts, place)
            about.entries += entries
        about.drafts += drafts


def _in_words(parameters: dict[str, Any]) -> str:
    """A task's name as an operator reads it: "tell the principal adviser: support requested"."""
    return f"tell the {parameters['role'].replace('_', ' ')}: {parameters['template'].replace('-', ' ')}"


# Prefect's protocol for such a function has a method besides, which no function has and nobody calls.
@task(name="tell", task_run_name=_in_words, persist_result=False)  # type: ignore[arg-type]
async def _tell(role: Role, template: str, about: About) -> None:
    _draft(role, template, about)


async def write(kind: Kind, about: About, **which: Any) -> None:
    """Write the papers of a kind, one for each board of the route; they are on record once the event is followed.

    What there is not yet has no paper: no timetable before one is issued, no brief without a team.
    ``which``: of which ``period``, drafted ``paper``, ``board`` or ``peer``, as ``documents.drafting.Wanted`` has them.
    """
    happened = about.happened
    if before := _written_before(happened.position, kind):
        about.documents += before
        return
    wanted = Wanted(kind, happened.engagement.ref, happened.at, sequence=happened.sequence, **which)
    try:
        found = await asyncio.to_thread(_drafted, wanted)
    except NotYet:
        return
    for drafted in found:
        about.documents.append(await (_kept(drafted) if _in_a_batch.get() else _write(drafted)))


def _written_before(position: int, kind: Kind) -> list[Document]:
    with reading(workplace().engine) as connection:
        return [document for document in papers.of_cause(connection, position) if document.kind is kind]


def _drafted(wanted: Wanted) -> tuple[Drafted, ...]:
    place = workplace()
    with reading(place.engine) as connection:
        return drafting.drafted(connection, wanted, place.world)


async def _kept(drafted: Drafted) -> Document:
    return await asyncio.to_thread(making.keep, drafted, workplace().settings.data_dir)


def _whose(parameters: dict[str, Any]) -> str:
    """A task's name as an operator reads it: "write the quarterly report for SLT"."""
    drafted: Drafted = parameters["drafted"]
    board = drafted.facts.cover.board
    return f"write the {drafted.kind.in_words}{f' for {board}' if board else ''}"


@task(name="write", task_run_name=_whose, persist_result=False)  # type: ignore[arg-type]
async def _write(drafted: Drafted) -> Document:
    return await _kept(drafted)


@task(name="record what follows", task_run_name="record what follows", persist_result=False)
async def record(followed: list[About]) -> None:
    """Write every effect and mark the events followed, in one transaction."""
    with writing(workplace().engine) as connection:
        ledger.record(connection, [message for about in followed for message in about.drafts])
        calendars.record(connection, [entry for about in followed for entry in about.entries])
        papers.record(connection, [document for about in followed for document in about.documents])
        webhooks.note(connection, [about.happened.position for about in followed], workplace().now())
        outbox.done(connection, [about.happened.position for about in followed])
