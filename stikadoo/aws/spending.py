"""The spending table: one item per counter, {counter, stickers, recordings, expires_at}.

stikadoo.spending_keys names the counters.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, cast

from stikadoo.aws.clients import translated

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

Item = dict[str, Any]
"In DynamoDB's own JSON."


@dataclass(frozen=True)
class SpendingTable:
    """Every method raises ProviderThrottled, ProviderUnavailable or ProviderRefusedKey when DynamoDB fails."""

    name: str
    dynamodb: DynamoDBClient = field(repr=False, compare=False)

    def update(self, counter: str, update: str, condition: str, values: Item) -> Item | None:
        """None if it was updated; else the item as it is, for which the condition is false."""
        with translated("DynamoDB"):
            try:
                self.dynamodb.update_item(
                    TableName=self.name,
                    Key={"counter": {"S": counter}},
                    UpdateExpression=update,
                    ConditionExpression=condition,
                    ExpressionAttributeValues=values,
                    ReturnValuesOnConditionCheckFailure="ALL_OLD",
                )
            except self.dynamodb.exceptions.ConditionalCheckFailedException as exc:
                return cast("Item", exc.response.get("Item", {}))
        return None

    def has(self, counter: str) -> bool:
        """Strongly consistent."""
        key = {"counter": {"S": counter}}
        with translated("DynamoDB"):
            return "Item" in self.dynamodb.get_item(TableName=self.name, Key=key, ConsistentRead=True)

    def delete(self, counter: str) -> None:
        with translated("DynamoDB"):
            self.dynamodb.delete_item(TableName=self.name, Key={"counter": {"S": counter}})
