"""Keys of S3 objects: format, parsing, order and prefixes."""

import re
import string
from datetime import UTC, datetime
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stikadoo.execution import Identifier
from stikadoo.keys import (
    MAX_SEQ,
    ChunkKey,
    RecordingFolder,
    canonical_device_id,
    chunk_folder,
    device_key,
    device_prefixes,
    is_identifier,
    replay_id,
    sequence_number,
)
from stikadoo.printers import Language

LANGUAGES = get_args(Language)

ids = st.text(string.ascii_letters + string.digits + "-_=", min_size=1, max_size=20)
times = st.integers(0, 9_999_999_999_999)


def test_a_numbered_chunk_is_named_by_time_and_number() -> None:
    key = ChunkKey("Y_xyz=", 1_763_712_000_123, seq=8, message_id="m=")
    assert str(key) == "chunks/Y_xyz=/1763712000123-00000008.bin"


def test_an_unnumbered_chunk_is_named_by_time_and_message() -> None:
    assert str(ChunkKey("Y_xyz=", 1_763_712_000_123, message_id="m=")) == "chunks/Y_xyz=/1763712000123-m=.bin"


@given(connection=ids, arrived_ms=times, seq=st.integers(0, MAX_SEQ))
def test_a_numbered_key_is_read_back(connection: str, arrived_ms: int, seq: int) -> None:
    key = ChunkKey(connection, arrived_ms, seq)
    assert ChunkKey.parse(str(key)) == key


@given(
    connection=ids,
    arrived_ms=times,
    message=ids.filter(lambda message_id: not (len(message_id) == 8 and message_id.isdigit())),
)
def test_an_unnumbered_key_is_read_back(connection: str, arrived_ms: int, message: str) -> None:
    key = ChunkKey(connection, arrived_ms, message_id=message)
    assert ChunkKey.parse(str(key)) == key


@given(first=times, second=times)
def test_keys_of_one_connection_sort_by_time(first: int, second: int) -> None:
    keys = sorted([str(ChunkKey("c", first, 0)), str(ChunkKey("c", second, 0))])
    assert [ChunkKey.parse(key).arrived_ms for key in keys] == sorted([first, second])


@pytest.mark.parametrize("key", ["", "chunks/c/1-00000001.bin", "recordings/r/packets.bin", "chunks/c/x.bin"])
def test_a_key_that_is_no_chunk_s_is_rejected(key: str) -> None:
    with pytest.raises(ValueError, match="not a chunk"):
        ChunkKey.parse(key)


def test_a_connections_chunks_lie_in_one_folder() -> None:
    assert str(ChunkKey("c", 1, 0)).startswith(chunk_folder("c"))
    assert not str(ChunkKey("c2", 1, 0)).startswith(chunk_folder("c"))


def test_a_recordings_objects_lie_in_one_folder_under_different_names() -> None:
    folder = RecordingFolder("b43a459b9474-20261121-080000-abcd1234")
    names = [name for name, value in vars(RecordingFolder).items() if isinstance(value, property)]
    names = [name for name in names if name not in {"voice", "raw_transcription"}]
    keys = [getattr(folder, name) for name in names]
    assert len(set(keys)) == len(keys) >= 12
    assert all(key.startswith("recordings/b43a459b9474-20261121-080000-abcd1234/") for key in keys)


def test_a_sticker_is_named_after_its_printers_language() -> None:
    folder = RecordingFolder("r")
    names = {language: folder.sticker_in(language).removeprefix("recordings/r/sticker.") for language in LANGUAGES}
    assert names == {
        "escpos": "escpos",
        "escpos-column": "escpos",
        "phomemo": "escpos",
        "zpl": "zpl",
        "tspl": "tspl",
        "png": "png",
        "raw": "bin",
    }
    assert (folder.sticker_in("png"), folder.sticker_in("raw")) == (folder.sticker_png, folder.sticker_bin)
    assert folder.encoded_sticker_in("phomemo", "zlib") == "recordings/r/sticker.escpos.zlib"


def test_the_voice_is_all_that_holds_words_or_sound() -> None:
    folder = RecordingFolder("r")
    sound = {folder.packets, folder.speech, folder.speech_ogg}
    assert set(folder.voice) == sound | {folder.transcript, folder.raw_transcription, folder.wish, folder.prompt}


@pytest.mark.parametrize(
    "spelt",
    [
        *("b4:3a:45:9b:94:74", "B4:3A:45:9B:94:74", "b4:3A:45:9b:94:74", "B4-3A-45-9B-94-74", "b4-3a-45-9b-94-74"),
        *("b43a459b9474", "B43A459B9474"),
    ],
)
def test_a_mac_is_one_device_s_however_it_is_spelt(spelt: str) -> None:
    assert canonical_device_id(spelt) == "b4:3a:45:9b:94:74"
    assert device_key(spelt) == "b43a459b9474"


@pytest.mark.parametrize(
    "name", ["b4-3a:45-9b:94-74", "b4-3a-45-9b-94", "a:b", "ab", "", "../x", "x" * 500, "小智", "AB"]
)
def test_any_other_device_has_a_key_that_fits_a_recording_s_id(name: str) -> None:
    assert canonical_device_id(name) == name
    assert re.fullmatch(r"x[0-9a-f]{16}", device_key(name))


@pytest.mark.parametrize("name", ["b4:3a:45:9b:94:74", "0f0e7a1c-4a5b-4f0e-9a52-2d4b7a3f1c11", "my_device.2", "x" * 64])
def test_an_identifier_needs_no_escaping(name: str) -> None:
    assert is_identifier(name)


@pytest.mark.parametrize(
    "name", ["", "x" * 65, "a b", "a\tb", "a\n", "a/b", "小智", "[red]", "=1+1", "\x1b[31m", "a\u202eb", "٣", "<b>"]
)
def test_any_other_text_is_no_identifier(name: str) -> None:
    assert not is_identifier(name)


def test_no_two_devices_share_a_key() -> None:
    names = ["b4:3a:45:9b:94:74", "b4:3a459b9474", "a:b", "ab", "AB", "Ab", "b4:3a:45:9b:94:75", "xb43a459b9474"]
    assert len({device_key(name) for name in names}) == len(names)


def test_a_device_s_prefixes_find_its_recordings_and_no_other_s() -> None:
    recordings, transcriptions = device_prefixes("02:00:00:00:00:01")
    own = RecordingFolder("020000000001-20261121-080000-abcd1234")
    assert own.packets.startswith(recordings)
    assert own.raw_transcription.startswith(transcriptions)
    assert not RecordingFolder("0200000000010-20261121-080000-abcd1234").packets.startswith(recordings)


def test_an_object_s_folder_is_found_by_its_key() -> None:
    assert RecordingFolder.of(RecordingFolder("r1").speech) == RecordingFolder("r1")
    assert RecordingFolder.of(RecordingFolder("r1").replay("r1-r2")) == RecordingFolder("r1")
    for stranger in ("chunks/c/1-m.bin", "recordings/r1", "transcriptions/r1.json"):
        with pytest.raises(ValueError, match="not in a recording's folder"):
            RecordingFolder.of(stranger)


def test_a_replay_is_its_device_s_and_sorts_by_time() -> None:
    device = "b4:3a:45:9b:94:74"
    first = f"{device_key(device)}-20261121-101112-0a1b2c3d"
    ids = [replay_id(first, datetime(2026, 11, 21, 10, 11, second, tzinfo=UTC), "beef") for second in (13, 59)]
    assert ids == [f"{first}-r20261121101113-beef", f"{first}-r20261121101159-beef"]
    assert all(f"{RecordingFolder(name)}".startswith(device_prefixes(device)[0]) for name in ids)
    longest = replay_id(f"{device_key('a name')}-20261121-101112-0a1b2c3d", datetime(2026, 11, 21, tzinfo=UTC), "beef")
    assert re.fullmatch(Identifier, longest)


@pytest.mark.parametrize(
    ("value", "number"),
    [(0, 0), (MAX_SEQ, MAX_SEQ), ("8", 8), (8.0, 8), *((value, None) for value in (-1, MAX_SEQ + 1, 1.5, True, None))],
)
def test_a_sequence_number_is_a_number_of_the_protocol(value: object, number: int | None) -> None:
    assert sequence_number(value) == number


@pytest.mark.parametrize(
    "value", ["", "-1", "1.5", "٣", "9" * 5000, float("inf"), float("nan"), [1], {}, 10**40, 1e300]
)
def test_what_is_no_sequence_number_is_none(value: object) -> None:
    assert sequence_number(value) is None
