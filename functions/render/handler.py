"""The Render state: makes a sticker of the picture."""

from typing import Any

from functions.render.step import DrawnDocument, render
from stikadoo.aws.bucket import Bucket
from stikadoo.aws.clients import client
from stikadoo.logs import worker
from stikadoo.settings import settings
from stikadoo.worker_settings import RenderSettings


@worker("render", counts=("height", "bytes"))
def handler(event: dict[str, Any], context: object) -> dict[str, Any]:
    options = settings(RenderSettings)
    sticker = render(DrawnDocument.model_validate(event), Bucket(options.bucket, client("s3")), options)
    return sticker.model_dump(mode="json", exclude_none=True)
