"""A Lambda function, invoked asynchronously."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from stikadoo.aws.clients import error_code, translated
from stikadoo.errors import ProviderUnavailable

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
        try:
            with translated("Lambda"):
                self.client.invoke(FunctionName=self.name, InvocationType="Event", Payload=json.dumps(event).encode())
        except ClientError as exc:
            raise ProviderUnavailable("Lambda", error_code(exc)) from exc
