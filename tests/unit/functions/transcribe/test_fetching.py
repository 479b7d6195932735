"""The worker reads what `stikadoo deploy` uploaded, and nothing else."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from functions.transcribe.transcribers.fetching import fetched
from functions.transcribe.transcribers.weights import resolve_models
from infra.weights import Weights, weights_of
from stikadoo.aws.bucket import Bucket
from stikadoo.errors import ProviderUnavailable

LARGE = bytes(range(256)) * 80_000
"Two and a half parts."


@pytest.fixture
def weights(tmp_path: Path) -> Weights:
    for name, model in (("small", LARGE), ("large", b"weights")):
        (tmp_path / name).mkdir()
        (tmp_path / name / "model.bin").write_bytes(model)
        (tmp_path / name / "config.json").write_text("{}")
    return weights_of(f"{tmp_path / 'small'},{tmp_path / 'large'}")


@pytest.fixture
def location(weights: Weights, bucket: Bucket, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Of the uploaded weights; what is fetched goes to a temporary folder of the test."""
    (tmp_path / "lambda").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "lambda"))
    weights.upload(bucket.s3, bucket.name)
    yield weights.location(bucket.name)
    assert [path.name for path in (tmp_path / "lambda").iterdir() if path.name.startswith("fetching-")] == []


def test_each_model_has_a_folder_with_its_files(location: str) -> None:
    small, large = fetched(location)
    assert (small / "model.bin").read_bytes() == LARGE
    assert (small / "config.json").read_text() == "{}"
    assert (large / "model.bin").read_bytes() == b"weights"
    assert resolve_models("whatever the stage calls it", location) == [small, large]


def test_what_was_fetched_is_not_fetched_again(location: str, bucket: Bucket) -> None:
    folders = fetched(location)
    bucket.delete(list(bucket.keys("weights-")))
    assert fetched(location) == folders


@pytest.mark.parametrize("file", ["0/model.bin", "1/config.json", "manifest.json"])
def test_other_contents_are_refused(file: str, location: str, bucket: Bucket) -> None:
    _, _, folder = location.partition("/")
    body = bucket.read(f"{folder}/{file}")
    bucket.put(f"{folder}/{file}", body.replace(b"\x01", b"\x02").replace(b"{", b" {", 1))
    with pytest.raises(
        ProviderUnavailable, match=rf"{file} at {location} is not what was uploaded: delete it, deploy again"
    ):
        fetched(location)


@pytest.mark.parametrize("file", ["0/model.bin", "manifest.json"])
def test_a_missing_object_allows_a_fallback(file: str, location: str, bucket: Bucket) -> None:
    _, _, folder = location.partition("/")
    bucket.delete([f"{folder}/{file}"])
    with pytest.raises(ProviderUnavailable, match=f"whisper: cannot read its weights at {location}: "):
        fetched(location)


def test_a_bucket_that_nobody_made_allows_a_fallback(location: str) -> None:
    with pytest.raises(ProviderUnavailable, match="cannot read its weights at nobody-s/weights-0: NoSuchBucket"):
        fetched("nobody-s/weights-0")
