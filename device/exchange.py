"""One talk as a device sees it: what came of it, and when it is over."""

from dataclasses import dataclass

from device.message_log import Timeline
from device.sticker import Sticker
from stikadoo.execution import ListenMode
from stikadoo.messages import Alert, CloudMessage, Image, ImageData, Tts


@dataclass(frozen=True)
class Said:
    """What came of a talk."""

    session_id: str
    transcript: str | None
    "What was heard; None if nothing was."
    sticker: Sticker | None
    alert: Alert | None
    events: tuple[tuple[float, CloudMessage], ...]
    "Seconds since listen stop (since it was sent, for a typed wish), and what came."


@dataclass(frozen=True)
class Talk:
    """What is going on, by the messages that have come."""

    timeline: Timeline
    listen_mode: ListenMode
    inline_image: bool

    @property
    def pieces(self) -> list[ImageData]:
        """Those of the announced image."""
        image = self.timeline.last(Image)
        return [piece for piece in self.timeline.all(ImageData) if image and piece.sticker_id == image.sticker_id]

    def has_image(self) -> bool:
        """Announced and, for a device that takes it in pieces, all there."""
        if not self.inline_image:
            return self.timeline.last(Image) is not None
        pieces = self.pieces
        return bool(pieces) and len(pieces) >= pieces[0].count

    def is_answered(self) -> bool:
        return self.is_over() or self.timeline.last(Alert) is not None

    def is_over(self) -> bool:
        """tts stop ends a talk; in auto and realtime mode it would re-open the microphone, and the sticker does."""
        if self.listen_mode is ListenMode.MANUAL:
            return any(message.state == "stop" for message in self.timeline.all(Tts))
        return self.has_image() or self.timeline.last(Alert) is not None
