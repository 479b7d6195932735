"""The default speech engine on voices and sounds, compared with tiny.en as it was decoded in November 2026.

A part of the report half; `python -m benchmarks.speech` measures all of it, other engines, and conditions.
"""

import math
from itertools import islice

from benchmarks.speech.__main__ import run
from benchmarks.speech.corpus import SOUND, clips
from benchmarks.speech.measure import Counts, total
from benchmarks.table import Row

ENGINE = "whisper"
REFERENCE = "reference"

REAL = {"kids-6-7": 8, "kids-8-9": 8, "kids-10-12": 8, "adults": 8, "words-en": 16, "sentences-en": 4}
"Kind → clips. The first four are there once `python -m tests.voices.collect` has run."

SYNTHESISED = {"wishes-en": 12}
SOUNDS = {SOUND: 40}

_MOST_HALLUCINATED = 0.01


def rows() -> list[Row]:
    engine, reference = _measured(ENGINE), _measured(REFERENCE)
    real_engine, real_reference = (
        total(counts[kind] for kind in REAL if kind in counts) for counts in (engine, reference)
    )
    return [
        *(_kept(kind, counts, reference[kind]) for kind, counts in engine.items() if kind != SOUND),
        _kept("all real voices", real_engine, real_reference, is_promise=True),
        _hallucinated(engine[SOUND], reference[SOUND]),
        _seconds(total(engine.values()), total(reference.values())),
    ]


def _measured(name: str) -> dict[str, Counts]:
    """By kind; without those that were not collected."""
    parts = REAL | SYNTHESISED | SOUNDS
    there = {kind: list(islice(clips((kind,), "report"), most)) for kind, most in parts.items()}
    return {kind: run(name, "clean", some) for kind, some in there.items() if some}


def _kept(what: str, engine: Counts, reference: Counts, *, is_promise: bool = False) -> Row:
    ratio = engine.kept_share / reference.kept_share if reference.nouns_kept else math.inf
    return Row(
        f"nouns kept, {what}: {engine.clips} clips",
        f"{engine.kept_share:.0%} · WER {engine.error_rate:.0%}",
        f"tiny.en: {reference.kept_share:.0%} · WER {reference.error_rate:.0%}",
        ratio,
        *(("no less", ratio >= 1) if is_promise else ()),
    )


def _hallucinated(engine: Counts, reference: Counts) -> Row:
    return Row(
        "sounds without speech that became a wish",
        f"{engine.heard} of {engine.clips}",
        f"tiny.en without our filters: {reference.heard}",
        engine.heard_share,
        f"at most {_MOST_HALLUCINATED:.0%}",
        engine.heard_share <= _MOST_HALLUCINATED,
    )


def _seconds(engine: Counts, reference: Counts) -> Row:
    return Row(
        "seconds a clip, transcoded and transcribed",
        f"{engine.wall_seconds / engine.clips:.2f} s · {engine.cpu_seconds / engine.clips:.2f} s of CPU",
        f"tiny.en: {reference.wall_seconds / reference.clips:.2f} s",
        engine.wall_seconds / reference.wall_seconds,
    )
