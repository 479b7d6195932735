"""The set of voices is complete, licensed, small, decodable, and split into two halves."""

from collections import Counter
from pathlib import Path

import pytest

from benchmarks.speech.conditions import samples
from benchmarks.speech.corpus import MADE_SOUNDS, SOUND, Half, clip_of, clips
from benchmarks.speech.metrics import kept
from stikadoo.audio.opus_duration import packet_samples
from tests.voices.manifest import COMMITTED, Entry, read
from tests.voices.packages import SOURCES

ENTRIES = read(COMMITTED)
CLIPS = list(clips())
LICENCES = (COMMITTED.parent / "LICENSES.md").read_text()
MOST_BYTES = 4_000_000


def test_the_manifest_lists_every_clip_once() -> None:
    files = sorted(str(path.relative_to(COMMITTED)) for path in COMMITTED.rglob("*.p3"))
    assert files == sorted(entry.file for entry in ENTRIES)


def test_the_clips_stay_small() -> None:
    assert sum(path.stat().st_size for path in COMMITTED.rglob("*")) < MOST_BYTES


@pytest.mark.parametrize("kind", sorted({entry.kind for entry in ENTRIES}))
def test_a_kind_and_its_sources_are_licensed(kind: str) -> None:
    assert kind in LICENCES
    for entry in ENTRIES:
        if entry.kind == kind:
            assert f"| {entry.source}" in LICENCES
            assert entry.licence in LICENCES


def test_a_copy_needs_a_licence_that_permits_it() -> None:
    permitted = {"GPL-2.0-or-later", "GPL-2.0-only", "BSD-2-Clause", "CC-BY-SA-3.0", "CC-BY-3.0", "Apache-2.0"}
    assert {entry.licence for entry in ENTRIES} <= permitted
    assert {source.licence for source in SOURCES.values()} <= permitted


def test_every_packet_is_60_ms_of_16_khz() -> None:
    for clip in CLIPS:
        assert {packet_samples(packet.data) for packet in clip.packets} == {960}, clip.name
        assert 0.3 <= len(clip.packets) * 0.06 <= 12.1, clip.name


def test_a_clip_of_each_kind_decodes_to_sound() -> None:
    for clip in {clip.kind: clip for clip in CLIPS}.values():
        assert abs(samples(clip)).max() > 0.01, clip.name


def test_what_was_said_keeps_all_its_nouns() -> None:
    for clip in CLIPS:
        assert kept(clip.nouns, clip.said, clip.language) == len(clip.nouns), clip.name
        assert bool(clip.nouns) == clip.is_speech, clip.name


def test_there_are_a_hundred_sounds_and_sixty_wishes() -> None:
    kinds = Counter(clip.kind for clip in CLIPS)
    assert kinds[SOUND] >= 100 + len(MADE_SOUNDS)
    assert (kinds["wishes-en"], kinds["wishes-zh"], kinds["wishes-de"], kinds["wishes-es"]) == (60, 20, 20, 20)


@pytest.mark.parametrize("kind", sorted({clip.kind for clip in CLIPS}))
def test_a_kind_has_a_share_in_both_halves(kind: str) -> None:
    halves = Counter(clip.half for clip in CLIPS if clip.kind == kind)
    assert min(halves["tune"], halves["report"]) >= 0.2 * halves.total()


def test_a_child_s_clips_are_in_one_half(tmp_path: Path) -> None:
    assert len({_half(tmp_path, kind="kids-6-7", said=f"{number} cats", speaker="1") for number in range(20)}) == 1


def test_a_word_is_in_one_half_whoever_speaks_it(tmp_path: Path) -> None:
    assert len({_half(tmp_path, kind="words-en", said="cat", speaker=f"{number}") for number in range(20)}) == 1


def test_a_clip_stays_in_its_half_when_its_words_are_corrected(tmp_path: Path) -> None:
    halves = {_half(tmp_path, kind="words-en", said=f"{number}", speaker="1", half="tune") for number in range(20)}
    assert halves == {"tune"}


def _half(folder: Path, *, kind: str, said: str, speaker: str, half: str = "") -> Half:
    (folder / "a.p3").write_bytes(b"\0\0\0\1x")
    return clip_of(Entry("a.p3", kind, "en", said, "", speaker, "", "", half), folder).half
