"""A device as an operator names it, and whether a stage knows it.

Device-Id                      b4:3a:45:9b:94:74, or any other id, as the device sends it
a MAC in another notation      B4-3A-45-9B-94-74, b43a.459b.9474
the key in a recording's id    b43a459b9474, or x and 16 hex digits for an id that is no MAC
"""

import re
from collections.abc import Iterator
from itertools import islice

from operations.executions.execution import describe
from operations.executions.listing import EVER, LISTED_AT_MOST, listed
from operations.stage import Stage
from stikadoo.aws.clients import is_denied
from stikadoo.errors import ProviderRefusedKey
from stikadoo.keys import canonical_device_id, device_key, device_prefixes

_HASHED_KEY = re.compile(r"x[0-9a-f]{16}")
_NOT_HEX = re.compile(r"[\s:.-]")


class UnknownDevice(ValueError):
    """A stage stores nothing about a device."""

    def __init__(self, stage: str, device: str) -> None:
        super().__init__(stage, device)
        self.stage = stage
        self.device = device

    def __str__(self) -> str:
        return f"{self.stage} knows no device {self.device}: `stikadoo executions` lists recordings and their devices"


def known_device(stage: Stage, name: str | None) -> str | None:
    """The Device-Id; None for None. Raises UnknownDevice."""
    if name is None:
        return None
    named = device_id(stage, name)
    check_known(stage, named)
    return named


def device_id(stage: Stage, name: str) -> str:
    """The Device-Id. Raises UnknownDevice for a key whose device cannot be found."""
    digits = _NOT_HEX.sub("", name)
    mac = canonical_device_id(digits)
    if mac != digits:
        return mac
    return _with_key(stage, name) if _HASHED_KEY.fullmatch(name) else name


def check_known(stage: Stage, device_id: str) -> None:
    """Raises UnknownDevice if the stage has no session, object or recent execution of it."""
    if not any(_traces(stage, device_id)):
        raise UnknownDevice(stage.name, device_id)


def _traces(stage: Stage, device_id: str) -> Iterator[bool]:
    """A store that the operator's role may not read counts as a trace."""
    try:
        yield bool(stage.devices_table_name) and stage.devices.find(device_id) is not None
        yield any(True for _ in stage.registry.ids_of(device_id))
        yield any(True for prefix in device_prefixes(device_id) for _ in stage.bucket.keys(prefix))
    except ProviderRefusedKey as exc:
        if not is_denied(exc):
            raise
        yield True
    yield any(True for _ in _executions_with(stage, device_key(device_id)))


def _with_key(stage: Stage, key: str) -> str:
    """A hash does not tell the id: an execution's input does."""
    for arn in _executions_with(stage, key):
        device = describe(stage.machine, arn).input.device
        if device and device_key(device.device_id) == key:
            return device.device_id
    raise UnknownDevice(stage.name, key)


def _executions_with(stage: Stage, key: str) -> Iterator[str]:
    """ARNs, of the latest executions."""
    latest = islice(listed(stage, since=EVER), LISTED_AT_MOST)
    return (one.arn for one in latest if one.recording_id.startswith(f"{key}-"))
