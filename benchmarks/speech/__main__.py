"""Measures speech engines on the clips: a table, a row for each kind and condition.

    python -m benchmarks.speech --engine whisper --engine whisper:/models/base --half tune \\
        --kinds kids-6-7,words-en --conditions clean,babble-10 [--texts] [--most 20]

Without options: the default engine, the report half, every kind that is there, clean. `python -m tests.voices.collect`
gets those that are not in the repository.
"""

import argparse
from collections.abc import Iterable, Iterator
from itertools import islice, product

from rich.console import Console
from rich.table import Table

from benchmarks.speech.conditions import CONDITIONS, apply
from benchmarks.speech.corpus import Clip, Half, clips, kinds
from benchmarks.speech.engines import engine
from benchmarks.speech.hearing import Heard, hear
from benchmarks.speech.measure import Counts, measure

_HALVES: dict[str, Half | None] = {"tune": "tune", "report": "report", "both": None}
_COLUMNS = ("engine", "condition", "kind", "clips", "nouns kept", "WER", "became a wish", "CPU s", "wall s")


def main() -> None:
    options = _options()
    console = Console(width=140)
    table = Table(*_COLUMNS, title=f"{options.half} half")
    for name, condition, kind in product(options.engine or ["whisper"], options.conditions, options.kinds or kinds()):
        counts = run(name, condition, islice(clips((kind,), _HALVES[options.half]), options.most))
        table.add_row(name, condition, kind, *_cells(counts))
        if options.texts:
            _print_texts(console, counts)
    console.print(table)


def run(name: str, condition: str, some: Iterable[Clip]) -> Counts:
    return measure(some, lambda clip: _hear(name, apply(condition, clip)))


def _hear(name: str, clip: Clip) -> Heard:
    transcriber, rules = engine(name, clip.language)
    return hear(clip, transcriber, rules)


def _cells(counts: Counts) -> Iterator[str]:
    is_speech = bool(counts.words)
    clips_or_one = counts.clips or 1
    yield str(counts.clips)
    yield f"{counts.kept_share:.0%} of {counts.nouns}" if is_speech else ""
    yield f"{counts.error_rate:.0%}" if is_speech else ""
    yield str(counts.heard)
    yield f"{counts.cpu_seconds / clips_or_one:.2f}"
    yield f"{counts.wall_seconds / clips_or_one:.2f}"


def _print_texts(console: Console, counts: Counts) -> None:
    for clip, heard in counts.results:
        confidence = heard.transcript.confidence if heard.transcript else None
        console.print(
            f"{clip.name}: {clip.said!r} → {heard.text!r} {confidence or ''}", highlight=False, soft_wrap=True
        )


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser("python -m benchmarks.speech", description="Measure speech engines.")
    parser.add_argument("--engine", action="append", help="whisper[:MODEL], reference; may be repeated")
    parser.add_argument("--half", choices=_HALVES, default="report")
    parser.add_argument("--kinds", type=_names, help=f"of {', '.join(kinds())}")
    parser.add_argument("--conditions", type=_names, default=["clean"], help=f"of {', '.join(CONDITIONS)}")
    parser.add_argument("--most", type=int, help="clips of each kind")
    parser.add_argument("--texts", action="store_true", help="print what was said and what was heard")
    return parser.parse_args()


def _names(text: str) -> list[str]:
    return text.split(",")


if __name__ == "__main__":
    main()
