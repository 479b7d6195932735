"""Names of S3 objects: one folder a recording shows how far its sticker got.

chunks/{connection_id}/{requestTimeEpoch:013d}-{seq:08d | messageId}.bin
recordings/{recording_id}/packets.bin  speech.wav  audio.json  transcript.json  wish.json  prompt.txt
                          picture.png
                          sticker.png  sticker.bin  sticker.{escpos | zpl | tspl}  sticker.….{zlib | heatshrink | rle}
                          sticker.json  preview.png
                          delivery.json  apology.json  printed.json  speech.ogg
                          replays/{recording_id}.json     who ran it again, when, how: replay_links.py
transcriptions/{recording_id}.json                        as Amazon Transcribe writes it

A recording's id begins with its device's key, so that a listing finds all that is stored of a device.
"""

import hashlib
import re
from dataclasses import dataclass
from datetime import datetime

CHUNKS = "chunks"
RECORDINGS = "recordings"
TRANSCRIPTIONS = "transcriptions"
MAX_SEQ = 99_999_999
"Eight digits: at 60 ms a packet, two months."
CHUNK_LATENESS_MS = 5000
"A chunk that arrives up to this long after listen stop still belongs to the recording."

_VOICE = ("packets.bin", "speech.wav", "speech.ogg", "transcript.json", "wish.json", "prompt.txt")

_EXTENSIONS = {"escpos-column": "escpos", "phomemo": "escpos", "raw": "bin"}
"By printer language; the others are called what they are."

_MAC = re.compile(r"[0-9a-f]{2}(:[0-9a-f]{2}){5}", re.IGNORECASE)
_CHUNK = re.compile(r"^chunks/(?P<connection>[^/]+)/(?P<time>\d{13})-(?:(?P<seq>\d{8})|(?P<message>[^/]+))\.bin$")


@dataclass(frozen=True)
class ChunkKey:
    """Where one message's frames lie; the name alone tells when it arrived and, if it was numbered, its place."""

    connection_id: str
    arrived_ms: int
    "API Gateway's requestTimeEpoch."
    seq: int | None = None
    "The number of the chunk's first packet since listen start; None if the device does not number."
    message_id: str = ""

    def __str__(self) -> str:
        last = self.message_id if self.seq is None else f"{self.seq:08d}"
        return f"{CHUNKS}/{self.connection_id}/{self.arrived_ms:013d}-{last}.bin"

    @classmethod
    def parse(cls, key: str) -> "ChunkKey":
        """Raises ValueError for a key that is no chunk's."""
        found = _CHUNK.match(key)
        if not found:
            raise ValueError(f"not a chunk: {key}")
        seq = found["seq"]
        return cls(found["connection"], int(found["time"]), int(seq) if seq else None, found["message"] or "")


def is_voice(key: str) -> bool:
    """Whether a recording's object holds the child's voice or words."""
    return key.startswith(f"{RECORDINGS}/") and key.rsplit("/", 1)[-1] in _VOICE


def chunk_folder(connection_id: str) -> str:
    return f"{CHUNKS}/{connection_id}/"


def known_as(device_id: str) -> str:
    """A MAC is one device's however it is spelt: B4:3A:45:9B:94:74 → b4:3a:45:9b:94:74; anything else stays."""
    return device_id.lower() if _MAC.fullmatch(device_id) else device_id


def device_key(device_id: str) -> str:
    """b4:3a:45:9b:94:74 → b43a459b9474; anything else → x and a hash, told apart by its letter."""
    known = known_as(device_id)
    if _MAC.fullmatch(known):
        return known.replace(":", "")
    return f"x{hashlib.sha256(known.encode()).hexdigest()[:16]}"


def device_prefixes(device_id: str) -> tuple[str, str]:
    """What all keys of a device's recordings begin with; no other device's do."""
    key = device_key(device_id)
    return f"{RECORDINGS}/{key}-", f"{TRANSCRIPTIONS}/{key}-"


def replay_id(recording_id: str, at: datetime, mark: str) -> str:
    """A replay's name begins with that of the first recording, and so with its device's key."""
    return f"{recording_id}-r{at:%Y%m%d%H%M%S}-{mark}"


@dataclass(frozen=True)
class RecordingFolder:
    """The objects of one recording, by name."""

    recording_id: str

    @classmethod
    def of(cls, key: str) -> "RecordingFolder":
        """Where this object lies. Raises ValueError for a key outside recordings/."""
        root, _, rest = key.partition("/")
        recording_id, _, name = rest.partition("/")
        if root != RECORDINGS or not name:
            raise ValueError(f"no recording's: {key}")
        return cls(recording_id)

    def __str__(self) -> str:
        return f"{RECORDINGS}/{self.recording_id}/"

    def _file(self, name: str) -> str:
        return f"{self}{name}"

    @property
    def packets(self) -> str:
        """Protocol 2 frames one after another, timestamps from the recording's start: all that replay needs."""
        return self._file("packets.bin")

    @property
    def speech(self) -> str:
        return self._file("speech.wav")

    @property
    def speech_ogg(self) -> str:
        """The packets in an Ogg container, for who takes that."""
        return self._file("speech.ogg")

    @property
    def raw_transcription(self) -> str:
        """Words, too, but written by AWS, which sets no tag: so it lies where a lifecycle finds it by prefix."""
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
        """What the illustrator was asked; it holds the wish."""
        return self._file("prompt.txt")

    @property
    def picture(self) -> str:
        return self._file("picture.png")

    @property
    def sticker_png(self) -> str:
        return self._file("sticker.png")

    @property
    def sticker_bin(self) -> str:
        return self._file("sticker.bin")

    def sticker_in(self, language: str) -> str:
        """The bytes for a printer of this language; for png and raw, the file that is there anyway."""
        return self._file(f"sticker.{_EXTENSIONS.get(language, language)}")

    def encoded_sticker_in(self, language: str, encoding: str) -> str:
        return f"{self.sticker_in(language)}.{encoding}"

    @property
    def sticker(self) -> str:
        """Facts of the sticker: whose it is, its size, its hash."""
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
        """One object for each time it was run again."""
        return self._file("replays/")

    def replay(self, recording_id: str) -> str:
        return f"{self.replays}{recording_id}.json"

    @property
    def voice(self) -> tuple[str, ...]:
        """What holds the child's voice or words, and is deleted at a good end."""
        return (*(self._file(name) for name in _VOICE), self.raw_transcription)
