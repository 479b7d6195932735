"""The Moderate state: a transcript becomes a wish, or a kind no."""

from typing import Any

from functions.moderate.moderators import chosen_moderators
from functions.moderate.spending import Allowance, Spending
from functions.moderate.step import Door, HeardDocument, moderate
from functions.moderate.word_list import word_list
from stikadoo.aws.bucket import Bucket
from stikadoo.aws.clients import client
from stikadoo.aws.registry import Registry
from stikadoo.aws.spending import SpendingTable
from stikadoo.logs import worker
from stikadoo.settings import settings
from stikadoo.worker_settings import ModerateSettings


@worker("moderate")
def handler(event: dict[str, Any], context: object) -> dict[str, Any]:
    chosen = settings(ModerateSettings)
    door = Door(
        registry=Registry(chosen.table, client("dynamodb")),
        words=word_list(),
        moderators=chosen_moderators(chosen),
        spending=Spending(
            SpendingTable(chosen.spending_table, client("dynamodb")),
            Allowance(device=chosen.device_stickers_a_day, stage=chosen.stage_stickers_a_day),
        ),
        max_characters=chosen.max_wish_characters,
    )
    return moderate(HeardDocument.model_validate(event), Bucket(chosen.bucket, client("s3")), door).model_dump(
        mode="json"
    )
