"""S3 object keys: chunks by connection, and one folder per recording.

chunks/{connection_id}/{requestTimeEpoch:013d}-{seq:08d | messageId}.bin
recordings/{recording_id}/packets.bin  speech.wav  audio.json  transcript.json  wish.json  prompt.txt
                          picture.png  picture.json
                          sticker.png  sticker.bin  sticker.{escpos | zpl | tspl}  sticker.….{zlib | heatshrink | rle}
                          sticker.json  preview.png
                          delivery.json  apology.json  printed.json  speech.ogg
                          replays/{recording_id}.json     links to its replays: operations/replay/links.py
transcriptions/{recording_id}.json                        output of Amazon Transcribe

A recording id begins with its device's key, so a listing by prefix finds everything stored about a device.
"""

import hashlib
import re
from dataclasses import dataclass
from datetime import UTC, datetime

CHUNKS = "chunks"
RECORDINGS = "recordings"
TRANSCRIPTIONS = "transcriptions"
MAX_SEQ = 24 * 60 * 60 * 1000 // 60 - 1
"A day of 60 ms packets, counted from 0. A connection lasts two hours."

CHUNK_LATENESS_MS = 5000
"""A recording's chunks may arrive up to this long after listen stop, by API Gateway's clock. Numbered chunks of that
time are read (transcode), all chunks up to then deleted (forget), unless they belong to the next recording."""

_VOICE = ("packets.bin", "speech.wav", "speech.ogg", "transcript.json", "wish.json", "prompt.txt")

_EXTENSIONS = {"escpos-column": "escpos", "phomemo": "escpos", "raw": "bin"}
"File extension by printer language, where it is not the language's name."

_MAC = re.compile(r"[0-9a-f]{2}([:-]?)[0-9a-f]{2}(?:\1[0-9a-f]{2}){4}", re.IGNORECASE)
_IDENTIFIER = re.compile(r"[0-9A-Za-z._:-]{1,64}")
_DIGITS = re.compile(r"[0-9]{1,8}")
_CHUNK = re.compile(r"^chunks/(?P<connection>[^/]+)/(?P<time>\d{13})-(?:(?P<seq>\d{8})|(?P<message>[^/]+))\.bin$")


@dataclass(frozen=True)
class ChunkKey:
    """The key of one chunk, the frames of one audio message: arrival time, and sequence number if it has one."""

    connection_id: str
    arrived_ms: int
    "API Gateway's requestTimeEpoch."
    seq: int | None = None
    "The number of the chunk's first packet since listen start; None if the device does not number packets."
    message_id: str = ""

    def __str__(self) -> str:
        last = self.message_id if self.seq is None else f"{self.seq:08d}"
        return f"{CHUNKS}/{self.connection_id}/{self.arrived_ms:013d}-{last}.bin"

    @classmethod
    def parse(cls, key: str) -> "ChunkKey":
        """Raises ValueError if the key is not a chunk's."""
        match = _CHUNK.match(key)
        if not match:
            raise ValueError(f"not a chunk key: {key}")
        seq = match["seq"]
        return cls(match["connection"], int(match["time"]), int(seq) if seq else None, match["message"] or "")


def sequence_number(value: object) -> int | None:
    """The `seq` of an audio message, None if it is not a number from 0 to MAX_SEQ: its frames count for more."""
    if isinstance(value, str) and _DIGITS.fullmatch(value):
        value = int(value)
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int):
        return None
    return value if 0 <= value <= MAX_SEQ else None


def is_voice(key: str) -> bool:
    """Whether a recording's object contains the child's voice or words."""
    return key.startswith(f"{RECORDINGS}/") and key.rsplit("/", 1)[-1] in _VOICE


def chunk_folder(connection_id: str) -> str:
    return f"{CHUNKS}/{connection_id}/"


def canonical_device_id(device_id: str) -> str:
    """A MAC address in lower case with colons; other ids unchanged.

    B4:3A:45:9B:94:74, B4-3A-45-9B-94-74 and B43A459B9474 → b4:3a:45:9b:94:74.
    """
    return ":".join(re.findall("..", _hex_digits(device_id))) if _MAC.fullmatch(device_id) else device_id


def is_identifier(text: str) -> bool:
    """Whether a device or client may be called so: 1 to 64 ASCII letters, digits and . _ : -, as in MACs and UUIDs.

    Such an id needs no escaping in logs, tables or URLs.
    """
    return _IDENTIFIER.fullmatch(text) is not None


def device_key(device_id: str) -> str:
    """b4:3a:45:9b:94:74 → b43a459b9474; any other id → x and a hash (x is no hex digit, so the two never collide)."""
    canonical = canonical_device_id(device_id)
    if _MAC.fullmatch(canonical):
        return _hex_digits(canonical)
    return f"x{hashlib.sha256(canonical.encode()).hexdigest()[:16]}"


def _hex_digits(mac: str) -> str:
    return mac.lower().replace(":", "").replace("-", "")


def device_prefixes(device_id: str) -> tuple[str, str]:
    """The key prefixes of a device's recordings and transcriptions, unique to that device."""
    key = device_key(device_id)
    return f"{RECORDINGS}/{key}-", f"{TRANSCRIPTIONS}/{key}-"


def recording_id(device_id: str, connection_id: str, started_ms: int, *, is_typed: bool = False) -> str:
    """{device key}-{time}-{hash}: sorts by device and time; the same message always has the same recording id."""
    at = datetime.fromtimestamp(started_ms / 1000, UTC)
    kind = " typed" if is_typed else ""  # a wake word and its listen start may come in the same millisecond
    digest = hashlib.sha256(f"{connection_id} {started_ms}{kind}".encode()).hexdigest()
    return f"{device_key(device_id)}-{at:%Y%m%d-%H%M%S}-{digest[:8]}"


def replay_id(recording_id: str, at: datetime, suffix: str) -> str:
    """A replay's id begins with the original's, and so with its device's key."""
    return f"{recording_id}-r{at:%Y%m%d%H%M%S}-{suffix}"


@dataclass(frozen=True)
class RecordingFolder:
    """Keys of one recording's objects."""

    recording_id: str

    @classmethod
    def of(cls, key: str) -> "RecordingFolder":
        """The folder of this object. Raises ValueError for a key outside recordings/."""
        root, _, rest = key.partition("/")
        recording_id, _, name = rest.partition("/")
        if root != RECORDINGS or not name:
            raise ValueError(f"not in a recording's folder: {key}")
        return cls(recording_id)

    def __str__(self) -> str:
        return f"{RECORDINGS}/{self.recording_id}/"

    def _file(self, name: str) -> str:
        return f"{self}{name}"

    @property
    def packets(self) -> str:
        """The recording's packets (stikadoo.audio.packets): everything that a replay needs."""
        return self._file("packets.bin")

    @property
    def speech(self) -> str:
        return self._file("speech.wav")

    @property
    def speech_ogg(self) -> str:
        """The packets as Ogg Opus, for Amazon Transcribe's batch jobs."""
        return self._file("speech.ogg")

    @property
    def raw_transcription(self) -> str:
        """Output of Amazon Transcribe, with the words. AWS sets no tag, so the lifecycle rule selects it by prefix."""
        return f"{TRANSCRIPTIONS}/{self.recording_id}.json"

    @property
    def audio(self) -> str:
        return self._file("audio.json")

    @property
    def transcript(self) -> str:
        return self._file("transcript.json")

    @property
    def wish(self) -> str:
        return self._file("wish.json")

    @property
    def prompt(self) -> str:
        """The prompt sent to the illustrator, with the wish in it."""
        return self._file("prompt.txt")

    @property
    def picture(self) -> str:
        return self._file("picture.png")

    @property
    def picture_origin(self) -> str:
        """Who drew the picture, and whom to name (execution.PictureOrigin)."""
        return self._file("picture.json")

    @property
    def sticker_png(self) -> str:
        return self._file("sticker.png")

    @property
    def sticker_bin(self) -> str:
        return self._file("sticker.bin")

    def sticker_in(self, language: str) -> str:
        """The bytes for a printer of this language; for png and raw, sticker.png and sticker.bin."""
        return self._file(f"sticker.{_EXTENSIONS.get(language, language)}")

    def encoded_sticker_in(self, language: str, encoding: str) -> str:
        return f"{self.sticker_in(language)}.{encoding}"

    @property
    def sticker(self) -> str:
        """Facts about the sticker: device, size, hash (execution.Sticker)."""
        return self._file("sticker.json")

    @property
    def preview(self) -> str:
        return self._file("preview.png")

    @property
    def delivery(self) -> str:
        return self._file("delivery.json")

    @property
    def apology(self) -> str:
        return self._file("apology.json")

    @property
    def printed(self) -> str:
        return self._file("printed.json")

    @property
    def replays(self) -> str:
        """The folder with one object per replay."""
        return self._file("replays/")

    def replay(self, recording_id: str) -> str:
        return f"{self.replays}{recording_id}.json"

    @property
    def voice(self) -> tuple[str, ...]:
        """Objects with the child's voice or words, deleted when the execution succeeds."""
        return (*(self._file(name) for name in _VOICE), self.raw_transcription)
