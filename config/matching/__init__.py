"""How teams are proposed: the weights of preferences, and the limits that no proposal passes, as data."""

from config.matching.rules import MalformedMatching, MatchingRules, Weights

__all__ = ["MalformedMatching", "MatchingRules", "Weights"]
