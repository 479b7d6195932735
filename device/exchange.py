"""One push-to-talk exchange from the device's side: its progress, and its result."""

from dataclasses import dataclass

from device.message_log import MessageLog
from device.sticker import Sticker
from stikadoo.execution import ListenMode
from stikadoo.messages import Alert, CloudMessage, Image, ImageData, Tts


@dataclass(frozen=True)
class Result:
    """What an exchange produced."""

    session_id: str
    transcript: str | None
    "None if no speech was recognised."
    sticker: Sticker | None
    alert: Alert | None
    events: tuple[tuple[float, CloudMessage], ...]
    "Each message with its seconds since listen stop (for a typed wish, since it was sent)."


@dataclass(frozen=True)
class Exchange:
    """The progress of an exchange, derived from the messages received so far."""

    log: MessageLog
    listen_mode: ListenMode
    inline_image: bool

    @property
    def pieces(self) -> list[ImageData]:
        """Those of the announced image. A piece may come twice, if the cloud could not tell whether it had arrived."""
        image = self.log.last(Image)
        pieces = [piece for piece in self.log.all(ImageData) if image and piece.sticker_id == image.sticker_id]
        return list({piece.index: piece for piece in pieces}.values())

    def has_image(self) -> bool:
        """Announced and, for a device that receives it in pieces, complete."""
        if not self.inline_image:
            return self.log.last(Image) is not None
        pieces = self.pieces
        return bool(pieces) and len(pieces) >= pieces[0].count

    def is_answered(self) -> bool:
        return self.is_over() or self.log.last(Alert) is not None

    def is_over(self) -> bool:
        """Ends with tts stop; in auto and realtime mode, where tts would re-open the microphone, with the image."""
        if self.listen_mode is ListenMode.MANUAL:
            return any(message.state == "stop" for message in self.log.all(Tts))
        return self.has_image() or self.log.last(Alert) is not None
