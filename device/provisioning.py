"""A device's start, as main/ota.cc and main/application.cc of xiaozhi-esp32 2.4.2 do it: OTA URL, code, approval.

The firmware asks its OTA URL. While the reply has an activation, it shows the code and asks <OTA URL>/activate up to
ten times, three seconds after 202 and ten after any status but 200, and then its OTA URL again.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import httpx

from device.errors import Unreachable
from device.identity import Identity
from device.ota_reply import Activation, OtaReply, read_reply

FIRMWARE = "2.4.2"

HTTP_SECONDS = 30.0
"The firmware's."

_ATTEMPTS = 10


@dataclass(frozen=True)
class Start:
    """One device that starts."""

    ota_url: str
    identity: Identity
    firmware: str = FIRMWARE
    language: str = "en-US"
    serial_number: str = ""
    "A chip with one signs its activation, with a key of its manufacturer's."
    pending_seconds: float = 3
    refused_seconds: float = 10
    on_code: Callable[[Activation], None] = lambda activation: None

    async def connection(self, seconds: float) -> OtaReply:
        """Where to connect, and with which token, once the device is approved.

        Raises TimeoutError if it is not within `seconds`, OtaReplyUnusable, ConnectionError.
        """
        try:
            async with asyncio.timeout(seconds), httpx.AsyncClient(timeout=HTTP_SECONDS, trust_env=False) as http:
                while (reply := await self.ask(http)).activation:
                    self.on_code(reply.activation)
                    await self._await_approval(http, reply.activation)
                return reply
        except TimeoutError as exc:
            raise TimeoutError(f"{self.ota_url}: the device was not approved within {seconds:g} s") from exc

    async def ask(self, http: httpx.AsyncClient) -> OtaReply:
        """Raises OtaReplyUnusable, ConnectionError."""
        response = await self._post(http, self.ota_url, self.system_info())
        return read_reply(response.status_code, response.content, self.firmware)

    async def ask_for_approval(self, http: httpx.AsyncClient) -> int:
        """The status: 200 is approved, 202 not yet. Raises ConnectionError."""
        slash = "" if self.ota_url.endswith("/") else "/"
        return (await self._post(http, f"{self.ota_url}{slash}activate", self._signed())).status_code

    async def _await_approval(self, http: httpx.AsyncClient, activation: Activation) -> None:
        for _ in range(_ATTEMPTS):
            status = await self.ask_for_approval(http) if activation.has_challenge else 0
            if status == 200:
                return
            await asyncio.sleep(self.pending_seconds if status == 202 else self.refused_seconds)

    async def _post(self, http: httpx.AsyncClient, url: str, body: dict[str, Any]) -> httpx.Response:
        try:
            return await http.post(url, json=body, headers=self._headers())
        except httpx.HTTPError as exc:
            raise Unreachable(url, str(exc) or type(exc).__name__) from exc

    def _headers(self) -> dict[str, str]:
        return {
            "Activation-Version": "2" if self.serial_number else "1",
            "Device-Id": self.identity.device_id,
            "Client-Id": self.identity.client_id,
            **({"Serial-Number": self.serial_number} if self.serial_number else {}),
            "User-Agent": f"stikadoo/{self.firmware}",
            "Accept-Language": self.language,
        }

    def _signed(self) -> dict[str, Any]:
        """The key is in the chip; a virtual one has none."""
        if not self.serial_number:
            return {}
        signature = {"challenge": "", "hmac": "00" * 32}
        return {"algorithm": "hmac-sha256", "serial_number": self.serial_number, **signature}

    def system_info(self) -> dict[str, Any]:
        """As Board::GetSystemInfoJson, with a network that nobody has."""
        return {
            "version": 2,
            "language": self.language,
            "flash_size": 16777216,
            "minimum_free_heap_size": "123456",
            "mac_address": self.identity.device_id,
            "uuid": self.identity.client_id,
            "chip_model_name": "esp32p4",
            "application": {"name": "xiaozhi", "version": self.firmware, "idf_version": "v6.0.2"},
            "display": {"monochrome": False, "width": 480, "height": 480},
            "board": {
                "type": "stikadoo",
                "name": "stikadoo",
                "ssid": "a private network",
                "rssi": -50,
                "ip": "192.0.2.7",
                "mac": self.identity.device_id,
            },
        }
