"""Speech recognition with Whisper, from packets to words; silence and noise give no wish."""

import random
import subprocess
import sys
from array import array
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from functions.transcode.decoder import decode
from functions.transcribe.step import Accepted, TranscodedDocument, transcribe
from functions.transcribe.transcribers.hallucinations import is_prompt_echo
from functions.transcribe.transcribers.weights import resolve_model
from functions.transcribe.transcribers.whisper import Whisper, confidence
from stikadoo.audio.ogg import to_ogg
from stikadoo.audio.packets import Packet
from stikadoo.audio.wav import to_wav
from stikadoo.aws.bucket import Bucket
from stikadoo.errors import NothingHeard, UnknownProvider
from stikadoo.execution import Speech, Transcript
from stikadoo.languages import primary_language
from stikadoo.patience import Patience
from stikadoo.whisper_models import DEFAULT
from stikadoo.worker_settings import TranscribeSettings
from tests.documents import DEVICE
from tests.sounds import SOUNDS, as_pcm
from tests.speech_packets import encode, ogg_to_pcm, packets_of, pcm

ACCEPTED = Accepted(frozenset({"en", "zh"}), TranscribeSettings.min_confidence)
PATIENCE = Patience(attempt_seconds=45, engine_seconds=90)

NOUNS = {
    "cat-rocket.wav": {"cat", "rocket"},
    "dog-balloons.wav": {"dog", "balloons"},
    "unicorn-pizza.wav": {"unicorn", "pizza"},
    "dragon.wav": {"dragon"},
    "cancel.wav": {"never mind", "cancel"},
    "robot-rain.wav": {"robot", "rain"},
}


def _transcript(whisper: Whisper, bucket: Bucket, sound: bytes) -> Transcript:
    """Raises NothingHeard."""
    speech = Speech(key="recordings/r1/speech.wav", packets=0, lost=0, corrupt=0, seconds=0, peak_dbfs=0)
    document = TranscodedDocument(recording_id="r1", device=DEVICE, speech=speech)
    bucket.put(speech.key, to_wav(sound))
    transcribe(document, bucket, whisper, PATIENCE, ACCEPTED)
    return bucket.read_facts(document.folder.transcript, Transcript)


def _through_opus(name: str, gain: float = 1, lost: frozenset[int] = frozenset()) -> bytes:
    """`lost`: places of packets that do not arrive; not the first."""
    there = [(place, packet) for place, packet in enumerate(packets_of(name, gain)) if place not in lost]
    steps = pairwise([(-1, b""), *there])
    return decode([Packet(packet, place - before - 1) for (before, _), (place, packet) in steps], 60).pcm


@pytest.mark.parametrize("name", NOUNS)
def test_a_wish_comes_through(whisper: Whisper, bucket: Bucket, name: str) -> None:
    transcript = _transcript(whisper, bucket, _through_opus(name))
    assert all(noun in transcript.text.casefold() for noun in NOUNS[name])
    assert (transcript.engine, transcript.language) == ("whisper", "en")
    assert 0.3 < (transcript.confidence or 0) <= 1


@pytest.mark.parametrize("name", ["cat-rocket.wav", "robot-rain.wav"])
def test_a_quiet_wish_comes_through(whisper: Whisper, bucket: Bucket, name: str) -> None:
    transcript = _transcript(whisper, bucket, _through_opus(name, gain=0.1))
    assert all(noun in transcript.text.casefold() for noun in NOUNS[name])


def test_most_words_come_through_with_a_tenth_of_the_packets_lost(whisper: Whisper, bucket: Bucket) -> None:
    draw = random.Random(3)
    recognised = []
    for name in ("dog-balloons.wav", "cancel.wav", "robot-rain.wav"):
        lost = frozenset(index for index in range(1, 40) if draw.random() < 0.1)
        text = _transcript(whisper, bucket, _through_opus(name, lost=lost)).text.casefold()
        recognised += [noun in text for noun in NOUNS[name]]
    assert sum(recognised) * 2 > len(recognised)


@pytest.mark.parametrize("name", ["silence.wav", "noise.wav"])
def test_silence_and_noise_are_no_wish(whisper: Whisper, bucket: Bucket, name: str) -> None:
    with pytest.raises(NothingHeard):
        _transcript(whisper, bucket, _through_opus(name))


@pytest.mark.parametrize("sound", SOUNDS)
def test_a_sound_that_is_no_speech_is_no_wish(whisper: Whisper, bucket: Bucket, sound: str) -> None:
    packets = [Packet(packet) for packet in encode(as_pcm(SOUNDS[sound]))]
    with pytest.raises(NothingHeard):
        _transcript(whisper, bucket, decode(packets, 60).pcm)


def test_a_hiss_is_no_wish(whisper: Whisper, bucket: Bucket) -> None:
    """Without a bound, Whisper repeated the prompt's first words for seconds."""
    draw = random.Random(1)
    hiss = array("h", (int(draw.gauss(0, 300)) for _ in range(32000)))
    with pytest.raises(NothingHeard):
        _transcript(whisper, bucket, hiss.tobytes())


def test_two_windows_are_both_transcribed(whisper: Whisper, bucket: Bucket) -> None:
    """A window of Whisper is 30 s."""
    sound = pcm("dragon.wav") + bytes(16000 * 2 * 30) + pcm("dog-balloons.wav")
    text = _transcript(whisper, bucket, sound).text.casefold()
    assert "dragon" in text
    assert "dog" in text
    assert not is_prompt_echo(text)


def test_neither_file_reader_nor_voice_detector_is_loaded() -> None:
    """In its own process, since another test may have imported them."""
    code = "import sys; from functions.transcribe.transcribers.whisper_model import faster_whisper; faster_whisper(); "
    code += "print({'av', 'onnxruntime'} & sys.modules.keys())"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "set()"


def test_without_tokens_there_is_no_confidence() -> None:
    assert confidence([]) is None


def test_an_unknown_model_name_is_an_error_that_lists_the_known_ones() -> None:
    with pytest.raises(UnknownProvider, match=r"unknown whisper model 'smal'; known: tiny\.en, tiny, base"):
        Whisper("smal").words(to_wav(bytes(32_000)))


@pytest.mark.parametrize("tag", ["nb-NO", "cmn-CN"])
def test_a_language_keeps_the_setting_s_name_where_whisper_has_another(tag: str) -> None:
    """By that name a transcript is accepted."""
    transcriber = Whisper(resolve_model(DEFAULT), ("en-US", tag))
    assert transcriber.words(to_wav(bytes(32_000)), tag).language == primary_language(tag)


def test_a_supported_language_that_the_model_lacks_is_an_error_when_it_is_loaded() -> None:
    with pytest.raises(UnknownProvider, match=r"unknown whisper language 'ga'; known: af, .*en, "):
        Whisper(resolve_model(DEFAULT), ("en-US", "ga-IE")).load()


def test_an_english_model_is_loaded_whatever_is_supported() -> None:
    Whisper(resolve_model("tiny.en"), ("en-US", "ga-IE")).load()


def test_a_failed_model_download_allows_a_fallback(tmp_path: Path) -> None:
    """In its own process, since the hub's address is read once. Nothing listens on the port."""
    code = "from functions.transcribe.transcribers.whisper import Whisper; Whisper('small')._model"
    environ = {"HF_ENDPOINT": "http://127.0.0.1:9", "TMPDIR": str(tmp_path), "HOME": str(tmp_path)}
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=environ, check=False)
    assert ran.stderr.strip().endswith(
        "ProviderUnavailable: whisper: cannot fetch its model small: LocalEntryNotFoundError"
    )


def test_an_english_model_ignores_the_device_s_language(whisper: Whisper) -> None:
    assert whisper.words(to_wav(pcm("dragon.wav")), "zh").language == "en"


@pytest.mark.parametrize("name", ["cat-rocket.wav", "unicorn-pizza.wav"])
def test_an_ogg_has_the_same_audio_and_words_as_the_wav(name: str, whisper: Whisper) -> None:
    """FFmpeg decodes at 48 kHz and resamples: samples differ slightly, and int8 inference may differ in small words."""
    packets = [Packet(data) for data in packets_of(name)]
    wav, ogg = decode(packets, 60).pcm, ogg_to_pcm(to_ogg(packets, 60))
    expected, actual = (np.frombuffer(pcm, "<i2").astype(np.float64) for pcm in (wav, ogg))
    difference = actual - expected
    assert np.square(difference).mean() < np.square(expected).mean() / 10_000, "40 dB; measured: 57 and 47"
    assert np.abs(difference).max() < 1000, "of 32768; measured: 42 and 417"
    for text in (whisper.words(to_wav(audio)).text.casefold() for audio in (wav, ogg)):
        assert {noun for noun in NOUNS[name] if noun in text} == NOUNS[name]
