"""The pages of guests. A module of pages joins by a line here."""

from portal.doors import Pages

PARTS: tuple[Pages, ...] = ()
