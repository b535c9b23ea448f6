"""The pages by which people come in."""

from portal.entrance import about, development, fresh, links, provider, sign_in

PARTS = (sign_in.pages, development.pages, provider.pages, fresh.pages, links.pages, about.pages)
