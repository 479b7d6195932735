"""Whether $connect admits a device: by its token, then by its registration, which is read once.

A signed token is bound to the device and its client, and counts as long as that client is the approved one. A token of
the parameter `tokens` admits any device but a blocked one.
"""

import hmac
from http import HTTPStatus
from typing import NamedTuple

from chalice_app.wiring import Cloud
from stikadoo.device_tokens import TokenKeys, TokenRefused, UnknownTokenKey
from stikadoo.registered_device import DeviceState, RegisteredDevice


class Refusal(NamedTuple):
    status: HTTPStatus
    why: str


def admission(authorization: str, device_id: str, client_id: str, cloud: Cloud) -> RegisteredDevice | Refusal:
    """The admitted device. Raises what reading the table and the parameters raises."""
    token = authorization.removeprefix("Bearer ").strip()
    is_bound = not (_is_open(cloud) or _is_shared(token, cloud))
    if is_bound and (why := _why_refused(token, device_id, client_id, cloud)):
        return Refusal(HTTPStatus.UNAUTHORIZED, why)
    device = cloud.devices.find(device_id) if device_id else None
    if device is not None and device.state is DeviceState.BLOCKED:
        return Refusal(HTTPStatus.FORBIDDEN, "a blocked device")
    if is_bound and not _is_approved(device, client_id):
        return Refusal(HTTPStatus.UNAUTHORIZED, "a device that is not approved, or no more")
    return device or RegisteredDevice(device_id=device_id)


def _is_open(cloud: Cloud) -> bool:
    return cloud.settings.open_mode == "true" and not cloud.settings.tokens_parameter


def _is_shared(token: str, cloud: Cloud) -> bool:
    """Whether it is one of the parameter `tokens`; with a parameter that has no tokens, none is."""
    if not cloud.settings.tokens_parameter:
        return False
    presented = token.encode()
    return any(hmac.compare_digest(presented, one.encode()) for one in cloud.tokens.value().split())


def _why_refused(token: str, device_id: str, client_id: str, cloud: Cloud) -> str:
    """Empty for a valid signed token of this device."""
    if token.count(".") != 2:
        return "an invalid token" if token else "no token"
    try:
        _verify(token, device_id, client_id, cloud)
    except TokenRefused as exc:
        return str(exc)
    return ""


def _verify(token: str, device_id: str, client_id: str, cloud: Cloud) -> None:
    """Raises TokenRefused. The key may be newer than the cached ones: provisioning signs with it at once."""
    try:
        TokenKeys.parse(cloud.token_keys.value()).verify(token, device_id, client_id)
    except UnknownTokenKey:
        if (newer := cloud.token_keys.reread()) is None:
            raise
        TokenKeys.parse(newer).verify(token, device_id, client_id)


def _is_approved(device: RegisteredDevice | None, client_id: str) -> bool:
    return device is not None and device.is_admitted(client_id)
