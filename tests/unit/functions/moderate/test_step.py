"""Admission: trimming, shortening between words, cancellation and moderation."""

from dataclasses import dataclass, field

import pytest

from functions.apologise.phrases import PHRASES
from functions.moderate.moderators import Moderator
from functions.moderate.spending import DailyLimits, Spending
from functions.moderate.step import (
    MAX_MODERATED_CHARACTERS,
    Admission,
    TranscribedDocument,
    moderate,
    shortened,
    trimmed,
)
from functions.moderate.word_list import word_list
from stikadoo.aws.bucket import Bucket
from stikadoo.aws.clients import client
from stikadoo.aws.registry import Registry
from stikadoo.aws.spending import SpendingTable
from stikadoo.errors import NothingHeard, ProviderUnavailable, WishCancelled, WishRejected
from stikadoo.execution import AdmittedWish, Transcript, Transcription
from stikadoo.keys import recording_id
from stikadoo.languages import LANGUAGES
from stikadoo.turns import Event, Kind
from tests.documents import DEVICE, session_of


@dataclass
class Judge:
    """A service with a fixed answer."""

    category: str | None = None
    texts: list[str] = field(default_factory=list)

    def flagged_category(self, text: str) -> str | None:
        self.texts.append(text)
        return self.category


class AbsentJudge:
    def flagged_category(self, text: str) -> str | None:
        raise ProviderUnavailable("judge", "is out")


def admission(registry: Registry, max_characters: int = 200, moderators: tuple[Moderator, ...] = ()) -> Admission:
    return Admission(
        registry,
        word_list(),
        moderators,
        Spending(SpendingTable("no-table", client("dynamodb")), DailyLimits(device=0, stage=0)),
        max_characters,
    )


def transcribed(bucket: Bucket, text: str, spoken_in: str = "", device_language: str = "en") -> TranscribedDocument:
    key = "recordings/r1/transcript.json"
    bucket.put_facts(key, Transcript(text=text, engine="typed", language=spoken_in))
    transcription = Transcription(status="ready", engine="typed", key=key)
    device = DEVICE.model_copy(update={"language": device_language})
    return TranscribedDocument(recording_id="r1", device=device, transcription=transcription)


def test_the_admitted_wish_lies_beside_the_transcript(bucket: Bucket, registry: Registry) -> None:
    wish = moderate(transcribed(bucket, " A cat,\n riding a rocket. "), bucket, admission(registry, 200))
    assert bucket.read_facts(wish.key, AdmittedWish).text == "A cat, riding a rocket"
    assert not wish.was_shortened


def test_a_long_wish_is_cut_between_words_and_marked_as_shortened(bucket: Bucket, registry: Registry) -> None:
    wish = moderate(transcribed(bucket, "dragon " * 100), bucket, admission(registry, 30))
    assert bucket.read_facts(wish.key, AdmittedWish).text == "dragon dragon dragon dragon"
    assert wish.was_shortened


@pytest.mark.parametrize("emoji", ["🐱🚀", "❤️", "☃"])
def test_emoji_alone_are_a_wish(bucket: Bucket, registry: Registry, emoji: str) -> None:
    wish = moderate(transcribed(bucket, emoji), bucket, admission(registry))
    assert bucket.read_facts(wish.key, AdmittedWish).text


@pytest.mark.parametrize("emoji", ["🔫", "🐱🔫", "🖕"])
def test_what_is_refused_in_words_is_refused_as_an_emoji(bucket: Bucket, registry: Registry, emoji: str) -> None:
    with pytest.raises(WishRejected):
        moderate(transcribed(bucket, emoji), bucket, admission(registry))


def test_punctuation_alone_is_nothing_heard(bucket: Bucket, registry: Registry) -> None:
    with pytest.raises(NothingHeard):
        moderate(transcribed(bucket, "… ."), bucket, admission(registry, 200))


def test_a_cancel_phrase_is_no_wish(bucket: Bucket, registry: Registry) -> None:
    with pytest.raises(WishCancelled, match="a phrase"):
        moderate(transcribed(bucket, "Never mind."), bucket, admission(registry, 200))


def test_the_button_cancels_too(bucket: Bucket, registry: Registry) -> None:
    registry.open(session_of("c1", "d"))
    for event in (Event(2, Kind.WISH), Event(3, Kind.ABORT), Event(4, Kind.WISH)):
        registry.record(DEVICE.session_id, event)
    taken_back, wanted = (
        transcribed(bucket, "a cat").model_copy(update={"recording_id": recording_id("d", "c1", began, is_typed=True)})
        for began in (2, 4)
    )
    with pytest.raises(WishCancelled, match="the button"):
        moderate(taken_back, bucket, admission(registry, 200))
    assert moderate(wanted, bucket, admission(registry, 200))


def test_chinese_is_cut_without_spaces() -> None:
    assert shortened("一只骑火箭的猫", 3) == "一只骑"


def test_surrounding_punctuation_is_trimmed() -> None:
    assert trimmed("“一只猫。”") == "一只猫"


def test_control_characters_are_removed_from_a_wish() -> None:
    assert trimmed("\x1b[31ma\x00 red\n\u202ecat\x1b[0m") == "a red cat"


def test_only_the_beginning_of_an_endless_transcript_is_read(bucket: Bucket, registry: Registry) -> None:
    with pytest.raises(WishRejected, match="category drugs"):
        moderate(transcribed(bucket, "dragon " * 500 + "cocaine"), bucket, admission(registry))
    assert moderate(transcribed(bucket, "dragon " * 600 + "cocaine"), bucket, admission(registry)).was_shortened


def test_the_word_list_checks_what_is_cut_off_as_well(bucket: Bucket, registry: Registry) -> None:
    with pytest.raises(WishRejected, match="category drugs"):
        moderate(transcribed(bucket, "dragon " * 50 + "and cocaine"), bucket, admission(registry, 30))


def test_a_wish_flagged_by_the_word_list_is_not_sent_to_a_service(bucket: Bucket, registry: Registry) -> None:
    judge = Judge()
    with pytest.raises(WishRejected):
        moderate(transcribed(bucket, "cocaine"), bucket, admission(registry, moderators=(judge,)))
    assert judge.texts == []


def test_a_wish_that_passes_the_word_list_is_sent_to_every_service(bucket: Bucket, registry: Registry) -> None:
    judges = Judge(), Judge()
    moderate(transcribed(bucket, "a cat, " + "tall " * 60), bucket, admission(registry, 30, judges))
    assert judges[0].texts == judges[1].texts == ["a cat, " + "tall " * 59 + "tall"]


def test_a_service_gets_a_limited_length_but_at_least_what_may_be_drawn(bucket: Bucket, registry: Registry) -> None:
    judge = Judge()
    moderate(transcribed(bucket, "tall " * 1000), bucket, admission(registry, 30, (judge,)))
    moderate(transcribed(bucket, "tall " * 1000), bucket, admission(registry, 3000, (judge,)))
    assert [len(text) for text in judge.texts] == [MAX_MODERATED_CHARACTERS - 1, 2999]


def test_one_flagged_category_rejects_the_wish(bucket: Bucket, registry: Registry) -> None:
    with pytest.raises(WishRejected, match="category violence"):
        moderate(transcribed(bucket, "a cat"), bucket, admission(registry, moderators=(Judge(), Judge("violence"))))
    assert bucket.find("recordings/r1/wish.json") is None


def test_a_service_that_does_not_answer_admits_nothing(bucket: Bucket, registry: Registry) -> None:
    with pytest.raises(ProviderUnavailable):
        moderate(transcribed(bucket, "a cat"), bucket, admission(registry, moderators=(AbsentJudge(),)))
    assert bucket.find("recordings/r1/wish.json") is None


def test_a_refused_wish_is_not_counted(bucket: Bucket, registry: Registry) -> None:
    """The spending table does not exist, so any access to it would fail."""
    counting = Spending(SpendingTable("no-table", client("dynamodb")), DailyLimits(device=1, stage=1))
    with pytest.raises(WishRejected):
        moderate(transcribed(bucket, "cocaine"), bucket, Admission(registry, word_list(), (), counting, 200))


@pytest.mark.parametrize(("spoken_in", "device_language"), [("de-DE", "en"), ("", "de")])
def test_the_wish_s_own_language_counts_before_the_device_s(
    spoken_in: str, device_language: str, bucket: Bucket, registry: Registry
) -> None:
    moderate(transcribed(bucket, "der Bär ist dick", spoken_in, device_language), bucket, admission(registry))
    with pytest.raises(WishRejected):
        moderate(transcribed(bucket, "der Bär ist dick", "en", device_language), bucket, admission(registry))


@pytest.mark.parametrize("leaf", ["WishRejected", "PictureRefused"])
def test_a_rejection_has_a_kind_phrase_in_each_language(leaf: str) -> None:
    for language in LANGUAGES:
        assert PHRASES[leaf][language].message.endswith(("?", "？"))  # it asks for another wish
        assert PHRASES[leaf][language].emotion == "winking"
