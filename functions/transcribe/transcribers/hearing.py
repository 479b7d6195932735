"""What whisper wrote becomes what was heard: nothing, where it only seems so.

Whisper writes something for silence and noise too. With a prompt that is mostly the prompt, said back. Measured with
tiny.en on 34 samples without speech (noise, hum, tones, clicks, breath, silence) and 108 with (clear, quiet, noisy, up
to one packet in five lost): no_speech_prob was above 0.5 for all of the first for which it wrote anything, and below
0.35 for all of the second; avg_logprob alone tells nothing (-1.0 … -0.7 against -1.1 … -0.2).
"""

import re
from collections.abc import Sequence
from typing import Protocol

PROMPT = "A child says what to draw on a sticker."
"What comes before the words, as if it had been said: it makes a drawing of what could be anything."

HOTWORDS = "dinosaur princess puppy kitten castle fairy mermaid butterfly elephant pirate"
"""What children wish for, to lean towards: none of it is said in tests/speech, whose nouns are heard better for it
(162 of 162 against 156, at three encoder settings, two packet lengths and three gains)."""


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
    """Whether it is three or more words in a row of what whisper was told; or begins like that, however it goes on."""
    said = _words(text)
    return len(said) >= 3 and any(_echoes(said, _words(told)) for told in (PROMPT, HOTWORDS))


def _echoes(said: list[str], told: list[str]) -> bool:
    return said[:3] == told[:3] or any(told[at : at + len(said)] == said for at in range(len(told)))


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())
