"""Clients: from which address somebody comes, where proxies that we trust stand between them and us."""

from ipaddress import IPv6Address, ip_address, ip_network

from fastapi import Request

UNKNOWN = "unknown"


def client_of(request: Request, trusted: tuple[str, ...]) -> str:
    """The address that the last proxy of ours was reached from. ``trusted``: networks of our own proxies.

    What stands further left in X-Forwarded-For anybody may have written. An IPv6 client is its network of 64 bits:
    one household has as many addresses as it likes.
    """
    came_from = request.client.host if request.client else UNKNOWN
    forwarded = [one.strip() for one in ",".join(request.headers.getlist("x-forwarded-for")).split(",") if one.strip()]
    while forwarded and _is_among(came_from, trusted):
        came_from = forwarded.pop()
    return _network_of(came_from)


def _is_among(address: str, networks: tuple[str, ...]) -> bool:
    try:
        one = ip_address(address)
    except ValueError:
        return False
    return any(one in ip_network(network) for network in networks)


def _network_of(address: str) -> str:
    try:
        one = ip_address(address)
    except ValueError:
        return UNKNOWN
    if isinstance(one, IPv6Address) and not one.ipv4_mapped:
        return str(ip_network((one, 64), strict=False))
    return str(one)
