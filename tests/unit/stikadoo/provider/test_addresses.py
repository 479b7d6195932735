"""Only public unicast addresses are public, also where IPv6 embeds IPv4."""

import pytest

from stikadoo.provider.addresses import AddressNotPublic, is_public, publicly_resolved


@pytest.mark.parametrize(
    "address", ["8.8.8.8", "47.88.1.1", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808", "172.15.0.1"]
)
def test_a_public_address(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "address",
    [
        "0.0.0.0",
        "10.1.2.3",
        "100.64.0.1",
        "100.100.100.200",
        "127.0.0.1",
        "169.254.169.254",
        "172.16.0.1",
        "192.168.1.1",
        "198.18.0.1",
        "224.0.0.251",
        "239.1.1.1",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::127.0.0.1",
        "fd00:ec2::254",
        "fe80::1",
        "fe80::1%1",
        "fec0::1",
        "ff02::1",
        "ff0e::1",
        "::ffff:127.0.0.1",
        "::ffff:169.254.169.254",
        "::ffff:100.64.0.1",
        "64:ff9b::a9fe:a9fe",
        "64:ff9b::7f00:1",
        "2002:7f00:1::",
        "2001:0:7f00:1::",
        "2001:db8::1",
    ],
)
def test_an_address_that_is_not_public(address: str) -> None:
    """100.100.100.200 is Alibaba Cloud's metadata service, inside carrier-grade NAT."""
    assert not is_public(address)


def test_a_name_is_judged_by_its_addresses() -> None:
    with pytest.raises(AddressNotPublic):
        publicly_resolved("localhost", 443)
