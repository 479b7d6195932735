"""Delete everything stored about a device: disconnect it, wait for its running executions, delete.

No execution is stopped: its worker would continue to write, and an apology would follow.
"""

import time
from collections.abc import Callable

from operations.forget.device_data import DeviceData, find_device_data, running_executions
from operations.registration import disconnect
from operations.stage import Stage
from stikadoo.session import session_id_of

POLL_SECONDS = 0.5
PATIENCE_SECONDS = 120.0


class StillWorking(RuntimeError):
    """Executions of the device have not ended in time."""

    def __init__(self, recordings: tuple[str, ...]) -> None:
        super().__init__(recordings)
        self.recordings = recordings

    def __str__(self) -> str:
        return f"still running, nothing was deleted: {', '.join(self.recordings)}. Try again when they have ended"


def forget_device(
    stage: Stage, device_id: str, *, patience: float = PATIENCE_SECONDS, tell: Callable[[str], None]
) -> tuple[DeviceData, DeviceData]:
    """What was deleted, and what a new listing still finds. `patience` in seconds. Raises StillWorking."""
    tell("looking")
    found = find_device_data(stage, device_id)
    tell("disconnecting")
    disconnect(stage, sorted(one for one in found.connections if session_id_of(one) in found.sessions))
    tell("waiting for running executions")
    complete = _at_rest(stage, device_id, found, patience)
    tell("deleting")
    delete(stage, complete)
    tell("looking again")
    return complete, find_device_data(stage, device_id, complete.connections)


def delete(stage: Stage, found: DeviceData) -> None:
    """Voices first, in case it fails half way. Raises ProviderUnavailable if S3 does not delete an object."""
    stage.bucket.delete((*found.chunks, *found.words, *found.stickers))
    for session in found.sessions:
        stage.registry.delete(session)
    for counter in found.counters:
        stage.spending.delete(counter)
    for device in found.registrations:
        stage.devices.delete(device)


def _at_rest(stage: Stage, device_id: str, found: DeviceData, patience: float) -> DeviceData:
    """The data once no execution of the device runs. Raises StillWorking."""
    deadline = time.monotonic() + patience
    while working := running_executions(stage, device_id):
        if time.monotonic() > deadline:
            raise StillWorking(working)
        time.sleep(POLL_SECONDS)
    return find_device_data(stage, device_id, found.connections)
