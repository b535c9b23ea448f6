"""Receipts: the number that a page and a mail give for what somebody sent, so that both can name it."""


def receipt_number(ref: str, sequence: int) -> str:
    """``ESSEX-2026-1-0017``, for the 17th event of that engagement's journal."""
    return f"{ref}-{sequence:04}"
