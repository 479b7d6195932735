"""A local stack listens on addresses of this machine, and is reached by one that is in a network."""

import socket

import pytest

from infra.addresses import EVERY, LOOPBACK, check_port, network_address, own_address, port_error, public_address


def test_a_name_becomes_its_address() -> None:
    assert own_address("localhost") == own_address(LOOPBACK) == LOOPBACK
    assert own_address(EVERY) == EVERY


@pytest.mark.parametrize("host", ["203.0.113.1", "nowhere.invalid", "::1", "", "1.2.3.4.5"])
def test_an_address_of_another_machine_is_refused(host: str) -> None:
    with pytest.raises(ValueError, match=f"^--host {host}: this is no IPv4 address of this machine"):
        own_address(host)


def test_what_listens_everywhere_is_reached_by_the_address_of_the_default_route() -> None:
    assert public_address(LOOPBACK) == LOOPBACK
    found = network_address()
    if found is None:
        with pytest.raises(ValueError, match="name its address by --public-host"):
            public_address(EVERY)
    else:
        assert own_address(public_address(EVERY)) == found != EVERY


def test_a_port_in_use_is_refused() -> None:
    with socket.create_server((LOOPBACK, 0)) as server:
        port = server.getsockname()[1]
        with pytest.raises(ValueError, match=f"--port {port}: in use"):
            check_port(LOOPBACK, port)
    assert port_error(LOOPBACK, 0) == 0
    check_port(LOOPBACK, 0)
