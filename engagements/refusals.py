"""Why a command was refused, in words fit to show the person who gave it.

Refused
├── Malformed             the command itself cannot be read: names the field
├── UnknownCommand        no such command
├── UnknownEngagement     no such reference
├── UnknownPerson         the contact or peer named is not on record
├── NotAllowed            this role, or this person, may not give this command here
├── NotAtThisStage        the engagement stands elsewhere, is on hold, or is over
├── StaleVersion          it changed since the person looked
├── CommandIdReused       the same command id came with other content
└── BrokenRule            a rule of the process stands against it; each stage derives its own from this

A refusal is an answer, never a fault: nothing was written.
"""

from typing import ClassVar


class Refused(Exception):
    """The command was refused; ``str(refusal)`` is one or two plain sentences for the person, with what to do next.

    ``field``: the command's field that the rule is about, beside which a form says it; empty for the whole.
    """

    field: ClassVar[str] = ""

    @property
    def rule(self) -> str:
        """The name of the rule, for machines."""
        return type(self).__name__


class Malformed(Refused):
    """A field is missing, of the wrong shape, too long, or holds characters that text may not hold."""


class UnknownCommand(Refused):
    """No command of that name exists."""


class UnknownEngagement(Refused):
    """No engagement has that reference."""


class UnknownPerson(Refused):
    """The contact or peer named is not on record."""


class NotAllowed(Refused):
    """The role, or this person in that role, may not give this command on this engagement."""


class NotAtThisStage(Refused):
    """The command does not fit where the engagement stands, or its status."""


class StaleVersion(Refused):
    """The engagement changed after the person looked at it."""


class CommandIdReused(Refused):
    """A command id identifies one command: the same id came with different content."""


class BrokenRule(Refused):
    """A rule of the process stands against the command."""
