"""Messages to a connected device, through API Gateway's @connections."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from stikadoo.aws.clients import client, translated
from stikadoo.errors import DeviceGone

if TYPE_CHECKING:
    from mypy_boto3_apigatewaymanagementapi import ApiGatewayManagementApiClient

    from stikadoo.execution import Device
    from stikadoo.messages import Message


@dataclass(frozen=True)
class Postbox:
    """The device at the other end of one connection."""

    connection_id: str
    gateway: ApiGatewayManagementApiClient | None = field(repr=False, compare=False)
    "Made for the API's endpoint; None if no device is connected."

    def post(self, message: Message) -> None:
        """Raises DeviceGone, ProviderThrottled, ProviderUnavailable, ProviderRefusedKey."""
        gateway = self._connected()
        with translated("API Gateway"):
            try:
                gateway.post_to_connection(ConnectionId=self.connection_id, Data=message.encode().encode())
            except gateway.exceptions.GoneException as exc:
                raise DeviceGone(self.connection_id) from exc

    def disconnect(self) -> None:
        """Closes the connection. Raises as `post`."""
        gateway = self._connected()
        with translated("API Gateway"):
            try:
                gateway.delete_connection(ConnectionId=self.connection_id)
            except gateway.exceptions.GoneException as exc:
                raise DeviceGone(self.connection_id) from exc

    def _connected(self) -> ApiGatewayManagementApiClient:
        if not self.connection_id or self.gateway is None:
            raise DeviceGone(self.connection_id)
        return self.gateway


Connect = Callable[["Device"], Postbox]
"""Makes the postbox of a device: `device_postbox`, in a worker."""


def device_postbox(device: Device) -> Postbox:
    """A worker's. Without a connection no client is made: the endpoint of such a device may be empty."""
    gateway = client("apigatewaymanagementapi", device.endpoint) if device.connection_id else None
    return Postbox(device.connection_id, gateway)
