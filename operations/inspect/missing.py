"""Why an artifact is missing: never made, not readable, or deleted.

Voices and words are deleted by forget on success, else by the bucket's lifecycle after VoiceDays; pictures by the
lifecycle after StickerDays.
"""

from datetime import UTC, datetime, timedelta

from operations.executions.document import Document
from operations.inspect.inspection import Inspection
from stikadoo.keys import is_voice

SOUND = ("packets.bin", "speech.wav")
WORDS = ("transcript.json", "wish.json", "prompt.txt")
PICTURES = ("picture.png", "sticker.png", "preview.png")
EXPECTED = (*SOUND, *WORDS, *PICTURES)
"The files of a sticker, in the order they are made."

_MADE_WITH = {
    "packets.bin": "speech",
    "speech.wav": "speech",
    "transcript.json": "transcription",
    "wish.json": "wish",
    "prompt.txt": "picture",
    "picture.png": "picture",
    "sticker.png": "sticker",
    "preview.png": "sticker",
}
"The field of the document that the same step adds."


def reasons(inspection: Inspection) -> dict[str, str]:
    """Of each expected file that is missing."""
    return {
        name: why(inspection, name)
        for name in EXPECTED
        if inspection.body(name) is None and not _exists(inspection, name)
    }


def why(inspection: Inspection, name: str) -> str:
    """Of a file without a body."""
    if name in inspection.left_out:
        return "left out: --redact"
    if name in inspection.denied:
        return "your role may not read it"
    if not _was_made(inspection, name):
        return _never_made(inspection, name)
    if not is_voice(f"recordings/any/{name}"):
        return "deleted, by the bucket's lifecycle (StickerDays after it was made) or by `stikadoo forget`"
    if at := forgotten_at(inspection):
        return f"deleted on success, {clock(at)}"
    return "deleted, by the bucket's lifecycle (VoiceDays after it was made) or by `stikadoo forget`"


def forgotten_at(inspection: Inspection) -> datetime | None:
    """When forget deleted voice and words; None if it did not run, or the stage keeps them."""
    forgotten = inspection.document.forgotten
    if forgotten is None or not forgotten.deleted:
        return None
    runs = inspection.execution.state_runs
    return next((run.started + timedelta(seconds=run.seconds) for run in runs if run.name == "Forget"), None)


def clock(at: datetime) -> str:
    """In UTC, as in the ids of recordings."""
    return f"{at.astimezone(tz=UTC):%Y-%m-%d %H:%M:%S} UTC"


def _exists(inspection: Inspection, name: str) -> bool:
    """Though its body was not read."""
    return name in inspection.files and name not in inspection.denied


def _was_made(inspection: Inspection, name: str) -> bool:
    document = inspection.document
    if name == "packets.bin" and _is_spoken(document) and forgotten_at(inspection):
        return True  # stored before decoding, so before any error in it can be found
    if name == "prompt.txt":
        return bool(document.picture and document.picture.prompt_version)
    if name in SOUND and document.replay_of and "speech" in inspection.execution.input.raw:
        return False
    made = document.artifact(_MADE_WITH[name])
    return made is not None and made.status == "ready"


def _is_spoken(document: Document) -> bool:
    return bool(document.recording or document.packets_key)


def _never_made(inspection: Inspection, name: str) -> str:
    document, execution = inspection.document, inspection.execution
    original = document.replay_of
    if original and _MADE_WITH[name] in execution.input.raw:
        return f"not made again: look at {original}"
    if name in SOUND and not _is_spoken(document) and document.speech is None:
        return f"a replay without sound: look at {original}" if original else "a typed wish: nothing was said"
    if name == "prompt.txt" and document.picture and document.picture.status == "ready":
        return f"{document.picture.engine} takes no prompt"
    if execution.is_running:
        return "not made yet"
    return f"never made: it ended before, with {execution.error or document.outcome or 'nothing'}"
