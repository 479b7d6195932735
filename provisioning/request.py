"""A device's HTTP request at its start, from API Gateway's event (payload format 2.0).

Headers say who asks; the body is the firmware's system information, of which little is read: the names and addresses of
the network that it contains are personal data. Nothing in a body refuses a device: what is not as expected is absent.
"""

import base64
import binascii
import json
import re
from dataclasses import dataclass
from typing import Any

from stikadoo.keys import canonical_device_id, is_identifier
from stikadoo.provisioning_paths import ProvisioningPath, provisioning_path
from stikadoo.registered_device import Applicant, Reported

BRIDGE_URL_HEADER = "stikadoo-bridge-url"
"Added by the bridge: where the device reaches it."

_MAX_TEXT = 64
_MAX_PIXELS = 10_000
_LANGUAGE = re.compile(r"\s*([A-Za-z]{2,8}(?:[-_][0-9A-Za-z]{1,8}){0,3})\s*(?:[,;]|$)")
_MAX_BODY = 64 * 1024


@dataclass(frozen=True)
class DeviceRequest:
    path: ProvisioningPath | None
    applicant: Applicant
    "Its Device-Id and Client-Id are empty where the device sends none that is valid."
    bridge_url: str
    "Empty without a bridge."


def device_request(event: dict[str, Any]) -> DeviceRequest:
    headers = {name.lower(): value.strip() for name, value in event.get("headers", {}).items()}
    body = _object(_body(event))
    return DeviceRequest(
        path=provisioning_path(event.get("rawPath", "")),
        applicant=Applicant(
            canonical_device_id(_identifier(headers.get("device-id"))),
            _identifier(headers.get("client-id")),
            _reported(body, headers.get("accept-language", "")),
        ),
        bridge_url=headers.get(BRIDGE_URL_HEADER, ""),
    )


def _body(event: dict[str, Any]) -> bytes:
    text: str = event.get("body") or ""
    if not event.get("isBase64Encoded"):
        return text.encode()
    try:
        return base64.b64decode(text)
    except binascii.Error:
        return b""


def _object(body: bytes) -> dict[str, Any]:
    """Empty for anything but a JSON object of a usual size."""
    try:
        parsed = json.loads(body) if 0 < len(body) <= _MAX_BODY else {}
    except (ValueError, RecursionError):
        parsed = {}
    return parsed if isinstance(parsed, dict) else {}


def _reported(body: dict[str, Any], accept_language: str) -> Reported:
    application, board, display = (_section(body, name) for name in ("application", "board", "display"))
    return Reported(
        firmware=_text(application.get("version")),
        board=_text(board.get("type")) or _text(board.get("name")),
        reported_language=_language(accept_language) or _language(_text(body.get("language"))),
        screen_width=_pixels(display.get("width")),
        screen_height=_pixels(display.get("height")),
    )


def _section(body: dict[str, Any], name: str) -> dict[str, Any]:
    section = body.get(name)
    return section if isinstance(section, dict) else {}


def _identifier(value: str | None) -> str:
    return value if value and is_identifier(value) else ""


def _text(value: object) -> str:
    return value[:_MAX_TEXT] if isinstance(value, str) and value.isascii() and value.isprintable() else ""


def _pixels(value: object) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 < value <= _MAX_PIXELS else 0


def _language(accepted: str) -> str:
    """The first language of an Accept-Language header."""
    match = _LANGUAGE.match(accepted)
    return match[1] if match else ""
