"""A question to a company becomes its reply, and an address it gave becomes bytes: both bounded in time and size.

Neither what is asked nor where shows in an error or a log line: a question holds a key and a child's words, an address
opens for whoever has it. So no exception is chained that may quote them.
"""

import json
import logging
import time
from dataclasses import dataclass, field
from typing import Any

import httpx

from stikadoo.errors import ProviderRefusedKey, ProviderUnavailable

MAX_RESPONSE_BYTES = 32 * 1024 * 1024
"Of a reply, or of a picture: a noisy PNG of 2048 × 2048 dots as base64 is half of it."
FETCH_SECONDS = 25.0

for _chatty in ("httpx", "httpcore"):
    logging.getLogger(_chatty).setLevel(logging.WARNING)  # below it they tell addresses


@dataclass(frozen=True)
class Response:
    """What a company answered."""

    status: int
    body: bytes = field(repr=False)

    @property
    def facts(self) -> dict[str, Any]:
        """The JSON object it is; empty if it is none."""
        try:
            facts = json.loads(self.body)
        except ValueError:
            return {}
        return facts if isinstance(facts, dict) else {}


class HttpClient:
    """Every method raises ProviderUnavailable; `post` and `get` ProviderRefusedKey for a key no header can hold."""

    def __init__(self, provider: str, base_url: str, seconds: float) -> None:
        """`seconds`: how long a reply may take, to its last byte."""
        self._provider = provider
        self._base_url = base_url.rstrip("/")
        self._seconds = seconds
        self._client = httpx.Client(headers={"Accept-Encoding": "identity"}, follow_redirects=False)

    def post(self, path: str, key: str, body: dict[str, Any], headers: dict[str, str] | None = None) -> Response:
        headers = (headers or {}) | self._signed(key)
        return self._reply("POST", f"{self._base_url}/{path}", self._seconds, headers, body)

    def get(self, path: str, key: str) -> Response:
        return self._reply("GET", f"{self._base_url}/{path}", self._seconds, self._signed(key))

    def fetch(self, address: str) -> bytes:
        """A picture from where it lies and nowhere else: over https, unless the company itself is asked over http."""
        if not address.startswith(("https://", f"{self._base_url.partition(':')[0]}://")):
            raise ProviderUnavailable(self._provider, "the picture's address is none to fetch from")
        reply = self._reply("GET", address, min(self._seconds, FETCH_SECONDS), {})
        if reply.status != 200:
            raise ProviderUnavailable(self._provider, f"the picture's address answered {reply.status}")
        return reply.body

    def _signed(self, key: str) -> dict[str, str]:
        if not key or not key.isascii() or not key.isprintable() or " " in key:
            raise ProviderRefusedKey(self._provider)  # httpx would quote it in its own error
        return {"Authorization": f"Bearer {key}"}

    def _reply(
        self, method: str, address: str, seconds: float, headers: dict[str, str], body: dict[str, Any] | None = None
    ) -> Response:
        latest = time.monotonic() + seconds
        patience = httpx.Timeout(seconds, connect=min(seconds, 5.0))
        try:
            with self._client.stream(method, address, headers=headers, json=body, timeout=patience) as response:
                return Response(response.status_code, self._received(response, latest))
        except (httpx.HTTPError, httpx.InvalidURL) as exc:
            raise ProviderUnavailable(self._provider, type(exc).__name__) from None

    def _received(self, response: httpx.Response, latest: float) -> bytes:
        """`latest`: on the monotonic clock. httpx's own time-out is for each piece, not for all of them."""
        body = bytearray()
        for piece in response.iter_bytes():
            body += piece
            if len(body) > MAX_RESPONSE_BYTES:
                raise ProviderUnavailable(self._provider, "the reply is too large")
            if time.monotonic() > latest:
                raise ProviderUnavailable(self._provider, "the reply is too slow")
        return bytes(body)
