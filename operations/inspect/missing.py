"""A file that is not there becomes the reason: what is not stored any more was deleted at a time, by somebody.

Voices and words: by forget, at the good end; else by the bucket's lifecycle, VoiceDays after. Pictures: StickerDays.
"""

from datetime import UTC, datetime, timedelta

from operations.inspect.inspection import Inspection
from stikadoo.keys import is_voice

SOUND = ("packets.bin", "speech.wav")
WORDS = ("transcript.json", "wish.json", "prompt.txt")
PICTURES = ("picture.png", "sticker.png", "preview.png")
EXPECTED = (*SOUND, *WORDS, *PICTURES)
"What the making of a sticker leaves behind, in order."

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
"By the field of the document that tells that it was."


def reasons(inspection: Inspection) -> dict[str, str]:
    """Why each file that could be expected is not there."""
    return {
        name: why(inspection, name) for name in EXPECTED if inspection.body(name) is None and not _is(inspection, name)
    }


def why(inspection: Inspection, name: str) -> str:
    """Of a file that was not read."""
    if name in inspection.left_out:
        return "left out: --redact"
    if name in inspection.denied:
        return "your role may not read it"
    if not _was_made(inspection, name):
        return _never_made(inspection, name)
    if not is_voice(f"recordings/any/{name}"):
        return "deleted, by the bucket's lifecycle (StickerDays after it was made) or by `stikadoo forget`"
    forgotten = forgotten_at(inspection)
    if forgotten:
        return f"deleted at the good end, {clock(forgotten)}"
    return "deleted, by the bucket's lifecycle (VoiceDays after it was made) or by `stikadoo forget`"


def forgotten_at(inspection: Inspection) -> datetime | None:
    """When forget deleted voice and words; None if it has not, or was told to keep them."""
    if not inspection.document.get("forgotten", {}).get("deleted"):
        return None
    return next(
        (one.started + timedelta(seconds=one.seconds) for one in inspection.state_runs if one.name == "Forget"), None
    )


def clock(at: datetime) -> str:
    """In UTC, as the names of recordings."""
    return f"{at.astimezone(tz=UTC):%Y-%m-%d %H:%M:%S} UTC"


def _is(inspection: Inspection, name: str) -> bool:
    """There, though it was not read."""
    return name in inspection.files and name not in inspection.denied


def _was_made(inspection: Inspection, name: str) -> bool:
    document = inspection.document
    made = document.get(_MADE_WITH[name]) or {}
    if name == "packets.bin" and _is_spoken(inspection) and forgotten_at(inspection):
        return True  # stored before anything is decoded, and so before anything can be found wrong
    if name == "prompt.txt":
        return bool(made.get("prompt_version"))
    if name == "picture.png":
        return made.get("status") == "ready"
    if name in SOUND and document.get("replay_of") and "speech" in inspection.started_with:
        return False
    return bool(made) and made.get("status") != "working"


def _is_spoken(inspection: Inspection) -> bool:
    return bool(inspection.document.get("recording") or inspection.document.get("packets_key"))


def _never_made(inspection: Inspection, name: str) -> str:
    document = inspection.document
    original = document.get("replay_of")
    if original and _MADE_WITH[name] in inspection.started_with:
        return f"not made again: look at {original}"
    if name in SOUND and not _is_spoken(inspection) and "speech" not in document:
        return f"a replay without sound: look at {original}" if original else "a typed wish: nothing was said"
    if name == "prompt.txt" and (document.get("picture") or {}).get("status") == "ready":
        return f"{document['picture']['engine']} is asked by no prompt"
    if inspection.is_running:
        return "not made yet"
    return f"never made: it ended before, with {inspection.execution.error or document.get('outcome') or 'nothing'}"
