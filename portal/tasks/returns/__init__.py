"""The quarterly return: filled in on one page, saved and gone on with, checked, filed, and receipted."""
