"""Language candidates: the device's language if it is supported."""

import pytest

from functions.transcribe.transcribers.languages import candidates, names_by_language, supported_languages

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
