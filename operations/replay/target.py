"""Where a replay's sticker goes: the device over its newest connection, another device, or a folder."""

from dataclasses import dataclass
from pathlib import Path

from operations.devices import device_id as operators_device_id
from operations.stage import Stage
from stikadoo.aws.registry import Registry
from stikadoo.execution import Device
from stikadoo.keys import canonical_device_id
from stikadoo.session import Session


@dataclass(frozen=True)
class Target:
    """The device that gets the messages, with the printer the sticker is made for."""

    device: Device
    folder: Path | None = None
    "Where the sticker is downloaded instead."

    @property
    def is_connected(self) -> bool:
        return bool(self.device.connection_id)

    def __str__(self) -> str:
        if self.folder:
            return f"the folder {self.folder}; no device gets a message"
        if self.is_connected:
            return f"{self.device.device_id}, connected as {self.device.connection_id}"
        return f"nobody: {self.device.device_id} is not connected, its sticker will be kept"


def find_target(stage: Stage, original: Device, to: str | None) -> Target:
    """`to`: a device's id, or a folder (an existing one, or a path with a slash); None: the original's device.

    Raises ValueError if another device was named and is not connected.
    """
    if to is not None and is_folder(to):
        return Target(_disconnected(original), Path(to).expanduser())
    device_id = canonical_device_id(original.device_id) if to is None else operators_device_id(stage, to)
    session = newest_session(stage.registry, device_id)
    if session:
        return Target(session.device(stage.api_endpoint or original.endpoint))
    if device_id == canonical_device_id(original.device_id):
        return Target(_disconnected(original))
    raise ValueError(
        f"{device_id} is not connected to {stage.name}, so its printer is not known. Switch it on, or say a folder: "
        f"--to ./{device_id.replace(':', '')}"
    )


def newest_session(registry: Registry, device_id: str) -> Session | None:
    """The latest that is open and has said hello."""
    return next((session for session in registry.sessions_of(device_id) if session.is_open), None)


def is_folder(to: str) -> bool:
    """Whether `--to` names a folder instead of a device."""
    return "/" in to or Path(to).is_dir()


def _disconnected(device: Device) -> Device:
    return device.model_copy(update={"connection_id": ""})
