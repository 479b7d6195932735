"""Filters Whisper hallucinations: no-speech segments, loops, prompt echo, and phrases that stand for a sound.

Whisper outputs text for silence and noise, too; with a prompt, mostly the prompt itself. Measured with tiny.en:
no_speech_prob was below 0.35 for all of 108 samples of wishes (clear, quiet, noisy, up to one packet in five lost) and
below 0.30 for another 108 of words and wishes. Of 13 animals, instruments and vehicles that gave text, ten were above
0.30; their texts were "Oh", "You", "Thank you", "Perfect!" or one repeated word. avg_logprob alone does not separate
speech from sounds. docs/speech.md has the numbers.
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


_SPOKEN = re.compile(r"[\w']+")
_INTERJECTION = r"(?:you|oh|ah|uh|um|huh|hm+|mm+|sh+|wow|okay|ok|bye|perfect)"
_FILLER = re.compile(
    rf"{_INTERJECTION}(?: {_INTERJECTION})*"
    r"|(?:thank you|thanks)(?: (?:so|very) much)?(?: for (?:watching|listening)(?: this video)?)?"
    r"|please subscribe|see you (?:next time|in the next video)"
    r"|谢谢(?:大家|你)?(?:的)?(?:观看|收看|聆听)?|请不吝点赞.*|字幕.*"
)
"""Subtitles' usual phrases, and interjections: what Whisper writes for a sound, or for speech in a language that it
does not know. None of them names a drawing."""

_REPEATS = 3


def transcript_text(segments: Sequence[Segment]) -> str:
    """The joined text of speech segments; empty if it is an echo of the prompt or stands for a sound."""
    text = " ".join(segment.text.strip() for segment in segments)
    doubt = max((segment.no_speech_prob for segment in segments), default=0)
    return "" if is_prompt_echo(text) or is_filler(text) or (doubt > 0.25 and is_repetition(text)) else text


def is_speech(segment: Segment) -> bool:
    """Whether the segment is probably speech, and not a loop, which compresses well."""
    if segment.no_speech_prob > 0.6 or segment.compression_ratio > 2.4:
        return False
    return segment.no_speech_prob <= 0.36 or segment.avg_logprob > -0.5


def is_filler(text: str) -> bool:
    """Whether each sentence of the text is a filler."""
    sentences = [" ".join(_SPOKEN.findall(part)).casefold() for part in re.split(r"[.,!?。，！？…]", text)]
    return any(sentences) and all(_FILLER.fullmatch(sentence) for sentence in sentences if sentence)


def is_repetition(text: str) -> bool:
    """Whether one word is repeated, as in "Beep beep beep", which stands for a tone or an animal."""
    stems = [word.rstrip("s") for word in _words(text)]
    most_frequent = max(map(stems.count, stems), default=0)
    return most_frequent >= _REPEATS and most_frequent >= len(stems) - 1


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
