"""What a recording's facts tell becomes what its device was sent, and when. Messages themselves are stored nowhere."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from operations.executions.history import StateRun
from operations.inspect.inspection import Inspection
from stikadoo.execution import ListenMode

_ANNOUNCED = ("stt", "llm", "tts start", "tts sentence_start")
_DELIVERED = ("llm", "tts sentence_start", "tts stop")
_APOLOGISED = ("alert", "tts stop")


@dataclass(frozen=True)
class Sent:
    """One step's messages, by their types; or what the device said in return."""

    at: datetime
    by: str
    "The state; «device» for its own."
    what: str


def sent(inspection: Inspection) -> list[Sent]:
    """In order."""
    told = [*_announced(inspection), *_delivered(inspection), *_apologised(inspection), *_printed(inspection)]
    return sorted(told, key=lambda one: one.at)


def _announced(inspection: Inspection) -> list[Sent]:
    stage = _stage(inspection, "Announce")
    if stage is None:
        return []
    if stage.error:
        return [Sent(_end(stage), "Announce", f"nothing, or not all: {stage.error}")]
    if "announcement" not in inspection.document:
        return []
    return [Sent(_end(stage), "Announce", ", ".join(_spoken(inspection, _ANNOUNCED)))]


def _delivered(inspection: Inspection) -> list[Sent]:
    stage, facts = _stage(inspection, "Deliver"), inspection.document.get("delivery")
    if stage is None:
        return []
    if stage.error:
        return [Sent(_end(stage), "Deliver", f"nothing, or not all: {stage.error}")]
    if facts is None:
        return []
    pieces = (f"{facts['pieces']} × image_data",) if facts.get("pieces") else ()
    return [
        Sent(
            _noted(inspection, "delivery.json", stage),
            "Deliver",
            ", ".join(("image", *pieces, *_spoken(inspection, _DELIVERED))),
        )
    ]


def _apologised(inspection: Inspection) -> list[Sent]:
    stage, facts = _stage(inspection, "Apologise"), inspection.facts("apology.json")
    if facts is None:
        return []
    told = ", ".join(_spoken(inspection, _APOLOGISED)) if facts["was_told"] else "nothing: it had gone, or knew already"
    return [Sent(_noted(inspection, "apology.json", stage), "Apologise", told)]


def _printed(inspection: Inspection) -> list[Sent]:
    facts = inspection.facts("printed.json")
    if facts is None:
        return []
    reason = f": {facts['reason']}" if facts.get("reason") else ""
    return [Sent(datetime.fromisoformat(facts["at"]), "device", f"print {facts['state']}{reason}")]


def _spoken(inspection: Inspection, types: tuple[str, ...]) -> tuple[str, ...]:
    """In auto and realtime mode there are no tts messages: see stikadoo.execution.Device.accepts_tts."""
    if inspection.document.get("device", {}).get("mode", ListenMode.MANUAL) == ListenMode.MANUAL:
        return types
    return tuple(one for one in types if not one.startswith("tts"))


def _stage(inspection: Inspection, name: str) -> StateRun | None:
    return next((one for one in inspection.state_runs if one.name == name), None)


def _noted(inspection: Inspection, name: str, stage: StateRun | None) -> datetime:
    """When the step noted it, but not before it began: S3 tells whole seconds. A late apology has no state."""
    noted = inspection.files[name].modified if name in inspection.files else None
    if stage is None:
        return noted or inspection.execution.started
    return max(noted, stage.started) if noted else _end(stage)


def _end(stage: StateRun) -> datetime:
    return stage.started + timedelta(seconds=stage.seconds)
