"""What whisper wrote becomes what was heard: nothing, where it only seems so.

Whisper writes something for silence and noise too. With a prompt that is mostly the prompt, said back. Measured with
tiny.en on 34 samples without speech (noise, hum, tones, clicks, breath, silence) and 108 with (clear, quiet, noisy, up
to one packet in five lost): no_speech_prob was above 0.5 for all of the first for which it wrote anything, and below
0.35 for all of the second; avg_logprob alone tells nothing (-1.0 … -0.7 against -1.1 … -0.2).
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from stikadoo.scripts import HAN

PROMPT = "A child says what to draw on a sticker."
"What comes before the words, as if it had been said: it makes a drawing of what could be anything."

HOTWORDS = "dinosaur princess puppy kitten castle fairy mermaid butterfly elephant pirate"
"""What children wish for, to lean towards: none of it is said in tests/speech, whose nouns are heard better for it
(162 of 162 against 156, at three encoder settings, two packet lengths and three gains)."""


@dataclass(frozen=True)
class Told:
    """What whisper is told before it hears a language; without measurements but for English."""

    prompt: str
    hotwords: str
    echo: int
    "So many words in a row of it are an echo; Chinese counts characters."


TOLD = {
    "en": Told(PROMPT, HOTWORDS, echo=3),
    "zh": Told("小朋友在说贴纸上要画什么。", "恐龙 公主 小狗 小猫 城堡 仙女 美人鱼 蝴蝶 大象 海盗", echo=6),
}
"By language. In others nothing is told: it would be taken for English being spoken."


class Segment(Protocol):
    """What faster-whisper tells of a few seconds."""

    text: str
    no_speech_prob: float
    avg_logprob: float
    compression_ratio: float


def heard(spoken: Sequence[Segment]) -> str:
    """The words of segments that are speech; empty if they are an echo."""
    text = " ".join(segment.text.strip() for segment in spoken)
    return "" if is_echo(text) else text


def is_speech(segment: Segment) -> bool:
    """Whether it is sure enough of that, and no loop: those compress well."""
    if segment.no_speech_prob > 0.6 or segment.compression_ratio > 2.4:
        return False
    return segment.no_speech_prob <= 0.4 or segment.avg_logprob > -0.8


def is_echo(text: str) -> bool:
    """Whether it is some words in a row of what whisper was told; or begins like that, however it goes on."""
    said = _words(text)
    return any(
        _echoes(said, _words(line), told.echo) for told in TOLD.values() for line in (told.prompt, told.hotwords)
    )


def _echoes(said: list[str], told: list[str], enough: int) -> bool:
    if len(said) < enough:
        return False
    return said[:enough] == told[:enough] or any(told[at : at + len(said)] == said for at in range(len(told)))


def _words(text: str) -> list[str]:
    return list(_split(text.casefold()))


def _split(text: str) -> Iterator[str]:
    for found in re.finditer(rf"[{HAN}]|(?:(?![{HAN}])\w)+", text):
        yield found[0]
