"""Transcribe's cold start: CPU seconds of the init phase, with the weights from the local S3, and of a wish; memory."""

import json
import uuid

from benchmarks.table import Row
from benchmarks.transcribe_starts import Zip, transcribe_zip, uploaded
from infra.local_aws import LocalAws, local_aws, reach
from stikadoo.aws.bucket import Bucket
from stikadoo.aws.clients import client
from stikadoo.whisper_models import KNOWN

_INIT_SECONDS = 10
"Lambda's limit; then it starts anew, within the first call."
_MEMORY_MB = 512


def rows() -> list[Row]:
    with local_aws() as aws, transcribe_zip() as zipped:
        reach(aws.environ)
        return [row for model in KNOWN for row in _rows(model, zipped, aws)]


def _rows(model: str, zipped: Zip, aws: LocalAws) -> list[Row]:
    bucket = Bucket(f"bench-{uuid.uuid4().hex}", client("s3"))
    client("s3").create_bucket(Bucket=bucket.name)
    ran = zipped.calls(aws, bucket, whisper_weights=uploaded(model, aws))
    facts = json.loads(ran.stdout)
    (_, init), (_, wish), peak = facts["init"], facts["second"], facts["peak_mb"]
    return [
        Row(f"CPU of a cold start: {model}", f"{init:.1f} s", "Lambda's limit: 10 s", init / _INIT_SECONDS),
        Row(f"CPU of a wish of 2.5 s: {model}", f"{wish:.1f} s", "its cold start", wish / init),
        Row(f"memory at most: {model}", f"{peak} MB", "512 MB", peak / _MEMORY_MB, "at most 1", peak <= _MEMORY_MB),
    ]
