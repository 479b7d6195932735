"""The document of a recording becomes the facts an operator reads first."""

from datetime import UTC, datetime
from typing import Any

from operations.inspect.causes import first_line
from operations.inspect.inspection import Inspection
from stikadoo.execution import Engines


def facts(inspection: Inspection) -> dict[str, str]:
    """By name, in order; what does not apply is not there."""
    document = inspection.document
    told = {
        "device": _device(document.get("device", {})),
        "recording": _recording(document),
        "sound": _sound(document.get("speech")),
        "voice as it came": f"{len(inspection.chunks)} chunks are still stored" if inspection.chunks else "",
        "engines": _engines(inspection),
        "stayed away": _fallback(document.get("fallback")),
        "sticker": _sticker(document.get("sticker")),
        "replay of": inspection.execution.replay_of or "",
    }
    return {name: value for name, value in told.items() if value}


def _device(device: dict[str, Any]) -> str:
    printer = device.get("printer", {})
    wants = [name for name in ("inline_image", "caption") if device.get(name)]
    said = [
        str(device.get("device_id", "")),
        f"{printer.get('model', '')} {printer.get('width_dots', '')} dots, {printer.get('language', '')}",
        f"mode {device.get('mode', '')}",
        f"language {device.get('language', '')}",
        *wants,
    ]
    return " · ".join(said)


def _recording(document: dict[str, Any]) -> str:
    recording = document.get("recording")
    if not recording:
        return f"stored packets of {document['packets_key']}" if document.get("packets_key") else _without(document)
    started = datetime.fromtimestamp(recording["started_ms"] / 1000, UTC)
    held = (recording["stopped_ms"] - recording["started_ms"]) / 1000
    last = recording.get("last_seq")
    numbered = "not numbered" if last is None else f"{last + 1} packets sent"
    return f"from {started:%H:%M:%S} UTC for {held:.1f} s · {numbered} · protocol {recording.get('protocol', '')}"


def _without(document: dict[str, Any]) -> str:
    return "none of its own: a replay" if document.get("replay_of") else "none: typed"


def _sound(speech: dict[str, Any] | None) -> str:
    if not speech:
        return ""
    cut = " · cut there" if speech.get("was_cut") else ""
    return (
        f"{speech['packets']} packets · {speech['lost']} lost · {speech['corrupt']} corrupt · "
        f"{speech['seconds']:.2f} s · peak {speech['peak_dbfs']} dBFS{cut}"
    )


def _engines(inspection: Inspection) -> str:
    asked = Engines.model_validate(inspection.started_with.get("engines", inspection.document.get("engines", {})))
    heard = _answered(inspection.document.get("transcription"))
    drew = _answered(inspection.document.get("picture"))
    return f"transcribe: {asked.transcribe} → {heard} · imagine: {asked.imagine} → {drew}"


def _answered(work: dict[str, Any] | None) -> str:
    if not work:
        return "nobody"
    model = f" {work['model']}" if work.get("model") else ""
    prompt = f", prompt {work['prompt_version']}" if work.get("prompt_version") else ""
    return f"{work['engine']}{model}{prompt}" + (" is at work" if work.get("status") == "working" else "")


def _fallback(fallback: dict[str, Any] | None) -> str:
    """Who was asked first and stayed throttled or unavailable."""
    return f"{fallback['engine']}: {fallback['name']}, {first_line(fallback.get('cause', ''))}" if fallback else ""


def _sticker(sticker: dict[str, Any] | None) -> str:
    if not sticker:
        return ""
    encoded = sticker.get("encoded")
    sent = f" · {encoded['encoding']} {encoded['bytes']} bytes" if encoded else ""
    return f"{sticker['width']} × {sticker['height']} dots · {sticker['format']} {sticker['bytes']} bytes{sent}"
