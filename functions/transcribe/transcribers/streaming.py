"""Speech becomes words while Amazon Transcribe listens: its streaming API, over a WebSocket. A preview.

speech.wav's PCM goes out in chunks of 100 ms, as fast as it was supported_languages, for AWS promises nothing to who is faster. What
took longer than SENDING_SECONDS is sent faster all the same, since a worker has a minute. Results come meanwhile; when
all is said, AWS ends the stream. Why this, and no client of AWS's: docs/decisions/0003-transcribe-streaming.md.

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
from functions.transcribe.transcribers.wav import pcm
from stikadoo.audio.opus import SAMPLE_RATE
from stikadoo.errors import ProviderRefusedKey, ProviderThrottled, ProviderUnavailable, StikadooError
from stikadoo.execution import Transcript
from stikadoo.worker_settings import TranscribeSettings

SENDING_SECONDS = 20.0

IDENTIFICATION_SECONDS = 3
"Of less, a stream does not tell the language; a wish in none of the supported_languages ones is heard in the first of them."

_CHUNK_SECONDS = 0.1
_CHUNK_BYTES = round(SAMPLE_RATE * 2 * _CHUNK_SECONDS)

_STATUS = {400: "BadRequestException", 401: "AccessDenied", 403: "AccessDenied", 429: "ThrottlingException"}
"By which error an upgrade is refused that names none."

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
    """Seconds. With SENDING_SECONDS they stay under a worker's minute."""

    connecting: float = 5
    sending: float = 25
    "For one chunk, if AWS reads no more; and for a sign of life."
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
        """Raises UnknownProvider, too, for a language or a vocabulary that Transcribe does not know."""
        is_long_enough = speech.seconds >= IDENTIFICATION_SECONDS
        languages = identification_candidates(speech.language, self._languages, is_long_enough)
        sound = pcm(speech.read())
        with self._troubles(), self._connected(stream_url(self._settings, languages)) as connection:
            told = [result for event in self._conversation(connection, sound) for result in results(event)]
        return transcript(self.engine, told, languages)

    def check(self, job: str) -> Transcript | Job:
        """Raises ValueError: none of its answers is a job."""
        raise ValueError(f"{self.engine} gave no job to look at")

    def _connected(self, url: str) -> ClientConnection:
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

    def _conversation(self, connection: ClientConnection, sound: bytes) -> Iterator[EventStreamMessage]:
        """Sends the sound in time, and tells what comes meanwhile and after. Ends when AWS ends the stream."""
        chunks = [sound[start : start + _CHUNK_BYTES] for start in range(0, len(sound), _CHUNK_BYTES)]
        pause = min(_CHUNK_SECONDS, SENDING_SECONDS / max(1, len(chunks)))
        events = EventStreamBuffer()
        began = time.monotonic()
        try:
            for number, chunk in enumerate(chunks, 1):
                connection.send(audio_event(chunk))
                for message in _received(connection, began + number * pause):
                    events.add_data(message)
                    yield from events
            connection.send(audio_event(b""))
            for message in _received(connection, time.monotonic() + self._timeouts.results):
                events.add_data(message)
                yield from events
        except ConnectionClosedOK:
            return
        raise TimeoutError

    @contextmanager
    def _troubles(self) -> Iterator[None]:
        try:
            yield
        except StreamError as exc:
            raise self._meaning(exc.code) from exc
        except InvalidStatus as exc:
            status = exc.response.status_code
            raise self._meaning(_STATUS.get(status, f"HTTP {status}")) from exc
        except TimeoutError as exc:
            raise ProviderUnavailable(PROVIDER, "no answer in time") from exc
        except (InvalidHandshake, ConnectionClosed, OSError, BotoCoreError) as exc:
            raise ProviderUnavailable(PROVIDER, type(exc).__name__) from exc
        except (ParserError, ValueError) as exc:
            raise ProviderUnavailable(PROVIDER, "malformed reply") from exc

    def _meaning(self, code: str) -> StikadooError:
        if code in _THROTTLED:
            return ProviderThrottled(PROVIDER, code)
        if code in _REFUSED:
            return ProviderRefusedKey(PROVIDER)
        if code == "BadRequestException":
            return refused_request(self._settings)
        return ProviderUnavailable(PROVIDER, code)


def _received(connection: ClientConnection, until: float) -> Iterator[bytes]:
    """What comes before then. Raises ConnectionClosed, ValueError for text."""
    while (left := until - time.monotonic()) > 0:
        try:
            message = connection.recv(timeout=left)
        except TimeoutError:
            return
        if isinstance(message, str):
            raise ValueError("a text message")  # noqa: TRY004 # whoever is at the other end chose the type
        yield message
