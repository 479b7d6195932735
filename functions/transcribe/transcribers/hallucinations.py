"""Filters Whisper hallucinations: no-speech segments, loops and prompt echo.

Whisper outputs text for silence and noise, too; with a prompt, mostly the prompt itself. Measured with tiny.en on 34
samples without speech (noise, hum, tones, clicks, breath, silence) and 108 with speech (clear, quiet, noisy, up to one
packet in five lost): no_speech_prob was above 0.5 for all of the former that gave text, and below 0.35 for all of the
latter. avg_logprob alone does not separate them (-1.0 … -0.7 and -1.1 … -0.2).
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from stikadoo.scripts import HAN

PROMPT = "A child says what to draw on a sticker."
"Whisper's initial prompt, treated as preceding speech; it biases recognition towards a description of a drawing."

HOTWORDS = "dinosaur princess puppy kitten castle fairy mermaid butterfly elephant pirate"
"""Typical words of wishes, to bias recognition. None occurs in tests/speech, whose nouns are still recognised better
with them (162 of 162 against 156, at three encoder settings, two packet durations and three gains)."""


@dataclass(frozen=True)
class LanguagePrompt:
    """Prompt and hotwords for one language; measured for English only."""

    prompt: str
    hotwords: str
    echo: int
    "This many consecutive words of the prompt count as an echo; in Chinese, characters."


PROMPTS = {
    "en": LanguagePrompt(PROMPT, HOTWORDS, echo=3),
    "zh": LanguagePrompt("小朋友在说贴纸上要画什么。", "恐龙 公主 小狗 小猫 城堡 仙女 美人鱼 蝴蝶 大象 海盗", echo=6),
}
"By language. Others have no prompt, since an English one would make Whisper recognise English."


class Segment(Protocol):
    """A segment of faster-whisper's result: a few seconds."""

    text: str
    no_speech_prob: float
    avg_logprob: float
    compression_ratio: float


def transcript_text(segments: Sequence[Segment]) -> str:
    """The joined text of speech segments; empty if it is an echo of the prompt."""
    text = " ".join(segment.text.strip() for segment in segments)
    return "" if is_prompt_echo(text) else text


def is_speech(segment: Segment) -> bool:
    """Whether the segment is probably speech, and not a loop, which compresses well."""
    if segment.no_speech_prob > 0.6 or segment.compression_ratio > 2.4:
        return False
    return segment.no_speech_prob <= 0.4 or segment.avg_logprob > -0.8


def is_prompt_echo(text: str) -> bool:
    """Whether the text is a part of a prompt or of its hotwords, or begins as they do."""
    words = _words(text)
    return any(
        _echoes(words, _words(line), prompt.echo)
        for prompt in PROMPTS.values()
        for line in (prompt.prompt, prompt.hotwords)
    )


def _echoes(words: list[str], prompt: list[str], minimum: int) -> bool:
    if len(words) < minimum:
        return False
    is_part = any(prompt[start : start + len(words)] == words for start in range(len(prompt)))
    return is_part or words[:minimum] == prompt[:minimum]


def _words(text: str) -> list[str]:
    return list(_split(text.casefold()))


def _split(text: str) -> Iterator[str]:
    for match in re.finditer(rf"[{HAN}]|(?:(?![{HAN}])\w)+", text):
        yield match[0]
