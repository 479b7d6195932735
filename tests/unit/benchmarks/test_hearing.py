"""A clip passes the worker's own steps and rules, and the counts follow."""

from dataclasses import dataclass, replace

import pytest

from benchmarks.speech.conditions import apply
from benchmarks.speech.corpus import Clip, clips
from benchmarks.speech.hearing import Heard, accepted, hear
from benchmarks.speech.measure import measure, total
from functions.transcribe.transcribers import Job, StoredSpeech
from stikadoo.audio.wav import from_wav
from stikadoo.execution import Transcript

CLIP = next(clips(("wishes-en",)))
RULES = accepted("en-US,zh-CN", 0.25)


@dataclass
class Answering:
    """A transcriber that answers the same each time, and keeps the last speech it was given."""

    text: str
    confidence: float = 0.9
    language: str = "en"
    speech: bytes = b""

    engine = "answering"

    def start(self, speech: StoredSpeech) -> Transcript:
        self.speech = speech.read()
        return Transcript(text=self.text, engine=self.engine, language=self.language, confidence=self.confidence)

    def check(self, job: str) -> Transcript | Job:
        raise ValueError(job)


def _hear(transcriber: Answering, clip: Clip = CLIP) -> Heard:
    return hear(clip, transcriber, RULES)


def test_a_clip_is_transcoded_and_transcribed() -> None:
    transcriber = Answering("a cat")
    heard = _hear(transcriber)
    assert heard.text == "a cat"
    assert len(from_wav(transcriber.speech)) == len(CLIP.packets) * 960 * 2


def test_lost_packets_are_concealed() -> None:
    transcriber = Answering("a cat")
    _hear(transcriber, apply("loss-20", CLIP))
    assert len(from_wav(transcriber.speech)) > len(CLIP.packets) * 960 * 2 * 0.8


@pytest.mark.parametrize(
    "refused",
    [Answering("a cat", confidence=0.2), Answering("un gato", language="es"), Answering("…")],
    ids=["low confidence", "another language", "no words"],
)
def test_what_the_worker_does_not_accept_is_nothing_heard(refused: Answering) -> None:
    assert _hear(refused).transcript is None


def test_silence_does_not_reach_the_engine() -> None:
    transcriber = Answering("Thank you.")
    silent = replace(CLIP, packets=CLIP.packets[:2])
    assert _hear(transcriber, silent).transcript is None
    assert not transcriber.speech


def test_counts_of_speech_and_sounds() -> None:
    cat = replace(CLIP, said="a cat and a dog", nouns=("cat", "dog"))
    bell = replace(CLIP, kind="sounds", said="", nouns=())
    speech = measure([cat, cat], lambda clip: _hear(Answering("a cat and a frog")))
    sounds = measure([bell], lambda clip: _hear(Answering("Ding!")))
    assert (speech.kept_share, speech.error_rate, speech.heard_share) == (0.5, 0.2, 1)
    assert (sounds.nouns, sounds.words, sounds.heard) == (0, 0, 1)
    assert total([speech, sounds]).clips == 3
