"""The pages by which people come in."""

from portal.entrance import sign_in

PARTS = (sign_in.pages,)
