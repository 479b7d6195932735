"""Which IP addresses a URL from somebody else may lead to: public unicast ones.

Not our own network, this machine, or a cloud's metadata service (169.254.169.254, fd00:ec2::254). An IPv6 address that
stands for an IPv4 address is judged by that: mapped (::ffff:a.b.c.d) and NAT64 (64:ff9b::/96, RFC 6052).
"""

from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

import httpcore

from stikadoo.provider.transport import resolved

_NAT64 = IPv6Network("64:ff9b::/96")


class AddressNotPublic(httpcore.ConnectError):
    """The host has an address that a URL from somebody else may not lead to."""


def publicly_resolved(host: str, port: int) -> list[str]:
    """The host's addresses. Raises AddressNotPublic if one of them is not public, and OSError."""
    addresses = resolved(host, port)
    if not all(map(is_public, addresses)):
        raise AddressNotPublic
    return addresses


def is_public(address: str) -> bool:
    ip = _embedded(ip_address(address))
    if isinstance(ip, IPv6Address) and (ip.is_site_local or ip.sixtofour or ip.teredo):
        return False  # the last two are tunnels to an IPv4 address, out of use
    return ip.is_global and not ip.is_multicast and not ip.is_reserved


def _embedded(ip: IPv4Address | IPv6Address) -> IPv4Address | IPv6Address:
    if isinstance(ip, IPv4Address):
        return ip
    if ip in _NAT64:
        return IPv4Address(int(ip) & 0xFFFFFFFF)
    return ip.ipv4_mapped or ip
