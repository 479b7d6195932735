"""The facts of a recording that an operator reads first, from its document."""

from datetime import UTC, datetime

from operations.executions.document import (
    Document,
    Fallback,
    StoredDevice,
    StoredPicture,
    StoredSpeech,
    StoredSticker,
    StoredTranscription,
)
from operations.inspect.causes import first_line
from operations.inspect.inspection import Inspection


def facts(inspection: Inspection) -> dict[str, str]:
    """By name, in order; without what does not apply."""
    document = inspection.document
    by_name = {
        "device": _device(document.device),
        "recording": _recording(document),
        "sound": _sound(document.speech),
        "audio chunks": f"{len(inspection.chunks)} chunks are still stored" if inspection.chunks else "",
        "engines": _engines(inspection),
        "unavailable": _fallback(document.fallback),
        "sticker": _sticker(document.sticker),
        "replay of": document.replay_of or "",
    }
    return {name: value for name, value in by_name.items() if value}


def _device(device: StoredDevice | None) -> str:
    if device is None:
        return ""
    printer = device.printer
    fields = [
        device.device_id,
        f"{printer.model} {printer.width_dots} dots, {printer.language}",
        f"mode {device.mode}",
        f"language {device.language}",
    ]
    options = {"inline_image": device.inline_image, "caption": device.caption}
    return " · ".join([*fields, *(name for name, is_on in options.items() if is_on)])


def _recording(document: Document) -> str:
    recording = document.recording
    if recording is None:
        return f"stored packets of {document.packets_key}" if document.packets_key else _without_sound(document)
    started = datetime.fromtimestamp(recording.started_ms / 1000, UTC)
    seconds = (recording.stopped_ms - recording.started_ms) / 1000
    numbered = "not numbered" if recording.last_seq is None else f"{recording.last_seq + 1} packets sent"
    return f"from {started:%H:%M:%S} UTC for {seconds:.1f} s · {numbered} · protocol {recording.protocol}"


def _without_sound(document: Document) -> str:
    return "none of its own: a replay" if document.replay_of else "none: typed"


def _sound(speech: StoredSpeech | None) -> str:
    if speech is None:
        return ""
    cut = " · cut there" if speech.was_cut else ""
    return (
        f"{speech.packets} packets · {speech.lost} lost · {speech.corrupt} corrupt · "
        f"{speech.seconds:.2f} s · peak {speech.peak_dbfs} dBFS{cut}"
    )


def _engines(inspection: Inspection) -> str:
    """The engines that were to be used, and those that answered."""
    begun, document = inspection.execution.input, inspection.document
    engines = begun.engines if "engines" in begun.raw else document.engines
    transcribed, drew = _answered(document.transcription), _answered(document.picture)
    return f"transcribe: {engines.transcribe} → {transcribed} · imagine: {engines.imagine} → {drew}"


def _answered(work: StoredTranscription | StoredPicture | None) -> str:
    if work is None:
        return "nobody"
    model, prompt = (work.model, work.prompt_version) if isinstance(work, StoredPicture) else (None, None)
    return (
        work.engine
        + (f" {model}" if model else "")
        + (f", prompt {prompt}" if prompt else "")
        + (" is at work" if work.status == "working" else "")
    )


def _fallback(fallback: Fallback | None) -> str:
    """The engine that another replaced, and why."""
    return f"{fallback.engine}: {fallback.name}, {first_line(fallback.cause)}" if fallback else ""


def _sticker(sticker: StoredSticker | None) -> str:
    if sticker is None:
        return ""
    encoded = f" · {sticker.encoded.encoding} {sticker.encoded.bytes} bytes" if sticker.encoded else ""
    return f"{sticker.width} × {sticker.height} dots · {sticker.format} {sticker.bytes} bytes{encoded}"
