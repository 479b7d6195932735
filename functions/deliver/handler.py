"""Lambda handler of the Deliver state: sends the sticker to the device."""

from typing import Any

from functions.deliver.step import RenderedDocument, deliver
from stikadoo.aws.bucket import Bucket
from stikadoo.aws.clients import client
from stikadoo.aws.postbox import device_postbox
from stikadoo.aws.registry import Registry
from stikadoo.logs import worker
from stikadoo.settings import settings
from stikadoo.worker_settings import DeliverSettings


@worker("deliver", counts=("waited_seconds",))
def handler(event: dict[str, Any], context: object) -> dict[str, Any]:
    chosen = settings(DeliverSettings)
    document = RenderedDocument.model_validate(event)
    delivery = deliver(
        document,
        Bucket(chosen.bucket, client("s3")),
        Registry(chosen.table, client("dynamodb")),
        device_postbox,
        chosen.url_seconds,
    )
    return delivery.model_dump(mode="json")
