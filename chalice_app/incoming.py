"""What API Gateway hands a route: its proxy event becomes one plain value."""

import base64
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Incoming:
    """One message, or the coming or going of a connection."""

    connection_id: str
    arrived_ms: int
    "requestTimeEpoch: API Gateway's clock, the same for all messages of a connection."
    message_id: str
    endpoint: str
    "Where @connections of this API and stage is, if no setting says otherwise."
    body: str | bytes = ""
    "bytes only where API Gateway decoded base64 for us."
    headers: dict[str, str] = field(default_factory=dict)
    "By lower-case name; only $connect has any."

    @property
    def is_json(self) -> bool:
        """Every JSON message is an object; no base64 and no frame begins like one."""
        return self.body.lstrip()[:1] in ("{", b"{")

    @property
    def text(self) -> str:
        return self.body if isinstance(self.body, str) else self.body.decode("utf-8", "replace")


def incoming(event: dict[str, Any]) -> Incoming:
    """Reads a Lambda proxy event of a WebSocket API."""
    context = event["requestContext"]
    body = event.get("body") or ""
    return Incoming(
        connection_id=context["connectionId"],
        arrived_ms=int(context["requestTimeEpoch"]),
        message_id=context.get("messageId") or context.get("requestId", ""),
        endpoint=f"https://{context['domainName']}/{context['stage']}",
        body=base64.b64decode(body) if event.get("isBase64Encoded") else body,
        headers={name.lower(): value for name, value in (event.get("headers") or {}).items()},
    )
