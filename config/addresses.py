"""Mail addresses: what counts as one."""

import re

MAIL = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]+@[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?", re.ASCII | re.IGNORECASE)
LONGEST = 254
"""Characters (RFC 5321)."""


def mail_address(email: str) -> str:
    """The address as it was given. Raises ValueError where no mail could be sent to it."""
    if len(email) > LONGEST or not MAIL.fullmatch(email):
        raise ValueError("this is not a mail address")
    return email
