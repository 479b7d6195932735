"""Peak level and loud time of speech, silence and clicks."""

from array import array

from functions.transcode.loudness import QUIETEST_DBFS, loudness
from tests.speech_packets import pcm


def test_speech_is_loud_for_a_second() -> None:
    result = loudness(pcm("cat-rocket.wav"), -50)
    assert result.peak_dbfs > -12
    assert result.loud_ms > 1000


def test_quiet_speech_is_loud_enough() -> None:
    assert loudness(pcm("cat-rocket.wav", gain=0.1), -50).loud_ms > 1000


def test_silence_has_a_number() -> None:
    assert loudness(bytes(32000), -50).peak_dbfs == QUIETEST_DBFS
    assert loudness(b"", -50).peak_dbfs == QUIETEST_DBFS


def test_the_loudest_sample_is_full_scale_on_either_side() -> None:
    assert loudness(array("h", [0, -32768]).tobytes(), -50).peak_dbfs == 0
    assert loudness(array("h", [16384]).tobytes(), -50).peak_dbfs == -6.0


def test_a_click_is_loud_but_short() -> None:
    sound = array("h", bytes(32000))
    sound[8000:8200] = array("h", [30000] * 200)
    result = loudness(sound.tobytes(), -50)
    assert result.peak_dbfs > -1
    assert result.loud_ms <= 40
