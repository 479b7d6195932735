"""Transcribe's Lambda from its zip, in a process of its own, with nothing but boto3 and an environment."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from functions.transcribe.step import TranscodedDocument
from infra.artifacts import artifacts_bucket, uploads_client
from infra.build import build
from infra.local_aws import ROOT, LocalAws
from infra.local_stack import session
from infra.weights import weights_of
from stikadoo.aws.bucket import Bucket
from stikadoo.execution import Speech
from stikadoo.settings import variable
from tests.bare_python import link_boto3, unpacked
from tests.documents import DEVICE

RECORDING = "r1"
_SPEECH = Speech(key="recordings/r1/speech.wav", packets=0, lost=0, corrupt=0, seconds=2.5, peak_dbfs=0)
_WAV = ROOT / "tests" / "speech" / "cat-rocket.wav"


@dataclass(frozen=True)
class Zip:
    """The unpacked zip, and boto3."""

    root: Path
    boto3: Path

    def calls(self, aws: LocalAws, bucket: Bucket, **settings: str) -> subprocess.CompletedProcess[str]:
        """The init phase and two calls; see transcribe_start.py for the output."""
        bucket.put(_SPEECH.key, _WAV.read_bytes())
        function = {"PATH": os.defpath, "AWS_LAMBDA_FUNCTION_NAME": "stikadoo-dev-transcribe"}
        variables = {variable(name): value for name, value in {"bucket": bucket.name, **settings}.items()}
        script = str(Path(__file__).with_name("transcribe_start.py"))
        with tempfile.TemporaryDirectory() as folder:
            return subprocess.run(  # noqa: S603 # our own command
                [sys.executable, "-I", "-S", script, str(self.root), str(self.boto3)],
                input=TranscodedDocument(recording_id=RECORDING, device=DEVICE, speech=_SPEECH).model_dump_json(),
                env={**aws.environ, **function, **variables, "TMPDIR": folder},
                capture_output=True,
                text=True,
                check=False,
            )


@contextmanager
def transcribe_zip() -> Iterator[Zip]:
    with unpacked(build("local")["transcribe"]) as root, tempfile.TemporaryDirectory() as folder:
        yield Zip(root, link_boto3(Path(folder)))


def uploaded(model: str, aws: LocalAws) -> str:
    """The location of its weights in the local S3."""
    weights, bucket = weights_of(model), artifacts_bucket(session(aws), aws.endpoint)
    weights.upload(uploads_client(session(aws), aws.endpoint), bucket)
    return weights.location(bucket)
