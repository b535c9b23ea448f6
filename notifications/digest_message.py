"""A digest as a message: its subject, its parts, and who to turn to."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from config.calendar import in_words
from config.vocabulary import Role
from engagements.directory import Directory
from engagements.engagement import World, uk_date
from notifications.digest_lines import MOST_BESIDES, Asked, Identity, Item, parts
from notifications.drafting import why_nobody
from notifications.facts import MOST_CONTACTS, contacts
from notifications.ledger import DIGEST, Notification, NotificationStatus
from notifications.pages import Pages
from notifications.rendering import render

COUNTED = {
    "late": "late",
    "put_to_you": "late and put to you",
    "due_today": "due today",
    "coming": "coming up",
    "copies": "for you to know",
}


class Digest(NamedTuple):
    """What one person is to be reminded of on a day. ``list_of``: whose list it is, where they cannot be reached.

    ``opens``: when it may go out first, on its day.
    """

    recipient: str
    list_of: str
    items: Sequence[Item]
    decided_at: datetime
    opens: datetime

    @property
    def day(self) -> date:
        return uk_date(self.opens)

    @property
    def role(self) -> Role:
        """The role in which the person is turned to; of several, that of what is first on the list."""
        first = min(self.items, key=lambda item: (item.of_somebody_else, item.obligation.due_on or self.day))
        return first.reminder.role if first.reminder else first.obligation.owed_by


def drafted(
    digest: Digest,
    besides: Sequence[Item],
    asked: Mapping[Identity, Sequence[Asked]],
    world: World,
    directory: Directory,
    pages: Pages,
) -> Notification:
    """The message; with nobody to go to, for a person to see, where the recipient cannot be reached."""
    person = directory.find(digest.recipient, digest.role)
    lines = parts([*digest.items, *besides], asked, world, directory, digest.day, pages)
    said = {
        **lines,
        "besides": lines["besides"][:MOST_BESIDES],
        "more": len(lines["besides"][MOST_BESIDES:]),
        "subject": _subject(lines),
        "on": in_words(digest.day),
        "passed_from": directory.name(digest.list_of) if digest.list_of else "",
        "recipient": directory.name(digest.recipient),
        "example": digest.items[0].engagement.ref,
        "everything": pages.of_everything(digest.role),
        "engagement": None,
        "asks": [],
        "contacts": _contacts(digest, directory),
    }
    rendered = render(DIGEST, said)
    return Notification(
        day=digest.day,
        list_of=digest.list_of,
        audience=digest.role,
        recipient=digest.recipient,
        template=DIGEST,
        address=person.email if person else "",
        subject=rendered.subject,
        text=rendered.text,
        html=rendered.html,
        status=NotificationStatus.PENDING if person else NotificationStatus.UNADDRESSED,
        outcome=""
        if person
        else f"{why_nobody([], digest.role)} Nor can a coordinator or a principal adviser be told.",
        not_before=digest.opens,
        decided_at=digest.decided_at,
    )


def _subject(lines: Mapping[str, list[dict[str, Any]]]) -> str:
    counts = {part: len(lines[part]) for part in COUNTED}
    if sum(counts.values()) == 1:
        [(part, line)] = [(part, line) for part in COUNTED for line in lines[part]]
        asks = part in ("late", "due_today", "coming")
        said = f"please {line['to_do']}" if asks else f"the {line['owed_by']} is to {line['to_do']}"
        return f"{line['ref']}: {said}, {line['when']}"
    return "Peer support: " + ", ".join(f"{count} {COUNTED[part]}" for part, count in counts.items() if count)


def _contacts(digest: Digest, directory: Directory) -> list[dict[str, str]]:
    """Who to turn to, for all the engagements together, nobody twice."""
    engagements = {item.engagement.id: item.engagement for item in digest.items}.values()
    found = [one for facts in engagements for one in contacts(directory, facts, digest.role, digest.day)]
    return list({one["email"]: one for one in found}.values())[:MOST_CONTACTS]
