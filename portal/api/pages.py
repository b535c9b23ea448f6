"""The pages about the API: how to call it, and by which tokens."""

from portal.api import reference, token_pages

PARTS = (reference.pages, token_pages.pages)
