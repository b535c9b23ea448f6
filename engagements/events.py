"""Events: what happened, in the past tense, and what it changes."""

import json
from typing import Any, ClassVar

from config.vocabulary import Stage
from engagements.engagement import Changes, Engagement, Moment
from engagements.messages import Clock, Message, Opened, PeerId
from engagements.state.engagement import Obligation


class Event(Message):
    """What happened, with every fact that its evolve needs, due dates included.

    ``opens``: the obligations that begin with it; ``clocks``: those whose clocks it stops or sets. ``enters``: the
    stage that the engagement moves to, if it moves.
    ``DISCHARGES``: the kinds of obligation that it ends, for this event's ``subject`` where it has one. ``CLOSES``:
    whether nobody owes anything after it. ``FOLLOWED``: whether a flow follows it; what follows the others is written
    with them.
    """

    EVENTS: ClassVar[dict[str, type["Event"]]] = {}
    DISCHARGES: ClassVar[tuple[str, ...]] = ()
    CLOSES: ClassVar[bool] = False
    FOLLOWED: ClassVar[bool] = True

    opens: tuple[Opened, ...] = ()
    clocks: tuple[Clock, ...] = ()
    enters: Stage | None = None

    def __init_subclass__(
        cls,
        discharges: tuple[str, ...] = (),
        closes: bool = False,
        followed: bool = True,
        abstract: bool = False,
        **options: Any,
    ) -> None:
        super().__init_subclass__(**options)
        cls.DISCHARGES, cls.CLOSES, cls.FOLLOWED = discharges, closes, followed
        if not abstract:
            cls.EVENTS[cls.__name__] = cls

    @property
    def subject(self) -> str | None:
        """Which of several obligations of one kind it is about: a peer, an action, a period. None: all of them."""
        return ""

    def settles(self, obligation: Obligation) -> bool:
        """Whether the event does what was owed."""
        return obligation.kind in self.DISCHARGES and self.subject in (obligation.subject, None)

    def changes(self, engagement: Engagement, when: Moment) -> Changes:
        """What it changes besides stage and obligations, which all events change in one way: see ``evolve``."""
        raise NotImplementedError(f"{type(self).__name__} does not say what it changes.")

    def own(self) -> dict[str, Any]:
        """The facts that are this event's own, besides those that every event may carry."""
        return self.model_dump(exclude=set(Event.model_fields))

    def facts(self) -> str:
        """The event as canonical JSON: sorted keys, no spaces, nothing that is absent. This text is what is hashed."""
        data = self.model_dump(mode="json", exclude_none=True)
        for name in ("opens", "clocks"):
            if not data[name]:
                del data[name]
        return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


class AboutAPeer(Event, abstract=True):
    """An event about one peer's place on the team."""

    peer: PeerId

    @property
    def subject(self) -> str:
        return self.peer
