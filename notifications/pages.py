"""The pages of the portal that messages name. In the ledger they are plain addresses, which open nothing by themselves.

Of authorities and peers each becomes a link when its message is sent; the LGA's people sign in.
"""

import re
from collections.abc import Callable
from typing import NamedTuple

from config.vocabulary import Role
from engagements.obligations import Owed
from notifications.errands import (
    EVERYTHING,
    ON_ONE_PAGE,
    TO_DO,
    Errand,
    documents,
    findings,
    papers,
    report,
    scrutiny,
    timetable,
)

WHO_SIGN_IN = frozenset({Role.COORDINATOR, Role.PRINCIPAL_ADVISER})


class Pages(NamedTuple):
    """``url``: where people reach the portal."""

    url: str

    def of_duty(self, role: Role, ref: str, kind: Owed, subject: str = "") -> str:
        """Where somebody in a role does, or sees, what is owed."""
        return self.of_engagement(ref) if role in WHO_SIGN_IN else f"{self.url}{Errand.about(ref, kind, subject).path}"

    def of_duties(self, role: Role, ref: str, kind: Owed) -> str:
        """Where somebody does many of a kind, or finds them beside each other."""
        together = role in WHO_SIGN_IN or kind in ON_ONE_PAGE
        return self.of_duty(role, ref, kind) if together else self.of_everything(role)

    def of_everything(self, role: Role) -> str:
        """Where somebody finds all that they owe."""
        return f"{self.url}/" if role in WHO_SIGN_IN else f"{self.url}{EVERYTHING.path}"

    def of_engagement(self, ref: str) -> str:
        """Where the LGA's people see what is owed on an engagement."""
        return f"{self.url}/engagements/{ref}#owed"

    def of_report(self, ref: str) -> str:
        return f"{self.url}{report(ref).path}"

    def of_successor(self, ref: str, peer: str) -> str:
        """Where a coordinator sees who could take the place of a peer who left a team, and decides."""
        return f"{self.url}/engagements/{ref}/next-best/{peer}"

    def of_scrutiny(self, ref: str) -> str:
        return f"{self.url}{scrutiny(ref).path}"

    def of_timetable(self, role: Role, ref: str) -> str:
        """Where somebody reads the timetable of the visit."""
        return f"{self.url}/engagements/{ref}/timetable" if role in WHO_SIGN_IN else f"{self.url}{timetable(ref).path}"

    def of_papers(self, role: Role, ref: str) -> str:
        """Where somebody finds what was written for them."""
        return f"{self.url}/engagements/{ref}/papers" if role in WHO_SIGN_IN else f"{self.url}{papers(ref).path}"

    def of_findings(self, role: Role, ref: str) -> str:
        """Where peers, or the LGA's people, find what was noted on the visit."""
        return f"{self.url}{_of_staff(ref, 'findings') if role in WHO_SIGN_IN else findings(ref).path}"

    def of_documents(self, role: Role, ref: str) -> str:
        """Where peers, or the LGA's people, read what the authority provided."""
        return f"{self.url}{_of_staff(ref, 'documents') if role in WHO_SIGN_IN else documents(ref).path}"

    def with_links(self, message: str, link: Callable[[Errand], str]) -> str:
        """The message with a link in the place of each address of an errand."""

        def exchanged(found: re.Match[str]) -> str:
            errand = Errand.parse(found[1])
            return link(errand) if errand else found[0]

        return re.sub(rf"{re.escape(self.url)}({TO_DO}(?:/[\w.~%-]+)*)(?![\w/])", exchanged, message, flags=re.ASCII)


def _of_staff(ref: str, tab: str) -> str:
    return f"/engagements/{ref}/{tab}"
