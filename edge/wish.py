"""How far a device's current wish is, as the bridge sees it from the messages that pass. No I/O, no clock.

none ─listen start→ recorded ─listen stop→ awaited ─image→ delivered ─tts stop→ none
                                 ▲ stt (typed wish)  └─ alert, tts stop → none
"""

from enum import Enum, auto

from stikadoo.messages import Abort, Alert, CloudMessage, DeviceMessage, Goodbye, Image, Listen, Stt, Tts


class Progress(Enum):
    NONE = auto()
    RECORDED = auto()
    AWAITED = auto()
    DELIVERED = auto()
    "Its image was sent; pieces and closing words may follow."


def after_device(progress: Progress, message: DeviceMessage) -> Progress:
    match message:
        case Listen(state="start"):
            return Progress.RECORDED
        case Listen(state="stop") if progress is Progress.RECORDED:
            return Progress.AWAITED
        case Abort() if progress is Progress.RECORDED:
            return Progress.NONE
        case Goodbye():
            return Progress.NONE
    return progress


def after_cloud(progress: Progress, message: CloudMessage) -> Progress:
    """A message while recording belongs to the wish before. An alert about the protocol (status error) ends no wish."""
    if progress is Progress.RECORDED:
        return progress
    match message:
        case Stt():
            return Progress.AWAITED
        case Image():
            return Progress.DELIVERED
        case Tts(state="stop"):
            return Progress.NONE
        case Alert(status=status) if status != "error":
            return Progress.NONE
    return progress
