"""Transcribe's Lambda, from its zip, fetches and loads uploaded weights in its init phase, and only there."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from functions.transcribe.step import TranscodedDocument
from infra.artifacts import artifacts_bucket, uploads_client
from infra.build import build
from infra.local_aws import LocalAws
from infra.local_stack import session
from infra.weights import weights_of
from infra.wheels import ROOT
from stikadoo.aws.bucket import Bucket
from stikadoo.execution import Speech, Transcript
from stikadoo.keys import RecordingFolder
from stikadoo.settings import variable
from stikadoo.whisper_models import KNOWN
from tests.bare_python import link_boto3, unpacked
from tests.documents import DEVICE

SPEECH = Speech(key="recordings/r1/speech.wav", packets=0, lost=0, corrupt=0, seconds=2.5, peak_dbfs=0)


@dataclass(frozen=True)
class Worker:
    """A process of the function, with nothing but its zip, boto3 and an environment."""

    root: Path
    boto3: Path
    environ: dict[str, str]

    def calls(self, **settings: str) -> subprocess.CompletedProcess[str]:
        document = TranscodedDocument(recording_id="r1", device=DEVICE, speech=SPEECH)
        with tempfile.TemporaryDirectory() as folder:
            return subprocess.run(
                [sys.executable, "-I", "-S", str(ROOT / "benchmarks" / "transcribe_process.py"), self.root, self.boto3],
                input=document.model_dump_json(),
                env=self.environ | {"TMPDIR": folder} | {variable(name): value for name, value in settings.items()},
                capture_output=True,
                text=True,
                check=False,
            )


@pytest.fixture(scope="module")
def zip_root() -> Iterator[Path]:
    with unpacked(build("local")["transcribe"]) as root:
        yield root


@pytest.fixture
def worker(zip_root: Path, aws: LocalAws, bucket: Bucket, tmp_path: Path) -> Worker:
    bucket.put(SPEECH.key, (ROOT / "tests" / "speech" / "cat-rocket.wav").read_bytes())
    lambda_environ = {"PATH": os.defpath, "AWS_LAMBDA_FUNCTION_NAME": "stikadoo-dev-transcribe"}
    environ = {**aws.environ, **lambda_environ, variable("bucket"): bucket.name}
    return Worker(zip_root, link_boto3(tmp_path), environ)


@pytest.mark.parametrize("model", KNOWN)
def test_the_model_is_loaded_before_the_first_call(model: str, worker: Worker, aws: LocalAws, bucket: Bucket) -> None:
    weights, artifacts = weights_of(model), artifacts_bucket(session(aws), aws.endpoint)
    weights.upload(uploads_client(session(aws), aws.endpoint), artifacts)
    ran = worker.calls(whisper_weights=weights.location(artifacts))
    assert ran.returncode == 0, ran.stderr
    measured: dict[str, Any] = json.loads(ran.stdout)
    assert set(measured["imported"]) <= {"multiprocessing.synchronize"}, "tqdm's lock"
    assert measured["peak_mb"] < 512
    transcript = bucket.read_facts(RecordingFolder("r1").transcript, Transcript)
    assert "rocket" in transcript.text.casefold()


def test_what_the_init_phase_could_not_load_is_the_first_call_s_error(worker: Worker) -> None:
    ran = worker.calls(whisper_weights="nobody-s/weights-0")
    assert ran.stderr.strip().endswith(
        "ProviderUnavailable: whisper: cannot read its weights at nobody-s/weights-0: NoSuchBucket"
    )
    assert '"message":"transcribe"' in ran.stderr


def test_a_function_without_weights_says_so(worker: Worker) -> None:
    ran = worker.calls()
    assert ran.stderr.strip().endswith("MissingSettings: set these environment variables: STIKADOO_WHISPER_WEIGHTS")
