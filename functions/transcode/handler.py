"""Lambda handler of the Transcode state: decodes a recording's packets to WAV."""

from typing import Any

from functions.transcode.step import transcode
from stikadoo.aws.bucket import Bucket
from stikadoo.aws.clients import client
from stikadoo.execution import ExecutionDocument
from stikadoo.logs import worker
from stikadoo.settings import settings
from stikadoo.worker_settings import TranscodeSettings


@worker("transcode", counts=("packets", "lost", "corrupt"))
def handler(event: dict[str, Any], context: object) -> dict[str, Any]:
    chosen = settings(TranscodeSettings)
    return transcode(ExecutionDocument.model_validate(event), Bucket(chosen.bucket, client("s3")), chosen).model_dump(
        mode="json"
    )
