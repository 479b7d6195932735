"""Lambda handler of the Announce state: tells the device what was recognised, and that drawing has begun."""

from typing import Any

from functions.announce.step import TranscribedDocument, announce
from stikadoo.aws.bucket import Bucket
from stikadoo.aws.clients import client
from stikadoo.aws.postbox import device_postbox
from stikadoo.logs import worker
from stikadoo.settings import settings
from stikadoo.worker_settings import WorkerSettings


@worker("announce")
def handler(event: dict[str, Any], context: object) -> dict[str, Any]:
    document = TranscribedDocument.model_validate(event)
    postbox = device_postbox(document.device)
    return announce(document, Bucket(settings(WorkerSettings).bucket, client("s3")), postbox).model_dump(mode="json")
