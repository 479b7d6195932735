"""The messages a device sends for its packets, with their due times; no I/O, no clock.

binary   one frame a message, as the firmware sends it; for the bridge
direct   audio messages of several frames, numbered; for API Gateway
base64   one frame a message, base64-encoded; for API Gateway
"""

import base64
from collections.abc import Iterator, Sequence
from typing import Literal

from stikadoo.audio.frames import Frame, Protocol, build
from stikadoo.messages import Audio

Framing = Literal["binary", "direct", "base64"]

BATCH_PACKETS = 8
"480 ms a message, as the bridge batches."


def outgoing(
    packets: Sequence[bytes], framing: Framing, protocol: Protocol, frame_ms: int, batch_packets: int = BATCH_PACKETS
) -> Iterator[tuple[float, str | bytes]]:
    """Messages, each with the time in seconds after listen start when its last packet has been spoken."""
    frames = [build(Frame(packet, number * frame_ms), protocol) for number, packet in enumerate(packets)]
    at_once = batch_packets if framing == "direct" and protocol != 1 else 1  # protocol 1 frames carry no length
    for first in range(0, len(frames), at_once):
        batch = frames[first : first + at_once]
        yield (first + len(batch)) * frame_ms / 1000, _message(b"".join(batch), first, framing)


def _message(frames: bytes, seq: int, framing: Framing) -> str | bytes:
    if framing == "binary":
        return frames
    text = base64.b64encode(frames).decode()
    return text if framing == "base64" else Audio(seq=seq, data=text).encode()


def headers(
    protocol: Protocol, device_id: str, client_id: str, token: str | None, api_key: str | None
) -> dict[str, str]:
    """The firmware's handshake headers: a token without a space gets the prefix Bearer; no token, no header."""
    fields = {"Protocol-Version": str(protocol), "Device-Id": device_id, "Client-Id": client_id}
    if token:
        fields["Authorization"] = token if " " in token else f"Bearer {token}"
    if api_key:
        fields["x-api-key"] = api_key
    return fields
