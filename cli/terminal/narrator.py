"""A wish, spoken or typed, is brought to a device and told as it happens."""

from dataclasses import dataclass
from pathlib import Path

from rich.console import Console

from device.exchange import Said
from device.opus_encoder import packets
from device.virtual_device import VirtualDevice
from infra.local_aws import ROOT
from stikadoo.messages import Alert, CloudMessage, Image, Llm, Stt, Tts

SAMPLE = ROOT / "tests" / "speech" / "cat-rocket.wav"


@dataclass(frozen=True)
class SpokenOrTyped:
    """`text` if there is one, else the recording, else the sample."""

    wav: Path | None = None
    text: str | None = None

    async def brought_to(self, device: VirtualDevice, *, real_time: bool = True) -> Said:
        """Raises ValueError or FileNotFoundError for no recording, and what VirtualDevice.say raises."""
        if self.text:
            return await device.wish(self.text)
        return await device.say(packets(self.wav or SAMPLE), real_time=real_time)

    def __str__(self) -> str:
        return f"“{self.text}”" if self.text else (self.wav or SAMPLE).name


class Narrator:
    """Tells each message the moment it comes."""

    def __init__(self, console: Console) -> None:
        self._console = console

    def __call__(self, seconds: float, message: CloudMessage) -> None:
        told = self._sentence(message)
        if told:
            self._console.print(f"  [dim]{seconds:6.2f} s[/]  {told}")

    def _sentence(self, message: CloudMessage) -> str:
        match message:
            case Stt():
                return f"heard “[bold]{message.text}[/]”"
            case Llm():
                return f"[dim]face: {message.emotion}[/]"
            case Tts(state="sentence_start"):
                return f"[dim]says: {message.text}[/]"
            case Image():
                return _announced(message)
            case Alert():
                return f"[yellow]{message.status}: {message.message}[/]"
            case _:
                return ""


def _announced(image: Image) -> str:
    fewer = f" ({image.encoded_bytes:,} on the way, by {image.encoding})" if image.encoded_bytes else ""
    lasts = f", {image.print_seconds:g} s to print" if image.print_seconds else ""
    return f"sticker {image.width}×{image.height} dots, {image.bytes:,} bytes of {image.format}{fewer}{lasts}"
