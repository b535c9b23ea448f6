"""Rating scales, as data: one TOML file each, beside this one. A product names the scale that it uses."""

from config.ratings.scale import MalformedScale, Rating, RatingScale, UnknownRating

__all__ = ["MalformedScale", "Rating", "RatingScale", "UnknownRating"]
