"""speech.wav becomes words, here and now: faster-whisper on the CPU, in 8-bit integers.

The model is loaded at the first wish and stays. A temperature of 0 alone: whisper's usual second and third tries are
dice, and take as long again. Half a second of silence before and after, and a full level: words at the very edge, and
soft ones, are heard worse. Loops are cut short twice: no five words in a row are written again, and no more words than
anybody speaks.

A model of English hears English. One of many languages is prompt_arguments the device's, if that may be spoken, or finds out which
of those that may be it is; and in a language we have words for, it is prompt_arguments what children wish for.
"""

import math
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import numpy.typing as npt

from functions.transcribe.transcribers import Job, StoredSpeech
from functions.transcribe.transcribers.hallucinations import PROMPTS, heard, is_speech
from functions.transcribe.transcribers.languages import candidates
from functions.transcribe.transcribers.wav import pcm
from stikadoo.errors import ProviderUnavailable, UnknownProvider
from stikadoo.execution import Transcript
from stikadoo.languages import primary_language

_WINDOW_SECONDS = 30
"Whisper listens to so much at once."

_RATE = 16_000
"Hz, of every speech.wav."

_PEAK = 0.9

_HALF_A_SECOND = _RATE // 2

_TOKENS_PER_SECOND = 8
"Twice as many as a fast talker's."


class Whisper:
    """A transcriber without jobs."""

    engine = "whisper"

    def __init__(self, model: Path | str, languages: tuple[str, ...] = ("en-US",)) -> None:
        """`model`: its folder, or its name at the hub; `languages`: what may be spoken, BCP 47."""
        self._chosen = model
        self._languages = languages

    def start(self, speech: StoredSpeech) -> Transcript:
        return self.words(speech.read(), speech.language)

    def words(self, wav: bytes, device_language: str = "en") -> Transcript:
        """What is said in a speech.wav."""
        sound = np.pad(normalise_level(samples(wav)), _HALF_A_SECOND)
        found, about = self._model.transcribe(
            sound,
            **self._tongue(sound, device_language),
            beam_size=5,
            temperature=0.0,
            condition_on_previous_text=False,
            no_repeat_ngram_size=5,
            max_new_tokens=16 + _TOKENS_PER_SECOND * min(_WINDOW_SECONDS, math.ceil(len(sound) / _RATE)),
        )
        spoken = [segment for segment in found if is_speech(segment)]
        return Transcript(
            text=heard(spoken), engine=self.engine, language=about.language, confidence=confidence(spoken)
        )

    def check(self, job: str) -> Transcript | Job:
        """Raises ValueError: none of its answers is a job."""
        raise ValueError("whisper gave no job to look at")

    def _tongue(self, sound: npt.NDArray[np.float32], device_language: str) -> dict[str, str | None]:
        if not self._model.model.is_multilingual:
            return prompt_arguments("en")
        among = list(dict.fromkeys(map(primary_language, candidates(device_language, self._languages))))
        if len(among) == 1:
            return prompt_arguments(among[0])
        _, _, chances = self._model.detect_language(sound)
        return prompt_arguments(most_likely(among, chances))

    @cached_property
    def _model(self) -> Any:
        """Raises ProviderUnavailable, UnknownProvider for a name."""
        if isinstance(self._chosen, Path):
            return _load(str(self._chosen), local_files_only=True)
        with _fetching(self._chosen):
            return _load(self._chosen, download_root=str(Path(tempfile.gettempdir()) / "whisper"))


def _load(model: str, **where: Any) -> Any:
    threads = os.cpu_count() or 1
    return _faster_whisper().WhisperModel(model, device="cpu", compute_type="int8", cpu_threads=threads, **where)


def prompt_arguments(language: str) -> dict[str, str | None]:
    """The language, and what comes with it; transcribe's arguments."""
    words = PROMPTS.get(language)
    return {
        "language": language,
        "initial_prompt": words.prompt if words else None,
        "hotwords": words.hotwords if words else None,
    }


def most_likely(among: list[str], chances: list[tuple[str, float]]) -> str:
    """Of these languages, whatever others may be likelier: nobody speaks them here."""
    by_language = dict(chances)
    return max(among, key=lambda language: by_language.get(language, 0))


@contextmanager
def _fetching(name: str) -> Iterator[None]:
    """The hub's client raises ValueError for what is no name, and kinds of OSError for what the network does."""
    from huggingface_hub.errors import RepositoryNotFoundError

    try:
        yield
    except (ValueError, RepositoryNotFoundError) as exc:
        raise UnknownProvider("whisper model", name, tuple(_faster_whisper().available_models())) from exc
    except OSError as exc:
        raise ProviderUnavailable("whisper", f"cannot fetch its model {name}: {type(exc).__name__}") from exc


def _faster_whisper() -> ModuleType:
    """The library, without PyAV: it imports that to read files, and we hand it samples. 103 MB stay out of the zip."""
    is_needed = "av" not in sys.modules
    sys.modules.setdefault("av", ModuleType("av"))
    try:
        import faster_whisper
    finally:
        if is_needed:
            del sys.modules["av"]
    return faster_whisper  # type: ignore[no-any-return]


def samples(wav: bytes) -> npt.NDArray[np.float32]:
    """-1 to 1."""
    return np.frombuffer(pcm(wav), "<i2").astype(np.float32) / np.float32(32768)


def normalise_level(sound: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """As loud as can be without clipping: what is said softly is heard better so."""
    peak = float(np.abs(sound).max(initial=0))
    return sound * np.float32(_PEAK / peak) if peak else sound


def confidence(segments: list[Any]) -> float | None:
    """The mean probability of a token; None without any."""
    tokens = sum(len(segment.tokens) for segment in segments)
    if not tokens:
        return None
    return round(math.exp(sum(segment.avg_logprob * len(segment.tokens) for segment in segments) / tokens), 3)
