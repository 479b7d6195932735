"""Messages to a connected device, through API Gateway's @connections."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import TYPE_CHECKING

from botocore.exceptions import ClientError

from stikadoo.aws.clients import client, http_status, translated
from stikadoo.errors import DeviceGone, MalformedMessage, ProviderRefusedKey

if TYPE_CHECKING:
    from mypy_boto3_apigatewaymanagementapi import ApiGatewayManagementApiClient

    from stikadoo.execution import Device
    from stikadoo.messages import Message

_GONE = {HTTPStatus.BAD_REQUEST, HTTPStatus.NOT_FOUND, HTTPStatus.GONE}
"400: Invalid connectionId. API Gateway answers so for an id that it has never given out, such as another stage's."


@dataclass(frozen=True)
class Postbox:
    """The device at the other end of one connection."""

    connection_id: str
    gateway: ApiGatewayManagementApiClient | None = field(repr=False, compare=False)
    "Made for the API's endpoint; None if no device is connected."

    def post(self, message: Message) -> None:
        """Raises DeviceGone, ProviderThrottled, ProviderUnavailable, ProviderRefusedKey, and MalformedMessage if the
        message is too large for API Gateway.
        """
        gateway = self._connected()
        with self._translated_statuses():
            gateway.post_to_connection(ConnectionId=self.connection_id, Data=message.encode().encode())

    def disconnect(self) -> None:
        """Closes the connection. Raises as `post`."""
        gateway = self._connected()
        with self._translated_statuses():
            gateway.delete_connection(ConnectionId=self.connection_id)

    @contextmanager
    def _translated_statuses(self) -> Iterator[None]:
        """By HTTP status: @connections also answers without a body, so without an error's name."""
        try:
            with translated("API Gateway"):
                yield
        except ClientError as exc:
            status = http_status(exc)
            if status in _GONE:
                raise DeviceGone(self.connection_id) from exc
            if status == HTTPStatus.FORBIDDEN:
                raise ProviderRefusedKey("API Gateway") from exc
            if status == HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
                raise MalformedMessage("a message is too large for API Gateway") from exc
            raise

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
