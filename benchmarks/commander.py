"""Gives commands one after the other, and writes down which were acknowledged: what the kill campaign kills.

Before a command is given its intent is on disk, after it returned its acknowledgement is. A commander that starts again
gives the command that was not acknowledged once more, under the same id, as a person would whose screen went dark.
"""

import json
import os
import random
import time
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Engine

from benchmarks.story import STORY
from engagements.engagement import World
from engagements.handling import handle

PAUSE = 0.4
"""Seconds between two commands at the most: about as fast as one relay follows them on two cores."""


class Commander:
    """Plays the story for one engagement after the other."""

    def __init__(self, engine: Engine, world: World, folder: Path, chance: random.Random) -> None:
        self.engine, self.world, self.chance = engine, world, chance
        self.intents, self.acknowledged = folder / "intents.jsonl", folder / "acknowledged.jsonl"

    def run(self) -> None:
        """Until killed."""
        step = self._interrupted() or self._after(self._last(self.acknowledged))
        while True:
            answer = self._give(step)
            step = self._after(answer)
            time.sleep(self.chance.uniform(0, PAUSE))

    def _interrupted(self) -> dict[str, Any] | None:
        intent, answer = self._last(self.intents), self._last(self.acknowledged)
        return intent if intent and (answer is None or answer["command_id"] != intent["command_id"]) else None

    def _after(self, answer: dict[str, Any] | None) -> dict[str, Any]:
        """The step after an answered one: the next of the story, or the first of the next engagement's."""
        ended = answer is None or answer["number"] == len(STORY) - 1
        number, ref = (0, None) if ended or answer is None else (answer["number"] + 1, answer["ref"])
        step = {"command_id": uuid4().hex, "number": number, "ref": ref}
        _append(self.intents, step)
        return step

    def _give(self, intent: dict[str, Any]) -> dict[str, Any]:
        step = STORY[intent["number"]]
        outcome = handle(
            self.engine,
            self.world,
            step.command,
            step.actor,
            step.now,
            ref=intent["ref"],
            command_id=UUID(hex=intent["command_id"]),
        )
        answer = intent | {"ref": outcome.ref, "version": outcome.version, "events": len(outcome.events)}
        _append(self.acknowledged, answer)
        return answer

    @staticmethod
    def _last(file: Path) -> dict[str, Any] | None:
        found = lines(file)
        return found[-1] if found else None


def lines(file: Path) -> list[dict[str, Any]]:
    """What was written whole; a kill may have cut the last line short."""
    if not file.exists():
        return []
    return [json.loads(line) for line in file.read_text().splitlines() if line.endswith("}")]


def _append(file: Path, entry: dict[str, Any]) -> None:
    with file.open("a") as out:
        if out.tell() and not file.read_text().endswith("\n"):
            out.write("\n")  # after a line that a kill cut short
        out.write(json.dumps(entry) + "\n")
        out.flush()
        os.fsync(out.fileno())
