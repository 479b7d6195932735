"""opuslib works without an installed libopus."""

import ctypes.util
import subprocess
import sys

import pytest

from stikadoo.audio import opus


def test_a_packet_survives_there_and_back() -> None:
    library = opus.load()
    packet = library.Encoder(opus.SAMPLE_RATE, 1, "voip").encode(bytes(1920), 960)
    assert len(library.Decoder(opus.SAMPLE_RATE, 1).decode(packet, 960)) == 1920


def test_a_lost_packet_is_concealed() -> None:
    assert len(opus.load().Decoder(opus.SAMPLE_RATE, 1).decode(b"", 960)) == 1920


def test_an_invalid_packet_is_rejected() -> None:
    with pytest.raises(opus.load().OpusError):
        opus.load().Decoder(opus.SAMPLE_RATE, 1).decode(b"\xff\xff\xff", 960)


def test_the_bundled_library_is_loaded_if_ctypes_finds_none() -> None:
    """In its own process, where ctypes finds no library and warnings are errors."""
    code = (
        "import ctypes.util; ctypes.util.find_library = lambda name: None\n"
        "from stikadoo.audio import opus; opus.load()\n"
        "print([line.split()[-1] for line in open('/proc/self/maps') if 'libopus' in line][0])"
    )
    result = subprocess.run(
        [sys.executable, "-W", "error::SyntaxWarning", "-c", code], check=True, capture_output=True, text=True
    )
    assert result.stdout.strip().endswith("opuslib_next/_native/libopus.so")


def test_other_libraries_are_found_as_before() -> None:
    before = ctypes.util.find_library
    opus.load()
    assert ctypes.util.find_library is before
