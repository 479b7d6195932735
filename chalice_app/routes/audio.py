"""audio: stores the message's frames unparsed, with one S3 PUT.

Two forms: `{"type":"audio","seq":N,"data":"<base64>"}`, or the base64 alone. A `seq` that is no number is ignored: the
chunk's place follows from its arrival, and an alert would vibrate twice a second. This route runs twice a second per
recording device, so it neither parses packets nor imports pydantic.
"""

import base64
import binascii

from chalice_app.incoming import Incoming
from chalice_app.wiring import Cloud
from stikadoo.envelope import parse_object
from stikadoo.errors import MalformedMessage
from stikadoo.keys import ChunkKey, sequence_number
from stikadoo.logs import LogLine

_URL_SAFE = str.maketrans("-_", "+/")


def route(message: Incoming, cloud: Cloud, line: LogLine) -> None:
    sent_seq, frames = _parse_json(message.text) if message.is_json else (None, _decode(message.body))
    seq = sequence_number(sent_seq)
    if not 0 < len(frames) <= cloud.settings.max_chunk_bytes:
        raise MalformedMessage(f"audio has 1 to {cloud.settings.max_chunk_bytes} bytes, not {len(frames)}")
    cloud.bucket.put(str(ChunkKey(message.connection_id, message.arrived_ms, seq, message.message_id)), frames)
    line.add(bytes=len(frames), seq=seq)
    if seq is None and sent_seq is not None:
        line.add(ignored_seq=True)


def _parse_json(text: str) -> tuple[object, bytes]:
    fields = parse_object(text)
    frames = fields.get("data")
    if not isinstance(frames, str):
        raise MalformedMessage("audio.data: base64 of one or more frames is missing")
    return fields.get("seq"), _decode(frames)


def _decode(body: str | bytes) -> bytes:
    """Base64 in either alphabet (RFC 4648 §4 and §5), with or without padding and line breaks."""
    if isinstance(body, bytes):
        return body
    standard = "".join(body.strip().splitlines()).translate(_URL_SAFE).rstrip("=")
    try:
        return base64.b64decode(standard + "=" * (-len(standard) % 4), validate=True)
    except (binascii.Error, ValueError) as exc:
        raise MalformedMessage("this is neither a JSON object nor base64 of frames") from exc
