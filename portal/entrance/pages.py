"""The pages by which people come in."""

from portal.entrance import about, sign_in

PARTS = (sign_in.pages, about.pages)
