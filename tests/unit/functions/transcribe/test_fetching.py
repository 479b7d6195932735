"""The worker reads what `stikadoo deploy` uploaded, and nothing else."""

import os
import tempfile
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from functions.transcribe.transcribers.fetching import fetched
from infra.weights import Weights, weights_of
from stikadoo.aws.bucket import Bucket
from stikadoo.aws.clients import client
from stikadoo.errors import ProviderUnavailable
from stikadoo.stored_weights import folder_of

LARGE = bytes(range(256)) * 80_000
"Two and a half parts."
UNFINISHED = f"fetching-{os.getuid()}"


@pytest.fixture
def weights(tmp_path: Path) -> Weights:
    return weights_of(str(model(tmp_path / "small", LARGE)))


def model(folder: Path, weights: bytes) -> Path:
    """A folder with all files of a model."""
    folder.mkdir()
    (folder / "model.bin").write_bytes(weights)
    for name in ("config.json", "tokenizer.json", "vocabulary.txt"):
        (folder / name).write_text("{}")
    return folder


@pytest.fixture
def location(weights: Weights, bucket: Bucket, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Of the uploaded weights; what is fetched goes to a temporary folder of the test."""
    (tmp_path / "lambda").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "lambda"))
    weights.upload(bucket.s3, bucket.name)
    yield weights.location(bucket.name)
    assert not (tmp_path / "lambda" / UNFINISHED).exists()


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


def test_what_a_killed_process_left_is_deleted(location: str, tmp_path: Path) -> None:
    unfinished = tmp_path / "lambda" / UNFINISHED
    unfinished.mkdir()
    (unfinished / "model.bin.old").write_bytes(LARGE)
    assert not (fetched(location) / "model.bin.old").exists()


def test_a_disk_that_cannot_be_written_allows_a_fallback(location: str, tmp_path: Path) -> None:
    (tmp_path / "lambda" / f"{UNFINISHED}.lock").mkdir()
    with pytest.raises(ProviderUnavailable, match="whisper: cannot write its weights to disk: Is a directory"):
        fetched(location)


def test_a_manifest_of_another_format_allows_a_fallback(location: str, bucket: Bucket) -> None:
    manifest = b"{}"
    bucket.put(f"{folder_of(manifest)}/manifest.json", manifest)
    with pytest.raises(ProviderUnavailable, match=r"cannot read its weights at .*: ValidationError"):
        fetched(f"{bucket.name}/{folder_of(manifest)}")


@pytest.fixture
def interrupted(bucket: Bucket, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """An S3 that breaks the connection in the first response for model.bin. The paths that were read."""
    paths: list[str] = []

    class S3(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            paths.append(self.path)
            body = bucket.read(self.path.split("/", 2)[2])
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            is_broken = self.path.endswith("model.bin") and paths.count(self.path) == 1
            self.wfile.write(body[: len(body) // 2] if is_broken else body)

        def log_message(self, *args: object) -> None:
            """No access log."""

    with ThreadingHTTPServer(("127.0.0.1", 0), S3) as server:
        Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        monkeypatch.setenv("AWS_ENDPOINT_URL_S3", f"http://127.0.0.1:{server.server_port}")
        client.cache_clear()
        yield paths
        client.cache_clear()
        server.shutdown()


def test_a_part_whose_connection_breaks_is_read_again(
    interrupted: list[str], tmp_path: Path, bucket: Bucket, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    weights = weights_of(str(model(tmp_path / "own", b"weights")))
    weights.upload(bucket.s3, bucket.name)
    assert (fetched(weights.location(bucket.name)) / "model.bin").read_bytes() == b"weights"
    assert len([path for path in interrupted if path.endswith("model.bin")]) == 2
