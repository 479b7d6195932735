"""Addresses of this machine: where a local stack listens, and under which address devices reach it."""

import errno
import os
import socket

EVERY = "0.0.0.0"  # noqa: S104 # compared with, never listened on without being asked to
LOOPBACK = "127.0.0.1"

_TEST_NET = ("203.0.113.1", 9)
"RFC 5737: no such host. A connected UDP socket sends nothing, but has the address that its route begins at."


def own_address(host: str, option: str = "--host") -> str:
    """An IPv4 address of this machine, or 0.0.0.0 for all. With a name, S3's URLs would begin with bucket.name.

    Raises ValueError.
    """
    try:
        address = socket.gethostbyname(host or "an empty name would be 0.0.0.0")
        free_port(address)
    except OSError as exc:
        raise ValueError(f"{option} {host}: this is no IPv4 address of this machine{_hint()}") from exc
    return address


def public_address(address: str) -> str:
    """Where devices reach what listens on this address. Raises ValueError if this machine has no network."""
    if address != EVERY:
        return address
    found = network_address()
    if found is None:
        raise ValueError("--host 0.0.0.0: this machine has no route to a network; name its address by --public-host")
    return found


def network_address() -> str | None:
    """That of the default route; None without one."""
    with socket.socket(type=socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(_TEST_NET)
        except OSError:
            return None
        return str(probe.getsockname()[0])


def check_port(address: str, port: int) -> None:
    """Raises ValueError if it is in use or may not be used."""
    error = port_error(address, port)
    if error:
        remedy = "in use, perhaps by another `stikadoo up`; choose another, or 0 for any free one"
        raise ValueError(f"--port {port}: {remedy if error == errno.EADDRINUSE else os.strerror(error)}")


def port_error(address: str, port: int) -> int:
    """The error's number; 0 if a server can listen there."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((address, port))
        except OSError as exc:
            return exc.errno or errno.EIO
    return 0


def free_port(address: str) -> int:
    with socket.socket() as probe:
        probe.bind((address, 0))
        return int(probe.getsockname()[1])


def _hint() -> str:
    found = network_address()
    return f"; {found} is one, and 0.0.0.0 stands for all" if found else ""
