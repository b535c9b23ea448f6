"""Secrets that guard nothing: refused wherever somebody other than this machine could try them."""

from ipaddress import ip_address
from urllib.parse import SplitResult, urlsplit

SHORTEST = 12  # characters of a password that is used off loopback; assumption
SHORTEST_KEY = 32  # characters of a key that signs: 32 of them, drawn at random, are beyond guessing
WELL_KNOWN = {
    "admin",
    "changeme",
    "change-me",
    "default",
    "letmein",
    "pass",
    "password",
    "postgres",
    "prefect",
    "secret",
}


def on_loopback(host: str | None) -> bool:
    """Whether only this machine can reach the host. No host is a local socket."""
    if host in (None, "", "localhost"):
        return True
    try:
        return ip_address(str(host)).is_loopback
    except ValueError:
        return False


def refuse_weak(user: str, password: str) -> None:
    """Raises ValueError for a password that somebody would try first. The message does not repeat it."""
    plain = password.lower().strip("0123456789!?.-_")
    if len(password) < SHORTEST or plain in WELL_KNOWN or password == user:
        raise ValueError(
            f"this password is easily guessed and others can reach the host: use {SHORTEST} or more random characters"
        )


def split_address(address: str) -> SplitResult:
    """The parts of an address. Raises ValueError without repeating it: an address may hold a password."""
    try:
        return urlsplit(address)
    except ValueError:
        raise ValueError("this is not an address: look for a stray bracket or an unusual character") from None


def public_address(address: str) -> str:
    """The address of a site, without the last slash. Raises ValueError for one that others could listen in on."""
    parts = split_address(address)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.path.strip("/") or parts.query:
        raise ValueError("must be the address of a site, such as https://peer-support.example.org")
    if "@" in parts.netloc or parts.fragment or not address.isprintable() or " " in address:
        raise ValueError("must hold no user, no password and no fragment")
    if parts.scheme == "http" and not on_loopback(parts.hostname):
        raise ValueError("must begin with https://, since others can reach it")
    return f"{parts.scheme}://{parts.netloc}"


def postgresql(address: str, driver: str) -> str:
    """The address with the driver named. Raises ValueError for another database, or a weak password off loopback."""
    parts = split_address(address)
    if parts.scheme not in ("postgresql", f"postgresql+{driver}"):
        raise ValueError(f"must start with postgresql:// or postgresql+{driver}://; leave it unset for SQLite")
    if parts.password is not None and not on_loopback(parts.hostname):
        refuse_weak(parts.username or "", parts.password)
    return parts._replace(scheme=f"postgresql+{driver}").geturl()
