"""The same commands and queries for other systems, in JSON."""
