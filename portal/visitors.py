"""Whoever looks at a page: staff who signed in, somebody who came by a link, another system, or nobody known."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from config.vocabulary import Role
from engagements.step import Step


class Door(StrEnum):
    """By which a page may be reached. Every route names its own; see ``portal.doors``."""

    ANYONE = "anyone"
    COORDINATOR = "coordinator"
    PRINCIPAL_ADVISER = "principal_adviser"
    OPERATOR = "operator"
    GUEST = "guest"  # came by a link: an authority's contact, or a peer
    TOKEN = "token"  # another system
    MONITOR = "monitor"  # reads metrics


LGA = frozenset({Door.COORDINATOR, Door.PRINCIPAL_ADVISER})
OPERATORS = frozenset({Door.OPERATOR})
STAFF = LGA | OPERATORS
GUESTS = frozenset({Door.GUEST})
ANYONE = frozenset({Door.ANYONE})
TOKENS = frozenset({Door.TOKEN})
MONITORS = frozenset({Door.MONITOR})

EVERYTHING = "/to-do"
"""The errand that covers all others of the same person."""


@dataclass(frozen=True, slots=True)
class Visitor:
    """``hats``: the roles in which they act, and the identifier of the contact or peer that they are in each.

    ``errands``: what a guest's links are good for: paths of pages. ``session``: the identifier of theirs, if any.
    """

    name: str = ""
    doors: frozenset[Door] = ANYONE
    hats: Mapping[Role, str] = field(default_factory=dict)
    errands: tuple[str, ...] = ()
    session: str | None = None

    @property
    def is_staff(self) -> bool:
        return bool(self.doors & STAFF)

    @property
    def is_guest(self) -> bool:
        return Door.GUEST in self.doors

    @property
    def person(self) -> str:
        """The one contact or peer that a guest is; of staff, the first."""
        return next(iter(self.hats.values()), "")

    def may_give(self, step: Step) -> bool:
        """Whether one of their own roles may give the command at all."""
        return any(role in step.by for role in self.hats)

    def came_for(self, path: str) -> bool:
        """Whether one of a guest's links is good for the page."""
        return any(errand == EVERYTHING or path == errand or path.startswith(f"{errand}/") for errand in self.errands)


NOBODY = Visitor()
