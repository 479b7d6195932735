"""Whisper's default model transcribes words of people in the language of the device."""

from dataclasses import replace

import pytest

from benchmarks.speech.corpus import Clip, clips
from benchmarks.speech.engines import engine
from benchmarks.speech.hearing import hear

HEARD = {
    "words-es/asterisk-es-day-0": "domingo",
    "words-es/ktuberling-gafasdesol": "gafas de sol",
    "words-de/ktuberling-egypt_girl": "mädchen",
    "words-de/ktuberling-moon_satellite": "satellit",
    "words-en/ktuberling-egypt_camel": "camel",
    "words-en/ktuberling-moon_ufo": "ufo",
    "wishes-zh/01": "我想要一只恐龙",
}
"A word that is said once is written once."


@pytest.fixture(scope="module")
def by_name() -> dict[str, Clip]:
    return {clip.name: clip for clip in clips(("words-de", "words-en", "words-es", "wishes-zh", "phrases-es"))}


@pytest.mark.parametrize("name", HEARD)
def test_a_word_is_recognised_in_the_device_s_language(name: str, by_name: dict[str, Clip]) -> None:
    transcriber, rules = engine("whisper", by_name[name].language)
    heard = hear(by_name[name], transcriber, rules)
    assert heard.text.casefold().strip(".!。") == HEARD[name]
    assert heard.transcript is not None
    assert heard.transcript.language == by_name[name].language


@pytest.mark.parametrize(
    ("name", "device", "language"),
    [
        ("phrases-es/asterisk-es-queue-thankyou", "en", "es"),
        ("phrases-es/asterisk-es-vm-nobodyavail", "zh-CN", "es"),
        ("words-en/ktuberling-egypt_camel", "en", "en"),
    ],
)
def test_a_sentence_in_another_supported_language_is_recognised(
    name: str, device: str, language: str, by_name: dict[str, Clip]
) -> None:
    """A device that sends no language counts as English."""
    transcriber, rules = engine("whisper", device)
    heard = hear(replace(by_name[name], language=device), transcriber, rules)
    assert heard.transcript is not None
    assert heard.transcript.language == language
