"""A transcript becomes a wish: trimmed, shortened between words, not taken back, and only if it is fit for children."""

from dataclasses import dataclass, field

import pytest

from functions.apologise.phrases import PHRASES
from functions.moderate.moderators import Moderator
from functions.moderate.spending import Allowance, Spending
from functions.moderate.step import LONGEST_JUDGED, Door, HeardDocument, moderate, shortened, trimmed
from functions.moderate.word_list import word_list
from stikadoo.aws.bucket import Bucket
from stikadoo.aws.clients import client
from stikadoo.aws.registry import Registry
from stikadoo.aws.spending import SpendingTable
from stikadoo.errors import NothingHeard, ProviderUnavailable, WishCancelled, WishRejected
from stikadoo.execution import AdmittedWish, Transcript, Transcription
from stikadoo.languages import LANGUAGES
from stikadoo.session import Session
from tests.documents import DEVICE


@dataclass
class Judge:
    """A service that says the same of every wish."""

    says: str | None = None
    heard: list[str] = field(default_factory=list)

    def objection(self, text: str) -> str | None:
        self.heard.append(text)
        return self.says


class AbsentJudge:
    def objection(self, text: str) -> str | None:
        raise ProviderUnavailable("judge", "is out")


def door(registry: Registry, max_characters: int = 200, moderators: tuple[Moderator, ...] = ()) -> Door:
    return Door(
        registry,
        word_list(),
        moderators,
        Spending(SpendingTable("no-table", client("dynamodb")), Allowance(device=0, stage=0)),
        max_characters,
    )


def heard(bucket: Bucket, text: str, spoken_in: str = "", device_language: str = "en") -> HeardDocument:
    key = "recordings/r1/transcript.json"
    bucket.put_facts(key, Transcript(text=text, engine="typed", language=spoken_in))
    transcription = Transcription(status="ready", engine="typed", key=key)
    device = DEVICE.model_copy(update={"language": device_language})
    return HeardDocument(recording_id="r1", device=device, transcription=transcription)


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


def test_the_list_hears_what_is_cut_off_as_well(bucket: Bucket, registry: Registry) -> None:
    with pytest.raises(WishRejected, match="category drugs"):
        moderate(heard(bucket, "dragon " * 50 + "and cocaine"), bucket, door(registry, 30))


def test_a_wish_that_the_list_refuses_is_asked_of_nobody(bucket: Bucket, registry: Registry) -> None:
    judge = Judge()
    with pytest.raises(WishRejected):
        moderate(heard(bucket, "cocaine"), bucket, door(registry, moderators=(judge,)))
    assert judge.heard == []


def test_a_wish_that_the_list_passes_is_asked_of_everybody(bucket: Bucket, registry: Registry) -> None:
    judges = Judge(), Judge()
    moderate(heard(bucket, "a cat, " + "tall " * 60), bucket, door(registry, 30, judges))
    assert judges[0].heard == judges[1].heard == ["a cat, " + "tall " * 59 + "tall"]


def test_a_service_is_asked_of_so_much_and_no_more_and_of_all_that_may_be_drawn(
    bucket: Bucket, registry: Registry
) -> None:
    judge = Judge()
    moderate(heard(bucket, "tall " * 1000), bucket, door(registry, 30, (judge,)))
    moderate(heard(bucket, "tall " * 1000), bucket, door(registry, 3000, (judge,)))
    assert [len(text) for text in judge.heard] == [LONGEST_JUDGED - 1, 2999]


def test_one_objection_is_enough_and_nothing_is_left_to_draw(bucket: Bucket, registry: Registry) -> None:
    with pytest.raises(WishRejected, match="category violence"):
        moderate(heard(bucket, "a cat"), bucket, door(registry, moderators=(Judge(), Judge("violence"))))
    assert bucket.find("recordings/r1/wish.json") is None


def test_a_service_that_does_not_answer_admits_nothing(bucket: Bucket, registry: Registry) -> None:
    with pytest.raises(ProviderUnavailable):
        moderate(heard(bucket, "a cat"), bucket, door(registry, moderators=(AbsentJudge(),)))
    assert bucket.find("recordings/r1/wish.json") is None


def test_a_refused_wish_is_not_counted(bucket: Bucket, registry: Registry) -> None:
    """The spending table of this door does not exist: whoever asks it fails otherwise."""
    counting = Spending(SpendingTable("no-table", client("dynamodb")), Allowance(device=1, stage=1))
    with pytest.raises(WishRejected):
        moderate(heard(bucket, "cocaine"), bucket, Door(registry, word_list(), (), counting, 200))


@pytest.mark.parametrize(("spoken_in", "device_language"), [("de-DE", "en"), ("", "de")])
def test_the_wish_s_own_language_counts_before_the_device_s(
    spoken_in: str, device_language: str, bucket: Bucket, registry: Registry
) -> None:
    moderate(heard(bucket, "der Bär ist dick", spoken_in, device_language), bucket, door(registry))
    with pytest.raises(WishRejected):
        moderate(heard(bucket, "der Bär ist dick", "en", device_language), bucket, door(registry))


@pytest.mark.parametrize("leaf", ["WishRejected", "PictureRefused"])
def test_who_is_refused_reads_a_kind_sentence_in_each_language(leaf: str) -> None:
    for language in LANGUAGES:
        assert PHRASES[leaf][language].message.endswith(("?", "？"))  # asked for another wish, not scolded
        assert PHRASES[leaf][language].emotion == "winking"
