"""Lambda handler of the Forget state: deletes the child's voice and words after a successful execution."""

from typing import Any

from functions.forget.step import FinishedDocument, forget
from stikadoo.aws.bucket import Bucket
from stikadoo.aws.clients import client
from stikadoo.aws.registry import Registry
from stikadoo.logs import worker
from stikadoo.settings import settings
from stikadoo.worker_settings import ForgetSettings


@worker("forget", counts=("deleted",), dimension="outcome")
def handler(event: dict[str, Any], context: object) -> dict[str, Any]:
    chosen = settings(ForgetSettings)
    document = FinishedDocument.model_validate(event)
    forgotten = forget(
        document,
        Bucket(chosen.bucket, client("s3")),
        Registry(chosen.table, client("dynamodb")),
        chosen.keep_recordings,
    )
    return forgotten.model_dump(mode="json", exclude_none=True)
