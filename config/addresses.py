"""Addresses of mail and of pages: what counts as one."""

import re
from ipaddress import ip_address
from urllib.parse import urlsplit

MAIL = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]+@[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?", re.ASCII | re.IGNORECASE)
LONGEST = 254
"""Characters (RFC 5321)."""


def mail_address(email: str) -> str:
    """The address as it was given. Raises ValueError where no mail could be sent to it."""
    if len(email) > LONGEST or not MAIL.fullmatch(email):
        raise ValueError("this is not a mail address")
    return email


NAME = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+(?:[a-z]{2,63}|xn--[a-z0-9-]{1,59})", re.IGNORECASE)
"""The name of a host on the internet, in its ASCII form (RFC 1123)."""


def may_be_public(address: str) -> bool:
    """Whether everybody might open the page: http or https, a host of the internet, and no name or password in it."""
    try:
        parts = urlsplit(address)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        return False
    if parts.scheme not in ("http", "https") or "@" in parts.netloc:
        return False
    try:
        return ip_address(host).is_global
    except ValueError:
        ascii_name = _in_ascii(host)
        return bool(NAME.fullmatch(ascii_name)) and not ascii_name.endswith((".local", ".internal", ".localhost"))


def _in_ascii(host: str) -> str:
    """The name as domain name servers know it; empty where there can be none."""
    try:
        return host.rstrip(".").encode("idna").decode("ascii")
    except UnicodeError:
        return ""
