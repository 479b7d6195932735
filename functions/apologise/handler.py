"""Lambda handlers of the Apologise state, and of failed executions that no Catch handled."""

import json
from typing import Any

from functions.apologise.step import FailedDocument, apologise
from stikadoo.aws.bucket import Bucket
from stikadoo.aws.clients import client
from stikadoo.aws.postbox import device_postbox
from stikadoo.aws.registry import Registry
from stikadoo.logs import worker
from stikadoo.settings import settings
from stikadoo.worker_settings import SessionWorkerSettings


@worker("apologise", dimension="error")
def handler(event: dict[str, Any], context: object) -> dict[str, Any]:
    chosen = settings(SessionWorkerSettings)
    document = FailedDocument.model_validate(event)
    return apologise(
        document, Bucket(chosen.bucket, client("s3")), Registry(chosen.table, client("dynamodb")), device_postbox
    ).model_dump(mode="json")


def on_failed_execution(event: dict[str, Any], context: object) -> dict[str, Any]:
    """EventBridge's «Step Functions Execution Status Change» with FAILED, TIMED_OUT or ABORTED."""
    execution = event["detail"]
    error = {"name": execution.get("error") or execution["status"], "cause": execution.get("cause") or ""}
    return handler({**json.loads(execution["input"]), "error": error}, context)
