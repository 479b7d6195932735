"""Transcribe's Lambda, from its zip, fetches and loads uploaded weights in its init phase, and only there."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from benchmarks.transcribe_starts import RECORDING, Zip, transcribe_zip, uploaded
from infra.local_aws import LocalAws
from stikadoo.aws.bucket import Bucket
from stikadoo.execution import Transcript
from stikadoo.keys import RecordingFolder
from stikadoo.whisper_models import KNOWN


@pytest.fixture(scope="module")
def zipped() -> Iterator[Zip]:
    with transcribe_zip() as opened:
        yield opened


@pytest.mark.parametrize("model", KNOWN)
def test_the_model_is_loaded_before_the_first_call(model: str, zipped: Zip, aws: LocalAws, bucket: Bucket) -> None:
    ran = zipped.calls(aws, bucket, whisper_weights=uploaded(model, aws))
    assert ran.returncode == 0, ran.stderr
    measured: dict[str, Any] = json.loads(ran.stdout)
    assert set(measured["imported"]) <= {"multiprocessing.synchronize"}, "tqdm's lock"
    assert measured["peak_mb"] < 512
    transcript = bucket.read_facts(RecordingFolder(RECORDING).transcript, Transcript)
    assert "rocket" in transcript.text.casefold()


def test_what_the_init_phase_could_not_load_is_the_first_call_s_error(
    zipped: Zip, aws: LocalAws, bucket: Bucket
) -> None:
    ran = zipped.calls(aws, bucket, whisper_weights="nobody-s/weights-0")
    assert ran.stderr.strip().endswith(
        "ProviderUnavailable: whisper: cannot read its weights at nobody-s/weights-0: NoSuchBucket"
    )
    assert '"message":"transcribe"' in ran.stderr


def test_a_function_without_weights_says_so(zipped: Zip, aws: LocalAws, bucket: Bucket) -> None:
    ran = zipped.calls(aws, bucket)
    assert ran.stderr.strip().endswith("MissingSettings: set these environment variables: STIKADOO_WHISPER_WEIGHTS")
