"""API Gateway's WebSocket proxy event, parsed into one value."""

import base64
from dataclasses import dataclass, field
from typing import Any

from stikadoo.envelope import is_json

RETRY = "stikadoo-retry"
"Added to an event with which a function invokes itself again."


@dataclass(frozen=True)
class Incoming:
    """One event of a connection: a message, $connect or $disconnect."""

    connection_id: str
    arrived_ms: int
    "requestTimeEpoch: Unix ms on API Gateway's clock."
    message_id: str
    api_id: str
    stage: str
    body: str | bytes = ""
    "bytes if the event's body was in base64 (isBase64Encoded)."
    headers: dict[str, str] = field(default_factory=dict)
    "By lower-case name; only $connect has headers."
    is_retry: bool = False
    "Whether the function has invoked itself again, after a dependency failed."
    query: dict[str, str] = field(default_factory=dict)
    "Query parameters of $connect, by lower-case name."

    @property
    def is_json(self) -> bool:
        """Whether the body is meant as JSON, not as audio."""
        return is_json(self.body) if isinstance(self.body, str) else self.body.lstrip().startswith(b"{")

    @property
    def text(self) -> str:
        return self.body if isinstance(self.body, str) else self.body.decode("utf-8", "replace")


def incoming(event: dict[str, Any]) -> Incoming:
    """Parse a Lambda proxy event of a WebSocket API."""
    context = event["requestContext"]
    body = event.get("body") or ""
    return Incoming(
        connection_id=context["connectionId"],
        arrived_ms=int(context["requestTimeEpoch"]),
        message_id=context.get("messageId") or context.get("requestId", ""),
        api_id=context["apiId"],
        stage=context["stage"],
        body=base64.b64decode(body) if event.get("isBase64Encoded") else body,
        headers=_by_lower_case_name(event.get("headers")),
        is_retry=bool(event.get(RETRY)),
        query=_by_lower_case_name(event.get("queryStringParameters")),
    )


def _by_lower_case_name(values: dict[str, str] | None) -> dict[str, str]:
    return {name.lower(): value for name, value in (values or {}).items()}
