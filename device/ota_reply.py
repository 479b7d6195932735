"""The reply to a device's start, read as main/ota.cc of xiaozhi-esp32 2.4.2 reads it, with its traps as errors.

Where the firmware aborts, reboots, or goes on with MQTT, this raises OtaReplyUnusable and says so.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

MAX_KEY_CHARACTERS = 15
"Of a name in flash (NVS)."
MAX_TEXT_BYTES = 4000

_INTEGER = re.compile(r"\s*[+-]?(\d+)")
"What std::stoi takes."
_MAX_INTEGER = 2**31 - 1


class OtaReplyUnusable(ValueError):
    """Firmware could not go on with this reply."""


@dataclass(frozen=True)
class Activation:
    message: str
    code: str
    has_challenge: bool
    "Without one the firmware never asks whether it was approved."


@dataclass(frozen=True)
class OtaReply:
    url: str
    token: str
    version: int
    activation: Activation | None


def read_reply(status: int, body: bytes, own_version: str) -> OtaReply:
    """Raises OtaReplyUnusable."""
    if status != 200:
        raise OtaReplyUnusable(f"status {status}: firmware tries again after 10 s, 20 s, 40 s, …")
    try:
        root = json.loads(body)
    except ValueError:
        raise OtaReplyUnusable("this is not JSON") from None
    sections = {name: value for name, value in root.items() if isinstance(value, dict)}
    if "mqtt" in sections:
        raise OtaReplyUnusable("mqtt: firmware ignores websocket")
    if "websocket" not in sections:
        raise OtaReplyUnusable("websocket is missing: firmware chooses MQTT")
    _check_firmware(sections.get("firmware", {}), own_version)
    websocket = sections["websocket"]
    _check_stored(websocket)
    version = websocket.get("version")
    return OtaReply(
        url=_websocket_url(websocket.get("url")),
        token=str(websocket.get("token", "")),
        version=version if version in (1, 2, 3) else 1,
        activation=_activation(sections.get("activation")),
    )


def _activation(section: Mapping[str, Any] | None) -> Activation | None:
    if not section:
        return None
    code, challenge, message = (section.get(name) for name in ("code", "challenge", "message"))
    if not isinstance(code, str) and not isinstance(challenge, str):
        return None
    return Activation(str(message or ""), code if isinstance(code, str) else "", isinstance(challenge, str))


def _check_stored(section: Mapping[str, Any]) -> None:
    """Every text and number is written to flash."""
    for name, value in section.items():
        if isinstance(value, str | int | float) and len(name) > MAX_KEY_CHARACTERS:
            raise OtaReplyUnusable(f"websocket.{name}: a name over {MAX_KEY_CHARACTERS} characters aborts the device")
        if isinstance(value, str) and len(value.encode()) > MAX_TEXT_BYTES:
            raise OtaReplyUnusable(f"websocket.{name}: over {MAX_TEXT_BYTES} bytes")


def _check_firmware(section: Mapping[str, Any], own_version: str) -> None:
    version, url = section.get("version"), section.get("url")
    if not isinstance(version, str) or not isinstance(url, str):
        return
    own, offered = _numbers(own_version), _numbers(version)
    if offered > own or section.get("force") == 1:  # lists compare as the firmware compares
        raise OtaReplyUnusable(f"firmware {version}: the device would update itself from {url!r}")


def _numbers(version: str) -> list[int]:
    return [_integer(part) for part in version.split(".")] if version else []


def _integer(text: str) -> int:
    match = _INTEGER.match(text)
    if not match or int(match[1]) > _MAX_INTEGER:
        raise OtaReplyUnusable(f"firmware.version: std::stoi aborts the device at {text!r}")
    return int(match[0])


def _websocket_url(url: object) -> str:
    """As web_socket.cc of esp-ml307 takes it apart: the first colon after the scheme begins the port."""
    if not isinstance(url, str) or "://" not in url:
        raise OtaReplyUnusable("websocket.url is missing")
    host, colon, rest = url.split("://", 1)[1].partition(":")
    if not host or (colon and not rest.split("/")[0].isdigit()):
        raise OtaReplyUnusable(f"websocket.url: {rest!r} would be its port")
    return url
