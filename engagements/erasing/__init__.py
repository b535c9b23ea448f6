"""Erasing a person: their names and addresses, what is on record about them, and what they or others typed of them.

The journal and what follows from it name people by identifiers alone, and stay as they are: ``verify`` still holds.
"""
