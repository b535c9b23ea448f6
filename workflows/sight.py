"""What operators see in Prefect: names in words, tags, an artifact with each engagement's timeline, and Prefect events.

All of it is for seeing. Nothing depends on it, and it may be made again at any time.
"""

from collections.abc import Iterable, Sequence
from inspect import isawaitable

from prefect.artifacts import acreate_markdown_artifact
from prefect.client.orchestration import get_client
from prefect.events import Event, RelatedResource, Resource
from prefect.events.worker import EventsWorker
from prefect.logging.handlers import APILogWorker
from prefect.runtime import flow_run

from config.calendar import in_words
from engagements.database import reading
from engagements.engagement import World, uk_date
from engagements.outbox import Followed
from engagements.queries import due, timeline
from engagements.words import called
from workflows.workplace import workplace

ROLE = "prefect.resource.role"


def run_name(happened: Followed, world: World) -> str:
    """In words: "Essex County Fire and Rescue Service: scope agreed (ESSEX-2019-1)"."""
    authority = world.reference.service(happened.engagement.authority).official_name
    return f"{authority}: {called(type(happened.event))} ({happened.engagement.ref})"


def run_tags(happened: Followed) -> set[str]:
    """By what operators filter: engagement, authority, stage and product."""
    facts = happened.engagement
    return {facts.ref, f"authority:{facts.authority}", f"stage:{facts.stage}", f"product:{facts.product}"}


MOST_ARTIFACTS = 50
"""Artifacts that one run renews. What a sweep made for more engagements is in theirs with their next event."""


async def show(followed: Sequence[Followed]) -> None:
    """Tell Prefect of each event, and renew the artifact of each engagement."""
    async with get_client() as client:
        told = [_as_prefect_event(happened).model_dump(mode="json") for happened in followed]
        await client.request("POST", "/events", json=told)
    for ref in list(dict.fromkeys(happened.engagement.ref for happened in followed))[:MOST_ARTIFACTS]:
        await _timeline_artifact(ref)


async def finish_showing() -> None:
    """Let go out what Prefect sends in the background, events and logs, before this process or the server ends."""
    for worker in (EventsWorker, APILogWorker):
        waiting = worker.drain_all()
        if isawaitable(waiting):
            await waiting


def _as_prefect_event(happened: Followed) -> Event:
    """Identifiers, no content; beside the run that tells it. Its time is now: Prefect forgets what lies far back."""
    facts = happened.engagement
    run = flow_run.get_id()
    beside = {"prefect.resource.id": f"prefect.flow-run.{run}", ROLE: "flow-run"} if run else None
    return Event(
        event=f"peer-support.{called(type(happened.event)).replace(' ', '-')}",
        resource=Resource(
            {
                "prefect.resource.id": f"peer-support.engagement.{facts.ref}",
                "prefect.resource.name": facts.ref,
                "peer-support.authority": facts.authority,
                "peer-support.product": facts.product,
                "peer-support.stage": facts.stage,
            }
        ),
        related=[RelatedResource(beside)] if beside else [],
        payload={
            "position": happened.position,
            "sequence": happened.sequence,
            "actor": happened.actor,
            "at": happened.at.isoformat(),
        },
    )


async def _timeline_artifact(ref: str) -> None:
    with reading(workplace().engine) as connection:
        happened = timeline(connection, ref)
        owed = due(connection, uk_date(workplace().now()), ref=ref)
    lines = [f"# {ref}", "", "## Who is awaited", ""]
    lines += _table(
        ("what", "of whom", "by"),
        (
            (
                f"{item.kind.replace('_', ' ')} {item.subject}".strip(),
                item.owed_by.replace("_", " "),
                in_words(item.due_on) if item.due_on else "on hold",
            )
            for item in owed
        ),
    )
    lines += ["", "## What happened, the latest first", ""]
    lines += _table(
        ("when", "what", "by whom"),
        (
            (f"{in_words(uk_date(each.at))}", called(type(each.event)), each.actor.replace("_", " "))
            for each in reversed(happened)
        ),
    )
    await acreate_markdown_artifact(
        key=f"engagement-{ref.lower()}", markdown="\n".join(lines), description=f"{ref}: who is awaited, what happened"
    )


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    body = [f"| {' | '.join(row)} |" for row in rows]
    if not body:
        return ["Nothing."]
    return [f"| {' | '.join(heads)} |", f"|{' --- |' * len(heads)}", *body]
