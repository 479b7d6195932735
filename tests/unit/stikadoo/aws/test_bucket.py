"""The bucket stores bytes by key, lists them in order, and names a missing object."""

import urllib.request

import pytest

from stikadoo.aws.bucket import Bucket
from stikadoo.aws.clients import client
from stikadoo.errors import ProviderUnavailable


def test_what_was_put_is_read_back(bucket: Bucket) -> None:
    bucket.put("a/1.bin", b"\x00\x01")
    assert bucket.read("a/1.bin") == b"\x00\x01"


@pytest.mark.parametrize(("name", "is_tagged"), [("speech.wav", True), ("wish.json", True), ("sticker.png", False)])
def test_what_is_borrowed_is_tagged_for_the_lifecycle(bucket: Bucket, name: str, is_tagged: bool) -> None:
    bucket.put(f"recordings/r1/{name}", b"x")
    tags = client("s3").get_object_tagging(Bucket=bucket.name, Key=f"recordings/r1/{name}")["TagSet"]
    assert tags == ([{"Key": "voice", "Value": "borrowed"}] if is_tagged else [])


def test_a_missing_object_is_named(bucket: Bucket) -> None:
    assert bucket.find("a/none.bin") is None
    with pytest.raises(FileNotFoundError, match=r"a/none\.bin"):
        bucket.read("a/none.bin")


def test_a_listing_is_sorted_and_can_start_late(bucket: Bucket) -> None:
    for name in ("a/3", "a/1", "a/2", "b/1"):
        bucket.put(name, b"x")
    assert list(bucket.keys("a/", after="a/1")) == ["a/2", "a/3"]


def test_deleting_takes_what_there_is(bucket: Bucket) -> None:
    bucket.put("a/1", b"x")
    bucket.delete(["a/1", "a/never"])
    assert list(bucket.keys("a/")) == []


def test_a_presigned_url_opens_its_object(bucket: Bucket) -> None:
    bucket.put("a/1", b"dots")
    with urllib.request.urlopen(bucket.url("a/1", seconds=60)) as reply:
        assert (reply.status, reply.read(), reply.headers["Content-Length"]) == (200, b"dots", "4")


def test_a_missing_bucket_stays_a_bug_and_no_address_is_unavailable(
    bucket: Bucket, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    client.cache_clear()
    try:
        with pytest.raises(ProviderUnavailable, match="EndpointConnectionError"):
            Bucket(bucket.name, client("s3")).read("a/1")
    finally:
        client.cache_clear()


def test_on_aws_a_presigned_url_names_the_region_and_is_not_redirected(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_S3"):
        monkeypatch.delenv(name, raising=False)
    for name, value in {
        "AWS_DEFAULT_REGION": "eu-west-1",
        "AWS_ACCESS_KEY_ID": "a",
        "AWS_SECRET_ACCESS_KEY": "b",
    }.items():
        monkeypatch.setenv(name, value)
    client.cache_clear()
    try:
        assert (
            Bucket("stickers", client("s3"))
            .url("a/1", 60)
            .startswith("https://stickers.s3.eu-west-1.amazonaws.com/a/1?")
        )
    finally:
        client.cache_clear()


def test_an_object_exists_and_tells_when_it_was_stored(bucket: Bucket) -> None:
    bucket.put("a/1", b"x")
    (listed,) = bucket.listing("a/")
    stored = bucket.get("a/1")
    assert stored
    assert (bucket.exists("a/1"), bucket.exists("a/2"), bucket.get("a/2")) == (True, False, None)
    assert (listed.key, listed.name, listed.body, stored.body) == ("a/1", "1", None, b"x")
    assert abs((listed.modified - stored.modified).total_seconds()) < 1


class KeepsAll:
    """An S3 that deletes nothing, as one whose bucket policy denies it: the reply is 200 with `Errors`."""

    def delete_objects(self, **request: object) -> dict[str, object]:
        return {"Errors": [{"Key": "a/1", "Code": "AccessDenied"}, {"Key": "a/2", "Code": "InternalError"}]}


def test_objects_that_s3_did_not_delete_are_an_error() -> None:
    with pytest.raises(ProviderUnavailable, match="2 objects not deleted: AccessDenied, InternalError"):
        Bucket("kept", KeepsAll()).delete(["a/1", "a/2"])  # type: ignore[arg-type]
