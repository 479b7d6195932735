"""Messages to a connected device, through API Gateway's @connections."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from stikadoo.aws.clients import translated
from stikadoo.errors import DeviceGone

if TYPE_CHECKING:
    from mypy_boto3_apigatewaymanagementapi import ApiGatewayManagementApiClient

    from stikadoo.messages import Message

MAX_FRAME_BYTES = 32 * 1024
"API Gateway refuses larger frames."


@dataclass(frozen=True)
class Postbox:
    """The device at the other end of one connection."""

    connection_id: str
    gateway: ApiGatewayManagementApiClient = field(repr=False, compare=False)
    "Made for the API's endpoint."

    def post(self, message: Message) -> None:
        """Raises DeviceGone, ProviderThrottled, ProviderUnavailable, ProviderRefusedKey."""
        if not self.connection_id:
            raise DeviceGone("nobody")
        with translated("API Gateway"):
            try:
                self.gateway.post_to_connection(ConnectionId=self.connection_id, Data=message.encode().encode())
            except self.gateway.exceptions.GoneException as exc:
                raise DeviceGone(self.connection_id) from exc

    def disconnect(self) -> None:
        """Closes the connection. Raises as `post`."""
        with translated("API Gateway"):
            try:
                self.gateway.delete_connection(ConnectionId=self.connection_id)
            except self.gateway.exceptions.GoneException as exc:
                raise DeviceGone(self.connection_id) from exc
