"""Amazon Transcribe's streaming API as a local WebSocket server: a signed URL, event stream messages both ways.

It verifies the signature and the parameters, decodes every audio event (prelude, headers, both checksums) and closes
the connection on an invalid one. Partial results are sent while audio arrives, the final ones after the empty event;
then it closes. Sources: those of functions/transcribe/transcribers/stream_url.py,
event_stream.py and stream_results.py.
"""

import json
import struct
import threading
import time
from binascii import crc32
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qs, parse_qsl, quote, urlsplit

from botocore.auth import SigV4QueryAuth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from websockets.http11 import Request, Response
from websockets.sync.server import ServerConnection, serve

ERRORS = {
    "throttled": "LimitExceededException",
    "broken": "InternalFailureException",
    "away": "ServiceUnavailableException",
    "bad key": "UnrecognizedClientException",
    "bad request": "BadRequestException",
}
"Sent in the stream, as an exception message."

REFUSALS = {"refused": 403, "upgrade throttled": 429, "upgrade broken": 500}
"Sent in response to the upgrade."

_AUDIO = {":content-type": "application/octet-stream", ":event-type": "AudioEvent", ":message-type": "event"}
_FORMATS = {"pcm", "flac", "ogg-opus"}


def message(headers: dict[str, str], payload: bytes) -> bytes:
    """One event stream message."""
    packed = b"".join(
        bytes((len(name),)) + name.encode() + struct.pack("!BH", 7, len(value)) + value.encode()
        for name, value in headers.items()
    )
    lengths = struct.pack("!II", len(packed) + len(payload) + 16, len(packed))
    whole = lengths + struct.pack("!I", crc32(lengths)) + packed + payload
    return whole + struct.pack("!I", crc32(whole))


def audio(sent: bytes) -> bytes:
    """An audio event's chunk. Raises AssertionError if the event is invalid."""
    total, headers_size, lengths_check = struct.unpack_from("!III", sent)
    assert total == len(sent)
    assert lengths_check == crc32(sent[:8])
    assert struct.unpack("!I", sent[-4:])[0] == crc32(sent[:-4])
    headers: dict[str, str] = {}
    rest = sent[12 : 12 + headers_size]
    while rest:
        name_end = 1 + rest[0]
        kind, size = struct.unpack_from("!BH", rest, name_end)
        assert kind == 7
        headers[rest[1:name_end].decode()] = rest[name_end + 3 : name_end + 3 + size].decode()
        rest = rest[name_end + 3 + size :]
    assert headers == _AUDIO
    return sent[12 + headers_size : -4]


def event(*results: dict[str, Any]) -> bytes:
    headers = {":content-type": "application/json", ":event-type": "TranscriptEvent", ":message-type": "event"}
    return message(headers, json.dumps({"Transcript": {"Results": list(results)}}).encode())


def result(*guesses: str, confidences: tuple[float, ...] = (), is_partial: bool = False, **more: str) -> dict[str, Any]:
    items = [{"Content": "…", "Type": "pronunciation", "Confidence": each} for each in confidences]
    items += [{"Content": ".", "Type": "punctuation"}]
    alternatives = [{"Transcript": guess, "Items": items if guess == guesses[0] else []} for guess in guesses]
    return {
        "ResultId": "1",
        "StartTime": 0.1,
        "EndTime": 2.0,
        "IsPartial": is_partial,
        "Alternatives": alternatives,
        **more,
    }


class TranscribeStreamingApi:
    """`answers`: success, one of ERRORS or REFUSALS, hangs, hangs up, malformed, text."""

    def __init__(self, access_key: str, secret_key: str) -> None:
        self.url = ""
        self.answers = "success"
        self.asked: dict[str, str] = {}
        "Query parameters of the last connection."
        self.chunks: list[tuple[float, bytes]] = []
        "Arrival time and audio of each event; the last is empty."
        self.final = [result("A green dragon.", "A green wagon.", confidences=(0.9, 1.0, 0.8))]
        self._keys = Credentials(access_key, secret_key)
        self._closed = threading.Event()

    def refuse(self, connection: ServerConnection, request: Request) -> Response | None:
        """None if the stream is accepted."""
        parts = urlsplit(request.path)
        self.asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
        if self.answers in REFUSALS:
            return connection.respond(HTTPStatus(REFUSALS[self.answers]), "no\n")
        if parts.path != "/stream-transcription-websocket" or "Origin" not in request.headers:
            return connection.respond(HTTPStatus.NOT_FOUND, "no such stream\n")
        if not self._is_signed(parts.query, request.headers["Host"]):
            return connection.respond(HTTPStatus.FORBIDDEN, "signature\n")
        return None if self._is_understood() else connection.respond(HTTPStatus.BAD_REQUEST, "parameters\n")

    def _is_signed(self, query: str, host: str) -> bool:
        """Signs the same request with the same time, and compares."""
        parameters = dict(parse_qsl(query))
        signature, day = parameters.pop("X-Amz-Signature", ""), parameters.get("X-Amz-Date", "")
        if parameters.get("X-Amz-SignedHeaders") != "host" or not 0 < int(parameters.get("X-Amz-Expires", 0)) <= 300:
            return False
        age = datetime.now(UTC) - datetime.strptime(day, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
        region = parameters["X-Amz-Credential"].split("/")[2]
        signer = SigV4QueryAuth(self._keys, "transcribe", region, int(parameters["X-Amz-Expires"]))
        ordered = "&".join(sorted(f"{name}={quote(value, safe='-_.~')}" for name, value in parameters.items()))
        request = AWSRequest("GET", f"http://{host}")
        request.context["timestamp"] = day
        canonical = "\n".join(
            ("GET", "/stream-transcription-websocket", ordered, f"host:{host}\n", "host", _NOTHING_S_SHA256)
        )
        right = signer.signature(signer.string_to_sign(request, canonical), request)
        return signature == right and abs(age.total_seconds()) < int(parameters["X-Amz-Expires"])

    def _is_understood(self) -> bool:
        one, several = "language-code" in self.asked, self.asked.get("identify-language") == "true"
        enough = one or len(self.asked.get("language-options", "").split(",")) > 1
        known = self.asked.get("media-encoding") in _FORMATS and 8000 <= int(self.asked.get("sample-rate", 0)) <= 48000
        return one != several and enough and known and ("vocabulary-names" in self.asked) <= several

    def converse(self, connection: ServerConnection) -> None:
        if self.answers == "hangs":
            self._closed.wait()
            return
        for sent in connection:
            assert isinstance(sent, bytes)
            self.chunks.append((time.monotonic(), audio(sent)))
            if self.chunks[-1][1] == b"":
                self._finish(connection)
                return
            if len(self.chunks) == 5:
                self._interrupt(connection)

    def _interrupt(self, connection: ServerConnection) -> None:
        """Sent while audio arrives."""
        if self.answers in ERRORS:
            name = ERRORS[self.answers]
            headers = {":content-type": "application/json", ":exception-type": name, ":message-type": "exception"}
            connection.send(message(headers, b'{"Message": "what was said: unicorn"}'))
        elif self.answers == "hangs up":
            connection.socket.close()
        elif self.answers == "malformed":
            connection.send(event()[:-1] + b"?")
        elif self.answers == "nonsense":
            connection.send(event({"secret": "unicorn"}))
        elif self.answers == "text":
            connection.send("unicorn")
        else:
            connection.send(event(result("A green", is_partial=True)))

    def _finish(self, connection: ServerConnection) -> None:
        if self.answers == "never ends":
            self._closed.wait()
        for each in self.final:
            connection.send(event(each))

    def close(self) -> None:
        self._closed.set()


_NOTHING_S_SHA256 = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


@contextmanager
def transcribe_streaming_api(access_key: str, secret_key: str) -> Iterator[TranscribeStreamingApi]:
    """Set STIKADOO_TRANSCRIBE_STREAMING_URL to its url. It accepts one access key."""
    double = TranscribeStreamingApi(access_key, secret_key)
    with serve(double.converse, "127.0.0.1", 0, process_request=double.refuse, compression=None) as server:
        double.url = f"http://127.0.0.1:{server.socket.getsockname()[1]}"
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield double
        finally:
            double.close()
            server.shutdown()
            thread.join()
