"""The Moderate state: a transcript becomes a wish, or a kind no."""

from typing import Any

from functions.moderate.step import HeardDocument, moderate
from stikadoo.aws.bucket import Bucket
from stikadoo.aws.registry import Registry
from stikadoo.logs import worker
from stikadoo.settings import ModerateSettings, settings


@worker("moderate")
def handler(event: dict[str, Any], context: object) -> dict[str, Any]:
    chosen = settings(ModerateSettings)
    wish = moderate(
        HeardDocument.model_validate(event), Bucket(chosen.bucket), Registry(chosen.table), chosen.max_wish_characters
    )
    return wish.model_dump(mode="json")
