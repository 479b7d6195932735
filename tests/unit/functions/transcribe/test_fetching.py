"""The worker reads what `stikadoo deploy` uploaded, and nothing else."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from functions.transcribe.transcribers.fetching import fetched
from infra.weights import Weights, weights_of
from stikadoo.aws.bucket import Bucket
from stikadoo.errors import ProviderUnavailable

LARGE = bytes(range(256)) * 80_000
"Two and a half parts."


@pytest.fixture
def weights(tmp_path: Path) -> Weights:
    folder = tmp_path / "small"
    folder.mkdir()
    (folder / "model.bin").write_bytes(LARGE)
    (folder / "config.json").write_text("{}")
    return weights_of(str(folder))


@pytest.fixture
def location(weights: Weights, bucket: Bucket, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Of the uploaded weights; what is fetched goes to a temporary folder of the test."""
    (tmp_path / "lambda").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "lambda"))
    weights.upload(bucket.s3, bucket.name)
    yield weights.location(bucket.name)
    assert [path.name for path in (tmp_path / "lambda").iterdir() if path.name.startswith("fetching-")] == []


def test_the_folder_has_the_model_s_files(location: str) -> None:
    folder = fetched(location)
    assert (folder / "model.bin").read_bytes() == LARGE
    assert (folder / "config.json").read_text() == "{}"


def test_what_was_fetched_is_not_fetched_again(location: str, bucket: Bucket) -> None:
    folder = fetched(location)
    bucket.delete(list(bucket.keys("weights-")))
    assert fetched(location) == folder


@pytest.mark.parametrize("file", ["model.bin", "config.json", "manifest.json"])
def test_other_contents_are_refused(file: str, location: str, bucket: Bucket) -> None:
    _, _, folder = location.partition("/")
    body = bucket.read(f"{folder}/{file}")
    bucket.put(f"{folder}/{file}", body.replace(b"\x01", b"\x02").replace(b"{", b" {", 1))
    with pytest.raises(
        ProviderUnavailable, match=rf"{file} at {location} is not what was uploaded: delete it, deploy again"
    ):
        fetched(location)


@pytest.mark.parametrize("file", ["model.bin", "manifest.json"])
def test_a_missing_object_allows_a_fallback(file: str, location: str, bucket: Bucket) -> None:
    _, _, folder = location.partition("/")
    bucket.delete([f"{folder}/{file}"])
    with pytest.raises(ProviderUnavailable, match=f"whisper: cannot read its weights at {location}: "):
        fetched(location)


def test_a_bucket_that_nobody_made_allows_a_fallback(location: str) -> None:
    with pytest.raises(ProviderUnavailable, match="cannot read its weights at nobody-s/weights-0: NoSuchBucket"):
        fetched("nobody-s/weights-0")
