"""A transcript becomes a wish: trimmed, shortened between words, and only if nobody took it back."""

import pytest

from functions.moderate.spending import Allowance, Spending
from functions.moderate.step import Door, HeardDocument, moderate, shortened, trimmed
from stikadoo.aws.bucket import Bucket
from stikadoo.aws.registry import Registry
from stikadoo.errors import NothingHeard, WishCancelled
from stikadoo.execution import AdmittedWish, Transcript, Transcription
from stikadoo.session import Session
from tests.documents import DEVICE


def door(registry: Registry, max_characters: int = 200) -> Door:
    return Door(registry, (), Spending("no-table", Allowance(device=0, stage=0)), max_characters)


def heard(bucket: Bucket, text: str) -> HeardDocument:
    key = "recordings/r1/transcript.json"
    bucket.put_facts(key, Transcript(text=text, engine="typed"))
    transcription = Transcription(status="ready", engine="typed", key=key)
    return HeardDocument(recording_id="r1", device=DEVICE, transcription=transcription)


def test_the_admitted_wish_lies_beside_the_transcript(bucket: Bucket, registry: Registry) -> None:
    wish = moderate(heard(bucket, " A cat,\n riding a rocket. "), bucket, door(registry, 200))
    assert bucket.read_facts(wish.key, AdmittedWish).text == "A cat, riding a rocket"
    assert not wish.was_shortened


def test_a_long_story_is_cut_between_words_and_says_so(bucket: Bucket, registry: Registry) -> None:
    wish = moderate(heard(bucket, "dragon " * 100), bucket, door(registry, 30))
    assert bucket.read_facts(wish.key, AdmittedWish).text == "dragon dragon dragon dragon"
    assert wish.was_shortened


def test_punctuation_alone_is_nothing_heard(bucket: Bucket, registry: Registry) -> None:
    with pytest.raises(NothingHeard):
        moderate(heard(bucket, "… ."), bucket, door(registry, 200))


def test_a_cancel_phrase_is_no_wish(bucket: Bucket, registry: Registry) -> None:
    with pytest.raises(WishCancelled, match="a phrase"):
        moderate(heard(bucket, "Never mind."), bucket, door(registry, 200))


def test_the_button_cancels_too(bucket: Bucket, registry: Registry) -> None:
    registry.open(
        Session(
            session_id=DEVICE.session_id, connection_id="c1", device_id="d", connected_ms=1, expires_at=2_000_000_000
        )
    )
    registry.take_typed_wish(DEVICE.session_id, "r0")
    found = registry.find(DEVICE.session_id)
    assert found
    registry.greet(found)
    registry.take_typed_wish(DEVICE.session_id, "r1")
    registry.cancel_wish(DEVICE.session_id)
    with pytest.raises(WishCancelled, match="the button"):
        moderate(heard(bucket, "a cat"), bucket, door(registry, 200))


def test_chinese_is_cut_without_spaces() -> None:
    assert shortened("一只骑火箭的猫", 3) == "一只骑"


def test_quotes_and_marks_around_a_wish_go() -> None:
    assert trimmed("“一只猫。”") == "一只猫"
