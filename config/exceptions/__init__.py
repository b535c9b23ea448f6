"""When something is exceptional enough for a board to read of it: figures that apply from a day on, as data."""

from config.exceptions.thresholds import MalformedThresholds, Threshold, Thresholds

__all__ = ["MalformedThresholds", "Threshold", "Thresholds"]
