"""The messages a device sends, byte by byte, and their due times."""

import base64
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from device.wire import Framing, headers, outgoing
from stikadoo.audio.frames import Protocol, parse

packets = st.lists(st.binary(min_size=1, max_size=200), max_size=40)


def test_the_bridge_is_sent_a_binary_frame_each_packet() -> None:
    assert list(outgoing([b"\x58a", b"\x58b"], "binary", 3, 60)) == [
        (0.06, b"\x00\x00\x00\x02\x58a"),
        (0.12, b"\x00\x00\x00\x02\x58b"),
    ]


def test_api_gateway_is_sent_eight_numbered_packets_a_message() -> None:
    messages = list(outgoing([b"x"] * 10, "direct", 3, 60))
    assert [due for due, _ in messages] == [0.48, 0.6]
    assert [json.loads(text)["seq"] for _, text in messages] == [0, 8]


def test_a_direct_device_may_send_smaller_batches() -> None:
    messages = list(outgoing([b"x"] * 7, "direct", 3, 60, 3))
    assert [json.loads(text)["seq"] for _, text in messages] == [0, 3, 6]


def test_v1_packets_do_not_tell_where_they_end_and_travel_alone() -> None:
    messages = list(outgoing([b"x"] * 3, "direct", 1, 60))
    assert [(json.loads(text)["seq"], json.loads(text)["data"]) for _, text in messages] == [
        (0, "eA=="),
        (1, "eA=="),
        (2, "eA=="),
    ]


def test_base64_alone_is_one_frame_a_message() -> None:
    assert list(outgoing([b"\x58"], "base64", 3, 60)) == [(0.06, "AAAAAVg=")]


@given(packets=packets, framing=st.sampled_from(["binary", "direct", "base64"]), protocol=st.sampled_from([1, 2, 3]))
def test_every_packet_goes_out_once_in_order_and_on_time(
    packets: list[bytes], framing: Framing, protocol: Protocol
) -> None:
    sent: list[bytes] = []
    for due, message in outgoing(packets, framing, protocol, 20):
        if isinstance(message, bytes):
            frames = message
        elif framing == "direct":
            assert json.loads(message)["seq"] == len(sent)
            frames = base64.b64decode(json.loads(message)["data"])
        else:
            frames = base64.b64decode(message)
        sent += [frame.packet for frame in parse(frames, protocol)]
        assert due == pytest.approx(len(sent) * 0.02)
    assert sent == packets


@pytest.mark.parametrize(
    ("token", "header"), [("abc", "Bearer abc"), ("Basic abc", "Basic abc"), (None, None), ("", None)]
)
def test_a_token_is_given_as_the_firmware_gives_it(token: str | None, header: str | None) -> None:
    assert headers(3, "d", "c", token, None).get("Authorization") == header


def test_a_key_is_given_where_there_is_one() -> None:
    assert headers(2, "d", "c", None, "k") == {
        "Protocol-Version": "2",
        "Device-Id": "d",
        "Client-Id": "c",
        "x-api-key": "k",
    }
