"""Encodes audio as messages of AWS's event stream; botocore decodes the responses. No I/O.

    uint32 total length · uint32 headers' length · CRC-32 of both · headers · payload · CRC-32 of all before
    header: uint8 length · name · uint8 type (7: string) · uint16 length · value                    network byte order

Source: https://docs.aws.amazon.com/transcribe/latest/dg/event-stream.html
"""

import struct
from binascii import crc32

_STRING = 7
_HEADERS = {":content-type": "application/octet-stream", ":event-type": "AudioEvent", ":message-type": "event"}


def audio_event(chunk: bytes) -> bytes:
    """Encode one AudioEvent. An empty chunk ends the audio."""
    headers = b"".join(_header(name, value) for name, value in _HEADERS.items())
    lengths = struct.pack("!II", 12 + len(headers) + len(chunk) + 4, len(headers))
    message = _checked(lengths) + headers + chunk
    return _checked(message)


def _header(name: str, value: str) -> bytes:
    return struct.pack("!B", len(name)) + name.encode() + struct.pack("!BH", _STRING, len(value)) + value.encode()


def _checked(part: bytes) -> bytes:
    return part + struct.pack("!I", crc32(part))
