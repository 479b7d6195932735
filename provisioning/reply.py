"""The reply to a device's start, as main/ota.cc of xiaozhi-esp32 2.4.2 reads it.

- An `mqtt` section would win over `websocket`; without `websocket` in this very reply the firmware chooses MQTT.
- Each field of `websocket` is written to flash under its own name, and a name over 15 characters aborts the device:
  url, token and version alone. `version` is the binary protocol and a number; a text would count as 0, hence as 1.
- The firmware parses `firmware.version` by std::stoi between its dots, and its own, and aborts on anything else. A
  version that is greater than its own, or equal and longer, starts an update from `url`.
- `code` without `challenge` never asks whether it was approved. `timeout_ms` is read but not used.
"""

import json
import re
import secrets
from typing import Any

from provisioning.phrases import ACTIVATION
from stikadoo.languages import in_language

_NUMBERS = re.compile(r"\d{1,9}(?!\d)(?:\.\d{1,9}(?!\d))*")
_WEBSOCKET_URL = re.compile(r"wss?://[0-9A-Za-z.-]+(?::\d{1,5})?(?:/[^\s:]*)?")
"The firmware takes the first colon after the scheme's for the port's, wherever it is."


def is_websocket_url(url: str) -> bool:
    """Whether firmware can parse it."""
    return _WEBSOCKET_URL.fullmatch(url) is not None


def reply(url: str, token: str, version: int, firmware: str, *, now: float, timezone_offset: int) -> dict[str, Any]:
    """`firmware`: the device's own version, which the reply repeats, so that nothing is updated."""
    return {
        "server_time": {"timestamp": round(now * 1000), "timezone_offset": timezone_offset},
        "firmware": {"version": same_version(firmware), "url": ""},
        "websocket": {"url": url, "token": token, "version": version},
    }


def activation(code: str, language: str, expires_in: float) -> dict[str, Any]:
    """What the device shows and speaks until it is approved."""
    return {
        "message": in_language(ACTIVATION, language).format(code=code),
        "code": code,
        "challenge": secrets.token_hex(16),
        "timeout_ms": max(0, round(expires_in * 1000)),
    }


def same_version(version: str) -> str:
    """The leading numbers of a version, which the firmware parses alike; 0 if there are none."""
    match = _NUMBERS.match(version)
    return match[0] if match else "0"


def response(status: int, document: dict[str, Any]) -> dict[str, Any]:
    """For API Gateway, which adds Content-Length."""
    return {
        "statusCode": status,
        "headers": {"Content-Type": "application/json", "Cache-Control": "no-store"},
        "body": json.dumps(document),
    }
