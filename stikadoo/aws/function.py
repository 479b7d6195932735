"""A Lambda function, invoked asynchronously."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from stikadoo.aws.clients import translated

if TYPE_CHECKING:
    from mypy_boto3_lambda import LambdaClient


@dataclass(frozen=True)
class Function:
    name: str
    client: LambdaClient = field(repr=False, compare=False)

    def invoke_later(self, event: dict[str, Any]) -> None:
        """Lambda queues the event; if the function fails, it tries again after one minute, and after two more.

        Raises ProviderThrottled, ProviderUnavailable, ProviderRefusedKey.
        """
        with translated("Lambda"):
            self.client.invoke(FunctionName=self.name, InvocationType="Event", Payload=json.dumps(event).encode())
