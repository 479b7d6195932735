"""Lambda handler of the Deliver state: sends the sticker to the device."""

from typing import Any

from functions.deliver.step import RenderedDocument, deliver
from stikadoo.aws.bucket import Bucket
from stikadoo.aws.postbox import Postbox
from stikadoo.aws.registry import Registry
from stikadoo.logs import worker
from stikadoo.settings import settings
from stikadoo.worker_settings import DeliverSettings


@worker("deliver", counts=("waited_seconds",))
def handler(event: dict[str, Any], context: object) -> dict[str, Any]:
    chosen = settings(DeliverSettings)
    document = RenderedDocument.model_validate(event)
    postbox = Postbox(document.device.endpoint, document.device.connection_id)
    delivery = deliver(document, Bucket(chosen.bucket), Registry(chosen.table), postbox, chosen.url_seconds)
    return delivery.model_dump(mode="json")
