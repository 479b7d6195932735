"""Imagine stores picture.png or returns a job to check; the words of the wish are not returned or logged."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from functions.imagine.handler import _illustrator, handler
from functions.imagine.illustrators import Drawing, Job, Request, illustrator_named
from functions.imagine.prompt import PROMPT_VERSION
from functions.imagine.step import AdmittedDocument, imagine
from stikadoo.aws.bucket import Bucket
from stikadoo.aws.clients import client
from stikadoo.errors import PictureRefused, ProviderUnavailable, UnknownProvider
from stikadoo.execution import AdmittedWish, Device, Engines, Picture, PictureOrigin, Wish
from stikadoo.worker_settings import ImagineSettings
from tests.providers import dashscope as dashscope_double
from tests.providers.dashscope import DashScopeDouble
from tests.unit.functions import keys
from tests.unit.functions.imagine.engines import PATIENCE, PICTURE_HOST

WISH = "a cat riding a zyzzyva"


class Slow:
    """An illustrator whose job is done at the second check."""

    engine = "slow"

    def __init__(self) -> None:
        self.asked: list[Request] = []
        self.looks = 0

    def start(self, request: Request) -> Drawing | Job:
        self.asked.append(request)
        return Job("job-1")

    def check(self, job: str, limit_seconds: float) -> Drawing | Job:
        self.looks += 1
        return Drawing(b"\x89PNG") if self.looks == 2 else Job(job)


class Refusing(Slow):
    """An illustrator that takes a prompt and refuses to draw."""

    def start(self, request: Request) -> Drawing | Job:
        request.keep_prompt(f"draw {request.text}")
        raise PictureRefused("refusing", "prompt")


@pytest.fixture
def entered() -> datetime:
    return datetime.now(UTC)


@pytest.fixture
def long_ago(entered: datetime) -> datetime:
    """Before all the time that an engine has."""
    return entered - timedelta(seconds=PATIENCE.engine_seconds)


@pytest.fixture
def document(bucket: Bucket) -> AdmittedDocument:
    device = Device(
        device_id="d", session_id="s", connection_id="c", endpoint="http://localhost", language="en-GB", caption=True
    )
    document = AdmittedDocument(recording_id="r1", device=device, seed=5, wish=Wish(key="recordings/r1/wish.json"))
    bucket.put_facts(document.wish.key, AdmittedWish(text=WISH))
    return document


def test_a_drawing_is_stored_and_its_key_returned(document: AdmittedDocument, bucket: Bucket) -> None:
    picture = imagine(document, bucket, illustrator_named("openmoji", ImagineSettings("bucket")), PATIENCE)
    assert picture == Picture(status="ready", engine="openmoji", key="recordings/r1/picture.png")
    assert bucket.read("recordings/r1/picture.png").startswith(b"\x89PNG\r\n")


def test_who_drew_and_whom_to_name_are_stored_beside_the_picture(document: AdmittedDocument, bucket: Bucket) -> None:
    imagine(document, bucket, illustrator_named("openmoji", ImagineSettings("bucket")), PATIENCE)
    stored = bucket.read_facts("recordings/r1/picture.json", PictureOrigin)
    assert stored.engine == "openmoji"
    assert any("Noto Emoji" in credit for credit in stored.credits)


def test_a_job_is_checked_until_its_picture_is_ready(
    document: AdmittedDocument, bucket: Bucket, entered: datetime
) -> None:
    slow = Slow()
    picture = imagine(document.model_copy(update={"entered_at": entered}), bucket, slow, PATIENCE)
    assert picture == Picture(status="working", engine="slow", job="job-1", asked_at=entered)
    picture = imagine(document.model_copy(update={"picture": picture}), bucket, slow, PATIENCE)
    assert picture.status == "working"
    picture = imagine(document.model_copy(update={"picture": picture}), bucket, slow, PATIENCE)
    assert picture.key is not None
    assert bucket.read(picture.key) == b"\x89PNG"
    limit = slow.asked[0].limit_seconds
    assert slow.asked == [Request(WISH, seed=5, caption=True, language="en-GB", limit_seconds=limit)]
    assert 0 < limit <= PATIENCE.attempt_seconds


def test_an_engine_whose_time_is_over_is_not_asked_again(
    document: AdmittedDocument, bucket: Bucket, long_ago: datetime
) -> None:
    slow = Slow()
    with pytest.raises(ProviderUnavailable, match="slow: no answer in 40 s"):
        imagine(document.model_copy(update={"entered_at": long_ago}), bucket, slow, PATIENCE)
    assert not slow.asked


def test_a_job_whose_time_is_over_is_checked_once_more(
    document: AdmittedDocument, bucket: Bucket, long_ago: datetime
) -> None:
    """Its picture may have become ready during the last wait."""
    slow = Slow()
    late = document.model_copy(
        update={"picture": Picture(status="working", engine="slow", job="job-1", asked_at=long_ago)}
    )
    with pytest.raises(ProviderUnavailable, match="slow: the job was not done in 40 s"):
        imagine(late, bucket, slow, PATIENCE)
    assert imagine(late, bucket, slow, PATIENCE).status == "ready"


def test_a_finished_picture_is_drawn_again_in_a_replay(document: AdmittedDocument, bucket: Bucket) -> None:
    done = Picture(status="ready", engine="slow", key="recordings/r0/picture.png")
    assert imagine(document.model_copy(update={"picture": done}), bucket, Slow(), PATIENCE).status == "working"


def test_a_refused_prompt_is_stored_too_and_deleted_with_the_voice(document: AdmittedDocument, bucket: Bucket) -> None:
    with pytest.raises(PictureRefused):
        imagine(document, bucket, Refusing(), PATIENCE)
    assert bucket.read(document.folder.prompt).decode() == f"draw {WISH}"
    tags = client("s3").get_object_tagging(Bucket=bucket.name, Key=document.folder.prompt)["TagSet"]
    assert tags == [{"Key": "voice", "Value": "borrowed"}]


def test_an_engine_without_prompts_stores_none(document: AdmittedDocument, bucket: Bucket) -> None:
    imagine(document, bucket, Slow(), PATIENCE)
    assert bucket.find(document.folder.prompt) is None


def test_a_missing_wish_is_named(document: AdmittedDocument, bucket: Bucket) -> None:
    bucket.delete([document.wish.key])
    with pytest.raises(FileNotFoundError, match=r"wish\.json"):
        imagine(document, bucket, Slow(), PATIENCE)


def test_an_unknown_illustrator_is_reported_with_the_known_ones() -> None:
    with pytest.raises(
        UnknownProvider, match="unknown illustrator 'crayons'; known: openmoji, dashscope, bedrock, openai"
    ):
        illustrator_named("crayons", ImagineSettings("bucket"))


def test_a_request_s_repr_does_not_contain_its_words() -> None:
    assert WISH not in repr(Request(WISH))


def test_the_words_are_neither_returned_nor_logged(
    document: AdmittedDocument,
    bucket: Bucket,
    environment: Callable[..., None],
    last_log_line: Callable[..., dict[str, Any]],
) -> None:
    environment(bucket=bucket.name)
    output = handler(document.model_dump(mode="json"), None)
    assert output == {"status": "ready", "engine": "openmoji", "key": "recordings/r1/picture.png"}
    assert last_log_line("zyzzyva")["added"] == output


@pytest.mark.usefixtures("keys")
def test_a_provider_s_picture_is_stored_with_its_engine_model_and_prompt_version(
    document: AdmittedDocument,
    bucket: Bucket,
    dashscope: DashScopeDouble,
    environment: Callable[..., None],
    last_log_line: Callable[..., dict[str, Any]],
) -> None:
    environment(
        bucket=bucket.name,
        dashscope_url=dashscope.url,
        dashscope_key_parameter=keys.DASHSCOPE,
        picture_hosts=PICTURE_HOST,
    )
    event = document.model_copy(update={"engines": Engines(imagine="dashscope, openmoji")}).model_dump(mode="json")
    entered = datetime.now(UTC)
    _illustrator.cache_clear()
    try:
        working = handler(event | {"entered_at": entered.isoformat()}, None)
        assert handler(event | {"picture": working}, None) == working
        ready = handler(event | {"picture": working}, None)
    finally:
        _illustrator.cache_clear()
    origin = {"engine": "dashscope", "model": "qwen-image-3.0", "prompt_version": PROMPT_VERSION}
    asked_at = entered.isoformat().replace("+00:00", "Z")
    assert working == origin | {"status": "working", "job": "task-0", "asked_at": asked_at}
    assert ready == origin | {"status": "ready", "key": "recordings/r1/picture.png"}
    assert bucket.read(ready["key"]).startswith(b"\x89PNG")
    assert (
        bucket.read("recordings/r1/prompt.txt").decode()
        == dashscope.asked[0].json["input"]["messages"][0]["content"][0]["text"]
    )
    assert last_log_line("zyzzyva", dashscope_double.KEY, dashscope_double.SIGNATURE)["added"] == ready
