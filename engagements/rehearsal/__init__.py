"""Rehearsal: an engagement played ahead of time by the code that plays it in earnest, on a throw-away database."""
