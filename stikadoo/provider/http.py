"""HTTP client for third-party providers: POST and GET with a deadline and a size limit, and a download method.

Requests contain a key and a child's words, and a download URL grants access to the picture. So errors and log lines
contain neither, and no exception that may quote them is chained.
"""

import json
import logging
from dataclasses import dataclass, field
from typing import Any

import httpx

from stikadoo.errors import PictureUnusable, ProviderRefusedKey, ProviderUnavailable
from stikadoo.provider.addresses import AddressNotPublic, publicly_resolved
from stikadoo.provider.deadline import Deadline
from stikadoo.provider.transport import NETWORK_ERRORS, DeadlineTransport

MAX_RESPONSE_BYTES = 32 * 1024 * 1024
"Twice the size of a noisy PNG of 2048 × 2048 pixels in base64."

for _library in ("httpx", "httpcore"):
    logging.getLogger(_library).setLevel(logging.WARNING)  # at lower levels they log URLs


@dataclass(frozen=True)
class Response:
    """A provider's response."""

    status: int
    body: bytes = field(repr=False)

    @property
    def json_object(self) -> dict[str, Any]:
        """The body as a JSON object; an empty one if it is not."""
        try:
            parsed = json.loads(self.body)
        except ValueError:
            return {}
        return parsed if isinstance(parsed, dict) else {}


def _client(transport: httpx.BaseTransport) -> httpx.Client:
    return httpx.Client(headers={"Accept-Encoding": "identity"}, transport=transport, follow_redirects=False)


class HttpClient:
    """Every method raises ProviderUnavailable; `post` and `get` ProviderRefusedKey for a key unfit for a header."""

    def __init__(self, provider: str, base_url: str, seconds: float, picture_hosts: str = "") -> None:
        """`seconds`: for a whole response, including its last byte, where a method gets no deadline.

        `picture_hosts`: by commas, hosts (or host:port) that are on our own network; pictures are fetched from there,
        also by http. All other pictures come by https from public addresses, whatever the base URL is.
        """
        self._provider = provider
        self._base_url = base_url.rstrip("/")
        self._seconds = seconds
        self._client = _client(DeadlineTransport())
        self._public_client = _client(DeadlineTransport(publicly_resolved))
        self._picture_hosts = frozenset(filter(None, map(str.strip, picture_hosts.split(","))))

    def post(
        self,
        path: str,
        key: str,
        body: dict[str, Any],
        headers: dict[str, str] | None = None,
        deadline: Deadline | None = None,
    ) -> Response:
        headers = (headers or {}) | self._authorization(key)
        return self._request("POST", f"{self._base_url}/{path}", deadline, headers, body=body)

    def get(self, path: str, key: str, deadline: Deadline | None = None) -> Response:
        return self._request("GET", f"{self._base_url}/{path}", deadline, self._authorization(key))

    def fetch(self, url: str, deadline: Deadline | None = None) -> bytes:
        """Download a picture, without redirects. Raises PictureUnusable if its URL does not lead to one."""
        is_ours = self._is_ours(url)
        if not is_ours and not url.startswith("https://"):
            raise PictureUnusable(self._provider, "the picture's URL has no permitted scheme")
        client = self._client if is_ours else self._public_client
        response = self._request("GET", url, deadline, {}, client=client)
        if response.status >= 500:
            raise ProviderUnavailable(self._provider, f"HTTP {response.status} for the picture's URL")
        if response.status != 200:
            raise PictureUnusable(self._provider, f"HTTP {response.status} for the picture's URL")
        return response.body

    def _is_ours(self, url: str) -> bool:
        try:
            parsed = httpx.URL(url)
        except httpx.InvalidURL:
            raise PictureUnusable(self._provider, "the picture's URL is invalid") from None
        hosts = {parsed.host, f"{parsed.host}:{parsed.port}"}
        return parsed.scheme in {"http", "https"} and not hosts.isdisjoint(self._picture_hosts)

    def _authorization(self, key: str) -> dict[str, str]:
        if not key or not key.isascii() or not key.isprintable() or " " in key:
            raise ProviderRefusedKey(self._provider)  # httpx would quote the key in its own error
        return {"Authorization": f"Bearer {key}"}

    def _request(
        self,
        method: str,
        url: str,
        deadline: Deadline | None,
        headers: dict[str, str],
        *,
        body: dict[str, Any] | None = None,
        client: httpx.Client | None = None,
    ) -> Response:
        client = client or self._client
        deadline = deadline or Deadline.after(self._seconds)
        extensions = {"deadline": deadline}
        try:
            with client.stream(method, url, headers=headers, json=body, extensions=extensions) as response:
                return Response(response.status_code, self._read_body(response))
        except AddressNotPublic as exc:
            raise PictureUnusable(self._provider, type(exc).__name__) from None
        except NETWORK_ERRORS as exc:
            raise ProviderUnavailable(self._provider, type(exc).__name__) from None

    def _read_body(self, response: httpx.Response) -> bytes:
        body = bytearray()
        for chunk in response.iter_bytes():
            body += chunk
            if len(body) > MAX_RESPONSE_BYTES:
                raise ProviderUnavailable(self._provider, "the response is too large")
        return bytes(body)
