"""Ladders: who is reminded of what is owed, when, and then who above them. Data, and how it is read."""

from config.ladders.ladder import Audience, Channel, Ladder, Rung, RungDay, Tone
from config.ladders.shipped import LadderName, Ladders, MalformedLadder, read_ladder

__all__ = [
    "Audience",
    "Channel",
    "Ladder",
    "LadderName",
    "Ladders",
    "MalformedLadder",
    "Rung",
    "RungDay",
    "Tone",
    "read_ladder",
]
