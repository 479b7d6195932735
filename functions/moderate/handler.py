"""Lambda handler of the Moderate state: admits or rejects a wish."""

from typing import Any

from functions.moderate.moderators import configured_moderators
from functions.moderate.spending import DailyLimits, Spending
from functions.moderate.step import Admission, TranscribedDocument, moderate
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
    admission = Admission(
        registry=Registry(chosen.table, client("dynamodb")),
        words=word_list(),
        moderators=configured_moderators(chosen),
        spending=Spending(
            SpendingTable(chosen.spending_table, client("dynamodb")),
            DailyLimits(device=chosen.device_stickers_a_day, stage=chosen.stage_stickers_a_day),
        ),
        max_characters=chosen.max_wish_characters,
    )
    return moderate(
        TranscribedDocument.model_validate(event), Bucket(chosen.bucket, client("s3")), admission
    ).model_dump(mode="json")
