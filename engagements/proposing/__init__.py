"""Proposing teams: who of the pool would go where, and why; the coordinator always decides."""

from engagements.proposing.proposal import Choice, Impossible, NearMiss, NextBest, Proposal, Team
from engagements.proposing.proposing import next_best, propose
from engagements.proposing.wanted import Standing, Wanted

__all__ = [
    "Choice",
    "Impossible",
    "NearMiss",
    "NextBest",
    "Proposal",
    "Standing",
    "Team",
    "Wanted",
    "next_best",
    "propose",
]
