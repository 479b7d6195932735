"""Forwards a device's start to the provisioning API, with the URL by which the device reaches this bridge.

So a device needs one address: http://HOST:PORT/challenge, on the port of its WebSocket.
"""

import asyncio
import json
import logging
from http import HTTPStatus

import httpx

from edge.http_front import HttpRequest, HttpResponse
from stikadoo.provisioning_paths import ProvisioningPath, provisioning_path

log = logging.getLogger("edge")

BRIDGE_URL_HEADER = "stikadoo-bridge-url"

SECONDS = 20.0
"Firmware's HTTP timeout is 30 s; the provisioning API may start cold."

_FORWARDED = (
    "accept-language",
    "activation-version",
    "client-id",
    "content-type",
    "device-id",
    "serial-number",
    "user-agent",
)
"The firmware's headers. Any byte may be in one."

_METHODS = ("GET", "POST")


class Provisioning:
    def __init__(self, url: str, public_url: str, http: httpx.AsyncClient) -> None:
        """`url`: of the stage's /challenge, if it has one; `public_url`: the bridge's; empty: the request's Host."""
        self._url = url.rstrip("/")
        self._public_url = public_url
        self._http = http

    async def answer(self, request: HttpRequest) -> HttpResponse:
        """Every request that is no WebSocket handshake."""
        path = provisioning_path(request.path)
        if path is None:
            return _no_websocket(request)
        if request.method not in _METHODS:
            return _error(HTTPStatus.METHOD_NOT_ALLOWED, "use POST or GET", allow=", ".join(_METHODS))
        if not self._url:
            return _error(HTTPStatus.NOT_FOUND, "this bridge has no provisioning API: start it with --provisioning URL")
        url = self._url if path is ProvisioningPath.CHALLENGE else f"{self._url}/activate"
        return await self._forwarded(request, url)

    async def _forwarded(self, request: HttpRequest, url: str) -> HttpResponse:
        headers = {name: value for name in _FORWARDED if (value := request.header(name))}
        if own := self._public_url or f"ws://{request.header('host')}":
            headers[BRIDGE_URL_HEADER] = own
        encoded = [
            (name.encode(), value.encode("latin-1")) for name, value in headers.items()
        ]  # httpx takes ASCII text
        try:
            async with asyncio.timeout(SECONDS):  # httpx limits each phase of the exchange, not their sum
                response = await self._http.request(request.method, url, headers=encoded, content=request.body)
        except (httpx.TimeoutException, TimeoutError):
            return self._unanswered(HTTPStatus.GATEWAY_TIMEOUT, "the provisioning API did not answer")
        except httpx.HTTPError:
            return self._unanswered(HTTPStatus.BAD_GATEWAY, "the provisioning API cannot be reached")
        if response.status_code not in set(HTTPStatus):
            return self._unanswered(HTTPStatus.BAD_GATEWAY, "the provisioning API answered with an unknown status")
        content_type = response.headers.get("content-type", "application/json")
        return HttpResponse(HTTPStatus(response.status_code), response.content, content_type)

    def _unanswered(self, status: HTTPStatus, why: str) -> HttpResponse:
        log.warning("provisioning failed", extra={"facts": {"status": status.value, "why": why}})
        return _error(status, why)


def _no_websocket(request: HttpRequest) -> HttpResponse:
    if request.method == "GET":
        return _error(HTTPStatus.UPGRADE_REQUIRED, "connect by WebSocket, or ask /challenge", upgrade="websocket")
    return _error(HTTPStatus.METHOD_NOT_ALLOWED, "connect by WebSocket, or ask /challenge", allow="GET")


def _error(status: HTTPStatus, why: str, **headers: str) -> HttpResponse:
    return HttpResponse(status, json.dumps({"error": why}).encode(), headers=tuple(headers.items()))
