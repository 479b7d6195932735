"""Speech for an engine as Ogg Opus of the device's packets, compared with WAV: bytes, time and recognised words."""

import functools
import io
from collections.abc import Iterable

import av

from benchmarks.table import Row, median_seconds
from device.opus_encoder import packets
from functions.transcode.decoder import decode
from functions.transcribe.transcribers.weights import resolve_model
from functions.transcribe.transcribers.whisper import Whisper
from stikadoo.audio.ogg import to_ogg
from stikadoo.audio.packets import Packet, from_bytes, to_bytes
from stikadoo.audio.wav import to_wav
from tests.speech_packets import SPEECH

WISHES = ("cat-rocket.wav", "dog-balloons.wav", "unicorn-pizza.wav", "dragon.wav", "robot-rain.wav", "cancel.wav")
MOST_OF_THE_WAV = 0.1
LOSS = 7
"Every seventh packet is lost, in one case."


def rows() -> list[Row]:
    whisper = Whisper(resolve_model(""))
    cases = {"all packets there": 0, f"each {LOSS}th lost": LOSS}
    word_rows = [_words(whisper, what, loss) for what, loss in cases.items()]
    return [_bytes(), _time(), *(_samples(what, loss) for what, loss in cases.items()), *word_rows]


@functools.cache
def _timeline(name: str, loss: int = 0) -> tuple[Packet, ...]:
    """As a device sends it: variable bit rate, DTX."""
    sent = list(enumerate(packets(SPEECH / name)))
    arrived = [(place, data) for place, data in sent if not loss or not place or place % loss]
    before = [-1, *(place for place, _ in arrived)]
    return tuple(Packet(data, place - last - 1) for last, (place, data) in zip(before, arrived, strict=False))


def _bytes() -> Row:
    ogg = sum(len(to_ogg(_timeline(name), 60)) for name in WISHES)
    wav = sum(len(_wav(_timeline(name))) for name in WISHES)
    what = f"Ogg Opus of {len(WISHES)} wishes"
    promise = f"at most {MOST_OF_THE_WAV:.0%} of it"
    return Row(what, f"{ogg / 1000:.1f} kB", f"their WAVs: {wav / 1000:.0f} kB", ogg / wav, promise, ogg <= wav * 0.1)


def _time() -> Row:
    stored = to_bytes(_timeline("robot-rain.wav"))
    ogg = median_seconds(lambda: to_ogg(from_bytes(stored), 60))
    wav = median_seconds(lambda: _wav(from_bytes(stored)))
    what = "packets of 3.6 s to Ogg, nothing decoded"
    return Row(what, f"{ogg * 1000:.1f} ms", f"to WAV: {wav * 1000:.1f} ms", ogg / wav)


def _samples(what: str, loss: int) -> Row:
    ogg = sum(_length(_read(to_ogg(_timeline(name, loss), 60))) for name in WISHES)
    wav = sum(_length(_wav(_timeline(name, loss))) for name in WISHES)
    what = f"samples FFmpeg reads from the Ogg, {what}"
    return Row(what, str(ogg), f"in the WAV: {wav}", ogg / wav, "the same", ogg == wav)


def _words(whisper: Whisper, what: str, loss: int) -> Row:
    shared = expected = 0
    for name in WISHES:
        ogg = whisper.words(_read(to_ogg(_timeline(name, loss), 60))).text
        wav = whisper.words(_wav(_timeline(name, loss))).text
        shared += _shared(ogg, wav)
        expected += len(wav.split())
    return Row(f"words whisper hears alike, {what}", str(shared), f"from the WAV: {expected}", shared / expected)


def _shared(one: str, other: str) -> int:
    left = _plain(one.split())
    return sum(word in left and not left.remove(word) for word in _plain(other.split()))


def _plain(words: Iterable[str]) -> list[str]:
    return [word.casefold().strip(".,!?") for word in words]


def _wav(timeline: Iterable[Packet]) -> bytes:
    return to_wav(decode(tuple(timeline), 60).pcm)


def _read(ogg: bytes) -> bytes:
    """As WAV, by FFmpeg's decoder and resampler."""
    resampler = av.AudioResampler(format="s16", layout="mono", rate=16_000)
    with av.open(io.BytesIO(ogg)) as opened:
        frames = [*opened.decode(audio=0), None]
    pieces = [piece for frame in frames for piece in resampler.resample(frame)]
    return to_wav(b"".join(bytes(piece.planes[0])[: piece.samples * 2] for piece in pieces))


def _length(wav: bytes) -> int:
    return (len(wav) - 44) // 2
