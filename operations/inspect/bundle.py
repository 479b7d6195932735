"""The files of a bug report about one recording.

The bucket's files under their own names, and beside them: the voice as Ogg Opus, the pictures on one sheet, the
execution, its history, the log, and README.txt, which says what each file is and why others are missing.
"""

import json
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from operations.inspect.facts import facts
from operations.inspect.inspection import Inspection
from operations.inspect.missing import reasons
from operations.inspect.pictures import sheet
from operations.inspect.redaction import StoredWords
from operations.inspect.sent_messages import sent
from stikadoo.audio.ogg import to_ogg
from stikadoo.audio.packets import from_bytes
from stikadoo.errors import MalformedMessage

LONGEST_SECONDS = 3600.0
"No recording is as long: see STIKADOO_MAX_SECONDS."


def bundle(inspection: Inspection) -> dict[str, bytes]:
    """By name; of an inspection with the bodies of all files."""
    stored = {name: one.body for name, one in inspection.files.items() if one.body is not None}
    voice = {f"chunks/{one.name}": one.body for one in inspection.chunks if one.body is not None}
    return {
        "execution.json": _json(_execution(inspection)),
        "input.json": _json(inspection.execution.input.raw),
        "document.json": _json(inspection.document.raw),
        "history.json": _json(list(inspection.execution.events)),
        "logs.jsonl": b"".join(_log(inspection)),
        **stored,
        **voice,
        **playable(inspection),
        **sheet(inspection),
    }


def summary(inspection: Inspection) -> bytes:
    """What the terminal shows, as JSON: without the contents of files, but with the words."""
    texts = (inspection.facts(name, StoredWords) for name in ("transcript.json", "wish.json"))
    transcript, wish = (words.text if words else None for words in texts)
    return _json(
        {
            **_execution(inspection),
            "facts": facts(inspection),
            "states": [asdict(run) for run in inspection.execution.state_runs],
            "transcript": transcript,
            "wish": wish,
            "files": sorted(inspection.files),
            "missing": reasons(inspection),
            "sent": [asdict(one) for one in sent(inspection)],
            "log": [json.loads(line) for line in _log(inspection)],
        }
    )


def playable(inspection: Inspection) -> dict[str, bytes]:
    """packets.bin as Ogg Opus; nothing if it is missing or damaged."""
    packets = inspection.body("packets.bin")
    try:
        return {"packets.ogg": to_ogg(from_bytes(packets), LONGEST_SECONDS)} if packets else {}
    except MalformedMessage:
        return {}


def readme(inspection: Inspection, files: dict[str, bytes], *, is_redacted: bool) -> str:
    """What each file is, what is missing, and why."""
    execution = inspection.execution
    ending = execution.outcome or execution.status.lower()
    lines = [f"Recording {execution.recording_id}, {execution.started:%Y-%m-%d %H:%M:%S %Z}: {ending}", ""]
    lines += [f"{name:<34} {_meaning(name)}" for name in sorted(files)]
    missing = {name: why for name, why in reasons(inspection).items() if name not in files}
    if "packets.bin" in files and "packets.ogg" not in files:
        missing["packets.ogg"] = "packets.bin holds no valid frames"
    if missing:
        lines += ["", "Not here:", *(f"{name:<34} {why}" for name, why in missing.items())]
    if inspection.unlogged:
        lines += [f"{'logs.jsonl':<34} empty: {inspection.unlogged}"]
    lines += ["", _REDACTED if is_redacted else _WHOLE]
    return "\n".join(lines) + "\n"


_WHOLE = "It may hold a child's voice and words. Delete it when the fault is found; send it only to who may hear them."
_REDACTED = (
    "Redacted: voice and words are left out, and pictures too unless they were requested, since they may show words.\n"
    "DEVICE, device, CONNECTION, SESSION, ENDPOINT and ACCOUNT stand for the real ones."
)
_MEANINGS = {
    "execution.json": "the execution: how it ended, its error and cause, its original and its replays",
    "input.json": "what the execution began with",
    "document.json": "the document as far as it got",
    "history.json": "the history: Step Functions' events",
    "logs.jsonl": "log lines about this recording: at, function, line",
    "packets.bin": "the voice: Opus packets in protocol 2 frames, timestamps in ms",
    "packets.ogg": "the same as Ogg Opus, for any player; the decoder conceals lost packets",
    "speech.ogg": "the input of a speech service",
    "speech.wav": "the input of the speech engine: 16 kHz, mono",
    "audio.json": "packets, lost, corrupt, seconds, level",
    "transcript.json": "the words, as heard or typed",
    "transcription.json": "as Amazon Transcribe wrote them",
    "wish.json": "the words, trimmed and admitted",
    "prompt.txt": "the prompt for the illustrator",
    "picture.png": "the illustrator's picture",
    "picture.json": "who drew it, and whom to name",
    "sticker.png": "the print, dot for dot",
    "sticker.json": "the sticker's size and hash",
    "preview.png": "for the device's display",
    "pictures.png": "picture, sticker and preview side by side",
    "delivery.json": "how it was delivered",
    "apology.json": "whether the device was told that there is no sticker",
    "printed.json": "what the device reported about the printing",
}


def _meaning(name: str) -> str:
    if name.startswith("chunks/"):
        return "an audio chunk: one message's frames"
    return _MEANINGS.get(name, "the bytes for the printer" if name.startswith("sticker.") else "")


def _execution(inspection: Inspection) -> dict[str, Any]:
    execution = inspection.execution
    return {
        "arn": execution.arn,
        "status": execution.status,
        "outcome": execution.outcome,
        "error": execution.error,
        "cause": execution.cause,
        "started": execution.started,
        "stopped": execution.stopped,
        "replay_of": execution.document.replay_of,
        "replays": list(inspection.replays),
    }


def _log(inspection: Inspection) -> Iterator[bytes]:
    for line in inspection.lines:
        entry = {"at": line.at, "function": line.function, "line": line.facts or line.message}
        yield _json(entry, indent=None)


def _json(content: Any, indent: int | None = 2) -> bytes:
    """Chinese stays readable; what a terminal would interpret is escaped, also beyond ASCII."""
    text = json.dumps(content, indent=indent, default=str, ensure_ascii=False)
    return "".join(one if one.isprintable() or one == "\n" else _escaped(one) for one in text).encode() + b"\n"


def _escaped(letter: str) -> str:
    return json.dumps(letter)[1:-1]
