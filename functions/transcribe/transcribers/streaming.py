"""Amazon Transcribe's streaming API over a WebSocket. A preview.

The PCM of speech.wav is sent in chunks of 100 ms in real time, since AWS guarantees nothing for faster input. Speech
longer than SENDING_SECONDS is sent faster all the same, since a worker has one minute. Results arrive meanwhile; after
the last one AWS ends the stream. Why no AWS client is used: docs/decisions/0003-transcribe-streaming.md.

Source: https://docs.aws.amazon.com/transcribe/latest/dg/streaming-websocket.html
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import urlsplit

from botocore.eventstream import EventStreamBuffer, EventStreamMessage, ParserError
from botocore.exceptions import BotoCoreError
from websockets.exceptions import ConnectionClosed, ConnectionClosedOK, InvalidHandshake, InvalidStatus
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Origin

from functions.transcribe.transcribers import Job, StoredSpeech
from functions.transcribe.transcribers.amazon import PROVIDER, refused_request
from functions.transcribe.transcribers.event_stream import audio_event
from functions.transcribe.transcribers.languages import identification_candidates, supported_languages
from functions.transcribe.transcribers.stream_results import StreamError, results, transcript
from functions.transcribe.transcribers.stream_url import stream_url
from stikadoo.audio.opus import SAMPLE_RATE
from stikadoo.audio.wav import from_wav
from stikadoo.errors import ProviderRefusedKey, ProviderThrottled, ProviderUnavailable, StikadooError
from stikadoo.execution import Transcript
from stikadoo.provider.deadline import Deadline
from stikadoo.worker_settings import TranscribeSettings

SENDING_SECONDS = 20.0

IDENTIFICATION_SECONDS = 3
"""The minimum for language identification. Shorter speech is transcribed in the first supported language, unless the
device's is supported."""

_CHUNK_SECONDS = 0.1
_CHUNK_BYTES = round(SAMPLE_RATE * 2 * _CHUNK_SECONDS)

_STATUS = {400: "BadRequestException", 401: "AccessDenied", 403: "AccessDenied", 429: "ThrottlingException"}
"The error code for an HTTP status, since a rejected handshake has none."

_THROTTLED = {"LimitExceededException", "ThrottlingException"}
_REFUSED = {
    "AccessDenied",
    "AccessDeniedException",
    "ExpiredTokenException",
    "InvalidSignatureException",
    "UnrecognizedClientException",
}


@dataclass(frozen=True)
class Timeouts:
    """Seconds; a stream's own deadline bounds them all."""

    connecting: float = 5
    sending: float = 5
    "Of one socket operation."
    results: float = 10
    "After the last chunk, until the stream ends."


class TranscribeStreaming:
    """A transcriber without jobs."""

    engine = "transcribe-streaming"

    def __init__(self, settings: TranscribeSettings, timeouts: Timeouts | None = None) -> None:
        """Raises MissingSettings."""
        self._settings = settings
        self._timeouts = timeouts or Timeouts()
        self._languages = supported_languages(settings.spoken_languages)

    def start(self, speech: StoredSpeech) -> Transcript:
        """Also raises UnknownProvider, for an unknown language or vocabulary."""
        is_long_enough = speech.seconds >= IDENTIFICATION_SECONDS
        languages = identification_candidates(speech.language, self._languages, is_long_enough)
        pcm = from_wav(speech.read())
        deadline = Deadline.after(speech.limit_seconds)
        with self._mapped_errors(), self._connect(stream_url(self._settings, languages)) as connection:
            final = [result for event in self._events(connection, pcm, deadline) for result in results(event)]
        return transcript(self.engine, final, languages)

    def check(self, job: str) -> Transcript | Job:
        """Raises ValueError: this engine starts no jobs."""
        raise ValueError(f"{self.engine} has no jobs")

    def _connect(self, url: str) -> ClientConnection:
        connection = connect(
            url,
            origin=Origin(f"https://{urlsplit(url).netloc}"),
            compression=None,
            open_timeout=self._timeouts.connecting,
            ping_interval=None,
            close_timeout=1,
        )
        connection.socket.settimeout(self._timeouts.sending)
        return connection

    def _events(self, connection: ClientConnection, pcm: bytes, deadline: Deadline) -> Iterator[EventStreamMessage]:
        """Send the audio in real time and yield the events received, until AWS ends the stream."""
        chunks = [pcm[start : start + _CHUNK_BYTES] for start in range(0, len(pcm), _CHUNK_BYTES)]
        pause = min(_CHUNK_SECONDS, SENDING_SECONDS / max(1, len(chunks)))
        events = EventStreamBuffer()
        began = time.monotonic()
        try:
            for number, chunk in enumerate(chunks, 1):
                if not deadline.seconds_left:
                    raise TimeoutError
                connection.send(audio_event(chunk))
                for message in _received(connection, began + number * pause):
                    events.add_data(message)
                    yield from events
            connection.send(audio_event(b""))
            for message in _received(connection, min(deadline.at, time.monotonic() + self._timeouts.results)):
                events.add_data(message)
                yield from events
        except ConnectionClosedOK:
            return
        raise TimeoutError

    @contextmanager
    def _mapped_errors(self) -> Iterator[None]:
        try:
            yield
        except StreamError as exc:
            raise self._error(exc.code) from exc
        except InvalidStatus as exc:
            status = exc.response.status_code
            raise self._error(_STATUS.get(status, f"HTTP {status}")) from exc
        except TimeoutError as exc:
            raise ProviderUnavailable(PROVIDER, "no answer in time") from exc
        except (InvalidHandshake, ConnectionClosed, OSError, BotoCoreError) as exc:
            raise ProviderUnavailable(PROVIDER, type(exc).__name__) from exc
        except (ParserError, ValueError) as exc:
            raise ProviderUnavailable(PROVIDER, "malformed response") from exc

    def _error(self, code: str) -> StikadooError:
        if code in _THROTTLED:
            return ProviderThrottled(PROVIDER, code)
        if code in _REFUSED:
            return ProviderRefusedKey(PROVIDER)
        if code == "BadRequestException":
            return refused_request(self._settings)
        return ProviderUnavailable(PROVIDER, code)


def _received(connection: ClientConnection, until: float) -> Iterator[bytes]:
    """Yield messages received until this time. Raises ConnectionClosed, and ValueError for a text message."""
    while (remaining := until - time.monotonic()) > 0:
        try:
            message = connection.recv(timeout=remaining)
        except TimeoutError:
            return
        if isinstance(message, str):
            raise ValueError("a text message")  # noqa: TRY004 # the type is the peer's choice, not the caller's
        yield message
