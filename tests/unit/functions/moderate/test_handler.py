"""Whatever becomes of a wish, none of its words are in what the worker writes: logs, errors, standard output."""

import io
import json
import logging
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest

from functions.moderate.handler import handler
from stikadoo.aws.bucket import Bucket
from stikadoo.aws.registry import Registry
from stikadoo.errors import ProviderThrottled, ProviderUnavailable, WishRejected
from stikadoo.execution import AdmittedWish, Transcript
from stikadoo.settings import forget_settings
from tests.documents import DEVICE
from tests.providers.guardrails import GUARDRAIL, GuardrailDouble
from tests.providers.openai_moderation import KEY, ModerationDouble
from tests.unit.functions.moderate.asking import KEY_PARAMETER

KEY_OF_TRANSCRIPT = "recordings/r1/transcript.json"
EVENT = {
    "recording_id": "r1",
    "device": DEVICE.model_dump(mode="json"),
    "transcription": {"status": "ready", "engine": "typed", "key": KEY_OF_TRANSCRIPT},
}
CONTEXT = SimpleNamespace(function_name="moderate", aws_request_id="1")
SECRETS = ("zyzzyva", "cocaine", KEY)

Set = Callable[..., None]


@pytest.fixture
def worker(bucket: Bucket, registry: Registry, monkeypatch: pytest.MonkeyPatch) -> Set:
    """Its environment; what is given is set beside what it must have."""

    def set_up(**chosen: str) -> None:
        must = {"bucket": bucket.name, "table": registry.table, "spending_table": "s"}
        free = {"device_stickers_a_day": "0", "stage_stickers_a_day": "0"}
        for name, value in (must | free | chosen).items():
            monkeypatch.setenv(f"STIKADOO_{name.upper()}", value)
        forget_settings()

    return set_up


def said(bucket: Bucket, text: str) -> None:
    bucket.put_facts(KEY_OF_TRANSCRIPT, Transcript(text=text, engine="typed"))


@pytest.fixture
def told(
    capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> Callable[[], str]:
    """The worker's log lines so far, without the secrets, which nobody else wrote either, from INFO up."""
    lines = io.StringIO()
    caplog.set_level(logging.INFO)
    for one in logging.getLogger("stikadoo").handlers:  # it writes to the standard output of when it was imported
        if isinstance(one, logging.StreamHandler):
            monkeypatch.setattr(one, "stream", lines)

    def written() -> str:
        assert '"recording_id":"r1"' in lines.getvalue()
        elsewhere = capfd.readouterr()
        for secret in SECRETS:
            assert secret not in lines.getvalue() + elsewhere.out + elsewhere.err + caplog.text
        return lines.getvalue()

    return written


def line_of(out: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(out.strip().splitlines()[-1])
    return found


def test_an_admitted_wish_is_in_no_log(worker: Set, bucket: Bucket, told: Callable[[], str]) -> None:
    worker()
    said(bucket, "a zyzzyva on the moon")
    added = handler(EVENT, CONTEXT)
    assert bucket.read_facts(added["key"], AdmittedWish).text == "a zyzzyva on the moon"
    assert line_of(told())["level"] == "INFO"


def test_a_rejected_wish_is_a_category_in_the_log_and_no_wish_is_kept(
    worker: Set, bucket: Bucket, told: Callable[[], str]
) -> None:
    worker()
    said(bucket, "a zyzzyva full of cocaine")
    with pytest.raises(WishRejected, match=r"^category drugs$"):
        handler(EVENT, CONTEXT)
    line = line_of(told())
    assert (line["level"], line["error"], line["why"]) == ("WARNING", "WishRejected", "category drugs")
    assert bucket.find("recordings/r1/wish.json") is None


def test_a_service_that_is_down_admits_nothing_and_tells_nothing(
    worker: Set, bucket: Bucket, openai: ModerationDouble, told: Callable[[], str]
) -> None:
    worker(moderator="openai", openai_url=openai.url, openai_key_parameter=KEY_PARAMETER)
    said(bucket, "a zyzzyva on the moon")
    for answers, error in {"unavailable": ProviderUnavailable, "throttled": ProviderThrottled}.items():
        openai.answers = answers
        with pytest.raises(error):
            handler(EVENT, CONTEXT)
        assert line_of(told())["error"] == error.__name__
    assert len(openai.asked) == 2
    assert bucket.find("recordings/r1/wish.json") is None


def test_a_service_s_refusal_is_told_as_the_list_s_is(
    worker: Set, bucket: Bucket, guardrail: GuardrailDouble, told: Callable[[], str]
) -> None:
    guardrail.answers = "word"
    worker(moderator="guardrail", guardrail_id=GUARDRAIL)
    said(bucket, "a zyzzyva on the moon")
    with pytest.raises(WishRejected, match=r"^category profanity$"):
        handler(EVENT, CONTEXT)
    told()


@pytest.mark.parametrize(
    "transcript", [b'{"text": "a zyzzyva on the', b'{"text": {"zyzzyva": 1}, "engine": "typed"}', b'["a zyzzyva"]']
)
def test_a_broken_transcript_is_in_no_log(
    transcript: bytes, worker: Set, bucket: Bucket, told: Callable[[], str]
) -> None:
    worker()
    bucket.put(KEY_OF_TRANSCRIPT, transcript)
    with pytest.raises(ValueError, match="validation error"):
        handler(EVENT, CONTEXT)
    assert line_of(told())["level"] == "ERROR"


def test_a_broken_document_is_in_no_log(worker: Set, told: Callable[[], str]) -> None:
    worker()
    with pytest.raises(ValueError, match="validation error"):
        handler({**EVENT, "transcription": {"status": "a zyzzyva", "engine": ["cocaine"]}}, CONTEXT)
    told()
