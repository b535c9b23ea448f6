"""The HTTP API for other systems: the same commands and queries as the pages, as JSON, with a token."""
