"""The messages a device was sent, and when, by their types. Messages are not stored: they follow from the facts."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from operations.executions.document import Lenient
from operations.executions.history import StateRun
from operations.inspect.inspection import Inspection
from stikadoo.execution import ListenMode

_ANNOUNCED = ("stt", "llm", "tts start", "tts sentence_start")
_DELIVERED = ("llm", "tts sentence_start", "tts stop")
_APOLOGISED = ("alert", "tts stop")


class StoredApology(Lenient):
    """apology.json"""

    was_told: bool = False


class StoredPrinted(Lenient):
    """printed.json"""

    at: datetime | None = None
    state: str = ""
    reason: str = ""


@dataclass(frozen=True)
class Sent:
    """One step's messages, by their types; or what the device reported."""

    at: datetime
    by: str
    "The state; «device» for its own."
    what: str


def sent(inspection: Inspection) -> list[Sent]:
    """In order."""
    messages = [*_announced(inspection), *_delivered(inspection), *_apologised(inspection), *_printed(inspection)]
    return sorted(messages, key=lambda one: one.at)


def _announced(inspection: Inspection) -> list[Sent]:
    run = _run(inspection, "Announce")
    if run is None:
        return []
    if run.error:
        return [Sent(_end(run), "Announce", f"not sent, or only in part: {run.error}")]
    if inspection.document.announcement is None:
        return []
    return [Sent(_end(run), "Announce", ", ".join(_spoken(inspection, _ANNOUNCED)))]


def _delivered(inspection: Inspection) -> list[Sent]:
    run, delivery = _run(inspection, "Deliver"), inspection.document.delivery
    if run is None:
        return []
    if run.error:
        return [Sent(_end(run), "Deliver", f"not sent, or only in part: {run.error}")]
    if delivery is None:
        return []
    pieces = (f"{delivery.pieces} × image_data",) if delivery.pieces else ()
    types = ("image", *pieces, *_spoken(inspection, _DELIVERED))
    return [Sent(_stored_at(inspection, "delivery.json", run), "Deliver", ", ".join(types))]


def _apologised(inspection: Inspection) -> list[Sent]:
    apology = inspection.facts("apology.json", StoredApology)
    if apology is None:
        return []
    types = ", ".join(_spoken(inspection, _APOLOGISED))
    what = types if apology.was_told else "nothing: it was disconnected, or had been notified before"
    return [Sent(_stored_at(inspection, "apology.json", _run(inspection, "Apologise")), "Apologise", what)]


def _printed(inspection: Inspection) -> list[Sent]:
    printed = inspection.facts("printed.json", StoredPrinted)
    if printed is None:
        return []
    reason = f": {printed.reason}" if printed.reason else ""
    at = printed.at or inspection.files["printed.json"].modified
    return [Sent(at, "device", f"print {printed.state}{reason}")]


def _spoken(inspection: Inspection, types: tuple[str, ...]) -> tuple[str, ...]:
    """In auto and realtime mode there are no tts messages: see stikadoo.execution.Device.accepts_tts."""
    device = inspection.document.device
    if device is None or device.mode is ListenMode.MANUAL:
        return types
    return tuple(one for one in types if not one.startswith("tts"))


def _run(inspection: Inspection, state: str) -> StateRun | None:
    return next((run for run in inspection.execution.state_runs if run.name == state), None)


def _stored_at(inspection: Inspection, name: str, run: StateRun | None) -> datetime:
    """When the step stored the file, but not before the step began: S3's times may be whole seconds.

    An apology after the machine's end has no state.
    """
    stored = inspection.files[name].modified if name in inspection.files else None
    if run is None:
        return stored or inspection.execution.started
    return max(stored, run.started) if stored else _end(run)


def _end(run: StateRun) -> datetime:
    return run.started + timedelta(seconds=run.seconds)
