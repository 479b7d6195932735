"""Language candidates: the device's language if it is supported."""

import pytest

from functions.transcribe.transcribers.languages import (
    candidates,
    clearly_spoken,
    most_likely,
    names_by_language,
    supported_languages,
    whisper_language,
)

BOTH = ("en-US", "zh-CN")


@pytest.mark.parametrize(
    ("device", "heard_in"),
    [
        ("en", ("en-US",)),
        ("en-GB", ("en-US",)),
        ("zh_cn", ("zh-CN",)),
        ("zh-Hant-TW", ("zh-CN",)),
        ("fr", BOTH),
        ("", BOTH),
    ],
)
def test_candidates_by_the_device_s_language(device: str, heard_in: tuple[str, ...]) -> None:
    assert candidates(device, BOTH) == heard_in


def test_an_equal_tag_is_preferred() -> None:
    assert candidates("en-gb", ("en-US", "en-GB")) == ("en-GB",)


def test_the_only_supported_language_is_the_candidate() -> None:
    assert candidates("fr", ("en-US",)) == ("en-US",)


def test_a_setting_lists_languages() -> None:
    assert supported_languages(" en-US, zh-CN ,") == BOTH


def test_a_name_alone_belongs_to_the_first_language() -> None:
    assert names_by_language("wishes, zh-CN = yuanwang", BOTH) == {"en-US": "wishes", "zh-CN": "yuanwang"}
    assert names_by_language("", BOTH) == {}


def test_the_most_likely_supported_language_is_chosen() -> None:
    assert most_likely(["en", "zh"], [("fr", 0.5), ("zh", 0.3), ("en", 0.2)]) == "zh"
    assert most_likely(["en", "zh"], [("fr", 1.0)]) == "en"


@pytest.mark.parametrize(
    ("tag", "name"),
    [("nb-NO", "no"), ("fil", "tl"), ("cmn-Hans-CN", "zh"), ("zh-CN", "zh"), ("de", "de"), ("ga", "ga")],
)
def test_whisper_calls_some_languages_differently(tag: str, name: str) -> None:
    assert whisper_language(tag) == name


@pytest.mark.parametrize(
    ("probabilities", "seconds", "language"),
    [
        ([("fr", 0.9), ("en", 0.1)], 3, "fr"),
        ([("fr", 0.9), ("en", 0.1)], 1.9, None),
        ([("fr", 0.7), ("en", 0.3)], 3, None),
        ([("zh", 0.9), ("en", 0.1)], 2, "zh"),
        ([("zh", 0.9), ("en", 0.1)], 1.9, None),
        ([("zh", 0.85), ("en", 0.1)], 3, None),
        ([("yue", 0.95)], 3, "zh"),
    ],
)
def test_a_clearly_spoken_language_is_known_supported_or_not(
    probabilities: list[tuple[str, float]], seconds: float, language: str | None
) -> None:
    """Whisper names Cantonese apart; it is written as Chinese."""
    assert clearly_spoken(frozenset({"en", "zh"}), probabilities, seconds) == language
