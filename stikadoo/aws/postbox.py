"""Messages to a connected device, through API Gateway's @connections."""

from dataclasses import dataclass

from stikadoo.aws.clients import client, translated
from stikadoo.errors import DeviceGone
from stikadoo.messages import Message

MAX_FRAME_BYTES = 32 * 1024
"API Gateway refuses larger frames."


@dataclass(frozen=True)
class Postbox:
    """The device at the other end of one connection."""

    endpoint: str
    connection_id: str

    def post(self, message: Message) -> None:
        """Raises DeviceGone, ProviderThrottled, ProviderUnavailable, ProviderRefusedKey."""
        if not self.connection_id:
            raise DeviceGone("nobody")
        gateway = client("apigatewaymanagementapi", self.endpoint)
        with translated("API Gateway"):
            try:
                gateway.post_to_connection(ConnectionId=self.connection_id, Data=message.encode().encode())
            except gateway.exceptions.GoneException as exc:
                raise DeviceGone(self.connection_id) from exc
