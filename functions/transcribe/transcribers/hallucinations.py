"""Filters Whisper hallucinations: windows without speech, loops, prompt echo, and phrases that stand for a sound.

Whisper outputs text for silence and noise, too; with a prompt, mostly the prompt itself. With the model base,
no_speech_prob was 0.44 or more for each of 24 sounds, but also for 9 of 120 clips of speech. The words of six of these
were surer than those of any sound; the other three were misunderstood. docs/speech-measurements.md has the results.
"""

import math
import re
import zlib
from collections.abc import Iterator, Sequence

from functions.transcribe.transcribers.decoding import Decoded
from functions.transcribe.transcribers.prompts import PROMPTS
from stikadoo.scripts import HAN

_SPOKEN = re.compile(r"[\w']+")
_INTERJECTION = (
    r"(?:you|oh|ah|uh|um|huh|hm+|mm+|sh+|wow|okay|ok|bye|perfect"
    r"|ja|ach|äh+|ähm|hä|tschüss|sí|ay|uy|eh|hola|adiós|嗯+|啊+|哦+|呃+)"
)
_FILLER = re.compile(
    rf"{_INTERJECTION}(?: {_INTERJECTION})*"
    r"|(?:thank you|thanks)(?: (?:so|very) much)?(?: for (?:watching|listening)(?: this video)?)?"
    r"|please subscribe|see you (?:next time|in the next video)|music playing"
    r"|(?:vielen )?dank(?:e|e schön)?(?: für(?:'?s| das)? (?:zuschauen|zuhören))?|bis zum nächsten mal"
    r"|untertitel(?:ung)?\b.*|copyright wdr.*|20\d\d|org(?: community)?"
    r"|(?:muchas )?gracias(?: por (?:ver|escuchar)(?: el v[ií]deo)?)?|suscr[ií]bete(?: al canal)?"
    r"|subtítulos\b.*|hasta (?:la próxima|luego)"
    r"|(\w)\1{2,}"
    r"|谢谢(?:大家|你)?(?:的)?(?:观看|收看|聆听)?|请不吝点赞.*|字幕.*|明镜.*栏目"
)
"""Subtitles' usual phrases, and interjections: what Whisper writes for a sound, or for speech in a language that it
does not know. None of them names a drawing. Those in Chinese, German and Spanish are known from reports."""

_NO_SPEECH = 0.4
_SURE = math.log(0.55)
"A window with a higher no_speech_prob counts as speech only if its words are as sure as this."

_DOUBTFUL = 0.25
"A no_speech_prob above which one repeated word, or three hotwords, are no wish."

_LOOP = 2.4
"As in OpenAI's decoder."

_REPEATS = 3


def transcript_text(windows: Sequence[Decoded]) -> str:
    """The joined text of windows of speech; empty if it is hallucinated as a whole."""
    text = once(" ".join(window.text for window in windows))
    doubt = max((window.no_speech_prob for window in windows), default=0)
    return "" if _is_hallucinated(text, doubt) else text


def is_speech(window: Decoded) -> bool:
    """Whether the window is probably speech, and neither hallucinated nor a loop, which compresses well."""
    if _compression_ratio(window.text) > _LOOP or _is_hallucinated(window.text, window.no_speech_prob):
        return False
    return window.no_speech_prob <= _NO_SPEECH or window.avg_logprob > _SURE


def _is_hallucinated(text: str, no_speech_prob: float) -> bool:
    """Whether the text is an echo of the prompt or stands for a sound."""
    is_doubtful = no_speech_prob > _DOUBTFUL
    return is_prompt_echo(text, is_doubtful) or is_filler(text) or (is_doubtful and is_repetition(text))


def _compression_ratio(text: str) -> float:
    encoded = text.encode()
    return len(encoded) / len(zlib.compress(encoded))


def is_filler(text: str) -> bool:
    """Whether each sentence of the text is a filler."""
    sentences = [" ".join(_SPOKEN.findall(part)).casefold() for part in re.split(r"[.,!?。，！？…]", text)]
    return any(sentences) and all(_FILLER.fullmatch(sentence) for sentence in sentences if sentence)


def is_repetition(text: str) -> bool:
    """Whether one word is repeated, as in "Beep beep beep", which stands for a tone or an animal."""
    stems = [word.rstrip("s") for word in _words(text)]
    most_frequent = max(map(stems.count, stems), default=0)
    return most_frequent >= _REPEATS and most_frequent >= len(stems) - 1


def once(text: str) -> str:
    """Half of a text that says the same twice, since Whisper repeats a short word ("UFO UFO") or sentence."""
    parts = text.split()
    plain, half = [" ".join(_words(part)) for part in parts], len(parts) // 2
    is_twice = plain[:half] == plain[half:] and (half == 1 or len(set(plain)) > 1)
    return " ".join(parts[:half]).rstrip(",") if is_twice else text


def is_prompt_echo(text: str, is_doubtful: bool = False) -> bool:
    """Whether the text is a part of a prompt or of its hotwords, or begins as they do."""
    words = _words(text)
    return any(
        _echoes(words, _words(prompt.prompt), prompt.echo)
        or _echoes(words, _words(prompt.hotwords), prompt.echo if is_doubtful else prompt.hotwords_echo)
        for prompt in PROMPTS.values()
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
