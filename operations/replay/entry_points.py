"""Where a replay can begin: the states of the machine that can be entered, and the input that each needs.

The machine begins where its input says (WhereToBegin), so an entry point is a field of the document:

    Transcode ← packets_key (or the chunks) · Transcribe ← speech · Announce ← transcription · Imagine ← wish
    Render ← picture · Deliver ← sticker
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class EntryPoint:
    """A state that the machine can be entered at."""

    state: str
    field: str
    "Of the document: the state's input."
    what: str
    "The same, for people."


TRANSCODE = EntryPoint("Transcode", "packets_key", "the recorded sound")
IMAGINE = EntryPoint("Imagine", "wish", "the wish")
TRANSCRIBE = EntryPoint("Transcribe", "speech", "the speech")
RENDER = EntryPoint("Render", "picture", "the picture")
DELIVER = EntryPoint("Deliver", "sticker", "the sticker")
ENTRY_POINTS = (
    TRANSCODE,
    TRANSCRIBE,
    EntryPoint("Announce", "transcription", "the transcript"),
    IMAGINE,
    RENDER,
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
"States that no input leads to, and the entry point that does."


def entry_point_for(state: str) -> EntryPoint | None:
    """Moderate → Announce; None for a state that no replay can run again."""
    entered = _REACHED_BY.get(state, state)
    return next((one for one in ENTRY_POINTS if one.state == entered), None)


def named(state: str) -> EntryPoint:
    """The entry point of exactly this state. Raises ValueError that says where to begin instead."""
    entry = entry_point_for(state)
    if entry is None:
        raise ValueError(f"no replay can begin at {state}: say {', '.join(one.state for one in ENTRY_POINTS)}")
    if entry.state != state:
        raise ValueError(f"no replay can begin at {state}: say {entry.state}, from which the machine reaches it")
    return entry
