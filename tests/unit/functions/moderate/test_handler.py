"""Logs, errors and standard output of the worker never contain words of a wish."""

from collections.abc import Callable
from functools import partial
from types import SimpleNamespace
from typing import Any

import pytest

from functions.moderate.handler import handler
from stikadoo.aws.bucket import Bucket
from stikadoo.aws.registry import Registry
from stikadoo.errors import ProviderThrottled, ProviderUnavailable, WishRejected
from stikadoo.execution import AdmittedWish, Transcript
from tests.documents import DEVICE
from tests.providers.guardrails import GUARDRAIL, GuardrailDouble
from tests.providers.openai import KEY
from tests.providers.openai_moderation import ModerationDouble
from tests.unit.functions import keys

KEY_OF_TRANSCRIPT = "recordings/r1/transcript.json"
EVENT = {
    "recording_id": "r1",
    "device": DEVICE.model_dump(mode="json"),
    "transcription": {"status": "ready", "engine": "typed", "key": KEY_OF_TRANSCRIPT},
}
CONTEXT = SimpleNamespace(function_name="moderate", aws_request_id="1")
SECRETS = ("zyzzyva", "cocaine", KEY)

LastLogLine = Callable[..., dict[str, Any]]


@pytest.fixture
def worker(bucket: Bucket, registry: Registry, environment: Callable[..., None]) -> Callable[..., None]:
    """Sets the worker's environment: the required variables, and those given."""
    free = {"device_stickers_a_day": "0", "stage_stickers_a_day": "0"}
    return partial(environment, bucket=bucket.name, table=registry.table, spending_table="s", **free)


def put_transcript(bucket: Bucket, text: str) -> None:
    bucket.put_facts(KEY_OF_TRANSCRIPT, Transcript(text=text, engine="typed"))


def test_an_admitted_wish_is_in_no_log(worker: Callable[..., None], bucket: Bucket, last_log_line: LastLogLine) -> None:
    worker()
    put_transcript(bucket, "a zyzzyva on the moon")
    added = handler(EVENT, CONTEXT)
    assert bucket.read_facts(added["key"], AdmittedWish).text == "a zyzzyva on the moon"
    assert last_log_line(*SECRETS)["level"] == "INFO"


def test_a_rejected_wish_is_a_category_in_the_log_and_no_wish_is_kept(
    worker: Callable[..., None], bucket: Bucket, last_log_line: LastLogLine
) -> None:
    worker()
    put_transcript(bucket, "a zyzzyva full of cocaine")
    with pytest.raises(WishRejected, match=r"^category drugs$"):
        handler(EVENT, CONTEXT)
    line = last_log_line(*SECRETS)
    assert (line["level"], line["error"], line["why"]) == ("WARNING", "WishRejected", "category drugs")
    assert bucket.find("recordings/r1/wish.json") is None


def test_an_unavailable_service_admits_no_wish_and_leaks_none(
    worker: Callable[..., None], bucket: Bucket, openai: ModerationDouble, last_log_line: LastLogLine
) -> None:
    worker(moderator="openai", openai_url=openai.url, openai_key_parameter=keys.OPENAI)
    put_transcript(bucket, "a zyzzyva on the moon")
    for answers, error in {"unavailable": ProviderUnavailable, "throttled": ProviderThrottled}.items():
        openai.answers = answers
        with pytest.raises(error):
            handler(EVENT, CONTEXT)
        assert last_log_line(*SECRETS)["error"] == error.__name__
    assert len(openai.asked) == 2
    assert bucket.find("recordings/r1/wish.json") is None


def test_a_service_s_rejection_is_logged_as_the_word_list_s(
    worker: Callable[..., None], bucket: Bucket, guardrail: GuardrailDouble, last_log_line: LastLogLine
) -> None:
    guardrail.answers = "word"
    worker(moderator="guardrail", guardrail_id=GUARDRAIL)
    put_transcript(bucket, "a zyzzyva on the moon")
    with pytest.raises(WishRejected, match=r"^category profanity$"):
        handler(EVENT, CONTEXT)
    last_log_line(*SECRETS)


@pytest.mark.parametrize(
    "transcript", [b'{"text": "a zyzzyva on the', b'{"text": {"zyzzyva": 1}, "engine": "typed"}', b'["a zyzzyva"]']
)
def test_a_broken_transcript_is_in_no_log(
    transcript: bytes, worker: Callable[..., None], bucket: Bucket, last_log_line: LastLogLine
) -> None:
    worker()
    bucket.put(KEY_OF_TRANSCRIPT, transcript)
    with pytest.raises(ValueError, match="validation error"):
        handler(EVENT, CONTEXT)
    assert last_log_line(*SECRETS)["level"] == "ERROR"


def test_a_broken_document_is_in_no_log(worker: Callable[..., None], last_log_line: LastLogLine) -> None:
    worker()
    with pytest.raises(ValueError, match="validation error"):
        handler({**EVENT, "transcription": {"status": "a zyzzyva", "engine": ["cocaine"]}}, CONTEXT)
    last_log_line(*SECRETS)
