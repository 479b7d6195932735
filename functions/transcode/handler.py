"""Lambda handler of the Transcode state: decodes a recording's packets to WAV."""

from functools import partial
from typing import Any

from functions.transcode.step import transcode
from stikadoo.aws.bucket import Bucket
from stikadoo.aws.clients import client
from stikadoo.aws.registry import Registry
from stikadoo.execution import ExecutionDocument
from stikadoo.logs import worker
from stikadoo.settings import settings
from stikadoo.worker_settings import TranscodeSettings


@worker("transcode", counts=("packets", "lost", "corrupt"))
def handler(event: dict[str, Any], context: object) -> dict[str, Any]:
    chosen = settings(TranscodeSettings)
    document = ExecutionDocument.model_validate(event)
    find_turn = partial(
        Registry(chosen.table, client("dynamodb")).turn, document.device.session_id, document.recording_id
    )
    return transcode(document, Bucket(chosen.bucket, client("s3")), chosen, find_turn).model_dump(mode="json")
