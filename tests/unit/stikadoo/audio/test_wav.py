"""WAV files: literal bytes, and round trips."""

from hypothesis import given
from hypothesis import strategies as st

from stikadoo.audio.wav import from_wav, to_wav

HEADER = bytes.fromhex(
    "52494646 28000000 57415645 666d7420 10000000 0100 0100 803e0000 007d0000 0200 1000 64617461 04000000"
)


def test_a_header_says_mono_16_bit_and_16_khz() -> None:
    assert to_wav(b"\x01\x00\xff\x7f") == HEADER + b"\x01\x00\xff\x7f"


@given(st.binary(max_size=200).map(lambda pcm: pcm[: len(pcm) // 2 * 2]))
def test_samples_are_read_back(pcm: bytes) -> None:
    assert from_wav(to_wav(pcm)) == pcm
