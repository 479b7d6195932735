"""Where a replay can begin: the states of the machine that can be entered, and what each needs of the original.

The machine begins where its input says (WhereToBegin), so a beginning is a field of the document:

    Transcode ← packets_key (or the chunks) · Transcribe ← speech · Announce ← transcription · Imagine ← wish
    Render ← picture · Deliver ← sticker
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Beginning:
    """A state that the machine can be entered at."""

    state: str
    field: str
    "Of the document: what it begins with."
    what: str
    "The same, for people."


TRANSCODE = Beginning("Transcode", "packets_key", "the recorded sound")
IMAGINE = Beginning("Imagine", "wish", "the wish")
TRANSCRIBE = Beginning("Transcribe", "speech", "the speech")
DELIVER = Beginning("Deliver", "sticker", "the sticker")
BEGINNINGS = (
    TRANSCODE,
    TRANSCRIBE,
    Beginning("Announce", "transcription", "the transcript"),
    IMAGINE,
    Beginning("Render", "picture", "the picture"),
    DELIVER,
)
"In the machine's order."

_REACHED_BY = {
    "WaitForTranscript": "Transcribe",
    "CheckTranscript": "Transcribe",
    "Moderate": "Announce",
    "WaitForPicture": "Imagine",
    "CheckPicture": "Imagine",
}
"States that no input leads to, and the beginning that does."


def beginning_at(state: str) -> Beginning | None:
    """Moderate → Announce; None for a state that a replay has no business with."""
    wanted = _REACHED_BY.get(state, state)
    return next((one for one in BEGINNINGS if one.state == wanted), None)
