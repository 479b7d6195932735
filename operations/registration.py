"""What an operator does with registered devices: approve by the code that a device shows, block, change, restart.

A code proves that somebody stands before the device, so no list shows codes. Wrong codes are counted, of all operators
and of each: of a million codes only those of devices that are waiting are right.
"""

import hashlib
import re
import time
from collections.abc import Callable, Iterable, Mapping

from operations.devices import UnknownDevice, device_id
from operations.stage import Stage
from stikadoo.errors import DeviceGone
from stikadoo.messages import System
from stikadoo.printers import MODELS
from stikadoo.registered_device import DeviceState, RegisteredDevice

STAGE_GUESSES = 20
OPERATOR_GUESSES = 5
"Wrong codes in a quarter of an hour."

_CODE = re.compile(r"[0-9]{6}")
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(-[0-9A-Za-z]{1,8}){0,3}")
_MAX_TEXT = 200


class CodeRefused(ValueError):
    """No device is approved by this code."""


def registered(stage: Stage) -> list[RegisteredDevice]:
    """The one that was seen last first."""
    return sorted(stage.devices.listed(), key=lambda device: device.last_seen, reverse=True)


def approve(stage: Stage, code: str, may_replace: Callable[[RegisteredDevice], bool] | None = None) -> RegisteredDevice:
    """`may_replace`: asked before another client of an active device is approved; None: it is.

    The connections of the client that is replaced are closed. Raises CodeRefused.
    """
    digits = re.sub(r"[\s-]", "", code)
    if not _CODE.fullmatch(digits):
        raise CodeRefused(f"{code}: a code has six digits")
    now = time.time()
    counters = ((f"operator {_hashed(stage.caller_arn())}", OPERATOR_GUESSES), ("all", STAGE_GUESSES))
    for who, limit in counters:
        if not stage.devices.count_guess(who, limit, now):
            raise CodeRefused("too many wrong codes: try again in a quarter of an hour")
    asking = stage.devices.asking(digits, now)
    if asking is None:
        raise CodeRefused(f"no device shows {digits}: a code is valid for 15 minutes, then the device shows another")
    for who, _ in counters:
        stage.devices.uncount_guess(who, now)
    replaces = asking.is_admitted(asking.client_id) and asking.client_id != asking.code_client_id
    if replaces and may_replace and not may_replace(asking):
        raise CodeRefused(f"{asking.device_id} was not approved: its earlier client goes on working")
    device = stage.devices.approve(digits, time.time())
    if device is None:
        raise CodeRefused(f"no device shows {digits} any more")
    if replaces:
        disconnect(stage, (one.connection_id for one in stage.registry.ids_of(device.device_id)))
    return device


def block(stage: Stage, name: str) -> tuple[str, int]:
    """Refuses a device from now on, whether it is registered or not; its Device-Id, and how many connections ended."""
    blocked = device_id(stage, name)
    stage.devices.block(blocked)
    sessions = stage.registry.ids_of(blocked)
    return blocked, disconnect(stage, (one.connection_id for one in sessions))


def unblock(stage: Stage, name: str) -> RegisteredDevice:
    """As it was: active, or new if it had never been approved; one that is not blocked stays as it is.

    Raises UnknownDevice.
    """
    device = find(stage, name)
    state = DeviceState.ACTIVE if device.client_id else DeviceState.NEW
    return stage.devices.unblock(device.device_id, state) or find(stage, name)


def rename(stage: Stage, name: str, new: str) -> RegisteredDevice:
    """Raises UnknownDevice, ValueError."""
    return _changed(stage, name, {"name": _text("a name", new)})


def annotate(stage: Stage, name: str, note: str) -> RegisteredDevice:
    """Raises UnknownDevice, ValueError."""
    return _changed(stage, name, {"note": _text("a note", note)})


def set_language(stage: Stage, name: str, language: str) -> RegisteredDevice:
    """An empty one: what the device says. Raises UnknownDevice, ValueError."""
    if language and not _LANGUAGE.fullmatch(language):
        raise ValueError(f"{language}: a language is a BCP 47 tag such as en or pt-BR")
    return _changed(stage, name, {"language": language})


def set_printer(stage: Stage, name: str, model: str) -> RegisteredDevice:
    """An empty one: what the device says. Raises UnknownDevice, ValueError."""
    if model and model not in MODELS:
        raise ValueError(f"{model}: the known printers are {', '.join(MODELS)}")
    return _changed(stage, name, {"printer": model})


def reboot(stage: Stage, name: str) -> bool:
    """Restarts a connected device; False if it is not connected."""
    for one in stage.registry.ids_of(device_id(stage, name)):
        try:
            stage.postbox(one.connection_id).post(System(session_id=one.session_id))
        except DeviceGone:
            continue
        return True
    return False


def disconnect(stage: Stage, connections: Iterable[str]) -> int:
    """Closes those that are open, and counts them. The API of chalice alone is not known here."""
    if stage.api_endpoint is None:
        return 0
    closed = 0
    for connection in connections:
        try:
            stage.postbox(connection).disconnect()
            closed += 1
        except DeviceGone:
            continue
    return closed


def find(stage: Stage, name: str) -> RegisteredDevice:
    """Raises UnknownDevice."""
    device = stage.devices.find(device_id(stage, name))
    if device is None:
        raise UnknownDevice(stage.name, name)
    return device


def _changed(stage: Stage, device: str, fields: Mapping[str, str]) -> RegisteredDevice:
    changed = stage.devices.change(device_id(stage, device), fields)
    if changed is None:
        raise UnknownDevice(stage.name, device)
    return changed


def _text(what: str, text: str) -> str:
    if len(text) > _MAX_TEXT or not text.isprintable():
        raise ValueError(f"{what} has at most {_MAX_TEXT} printable characters")
    return text


def _hashed(arn: str) -> str:
    return hashlib.sha256(arn.encode()).hexdigest()[:16]
