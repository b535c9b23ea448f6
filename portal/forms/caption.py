"""What a question of a form is called."""

from typing import NamedTuple


class Wording(NamedTuple):
    """``short``: a text that fits on one line. ``entry``: what one entry of a list is called."""

    label: str
    hint: str = ""
    short: bool = False
    entry: str = ""
