"""The Apologise state, and the net under the machine for what no Catch catches."""

import json
from typing import Any

from functions.apologise.step import FailedDocument, apologise
from stikadoo.aws.bucket import Bucket
from stikadoo.aws.postbox import Postbox
from stikadoo.aws.registry import Registry
from stikadoo.logs import worker
from stikadoo.settings import settings
from stikadoo.worker_settings import SessionWorkerSettings


@worker("apologise", dimension="error")
def handler(event: dict[str, Any], context: object) -> dict[str, Any]:
    chosen = settings(SessionWorkerSettings)
    document = FailedDocument.model_validate(event)
    postbox = Postbox(document.device.endpoint, document.device.connection_id)
    return apologise(document, Bucket(chosen.bucket), Registry(chosen.table), postbox).model_dump(mode="json")


def on_failed_execution(event: dict[str, Any], context: object) -> dict[str, Any]:
    """EventBridge's «Step Functions Execution Status Change»: FAILED, TIMED_OUT or ABORTED."""
    ended = event["detail"]
    trouble = {"name": ended.get("error") or ended["status"], "cause": ended.get("cause") or ""}
    return handler({**json.loads(ended["input"]), "error": trouble}, context)
