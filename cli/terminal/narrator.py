"""Sends a wish to a virtual device and prints each message from the cloud as it arrives."""

from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.markup import escape

from device.exchange import Result
from device.opus_encoder import packets
from device.virtual_device import VirtualDevice
from infra.local_aws import ROOT
from stikadoo.messages import Alert, CloudMessage, Image, Llm, Stt, Tts

SAMPLE = ROOT / "tests" / "speech" / "cat-rocket.wav"


@dataclass(frozen=True)
class WishInput:
    """The text if given, else the recording if given, else the sample recording."""

    wav: Path | None = None
    text: str | None = None

    async def send(self, device: VirtualDevice, *, real_time: bool = True) -> Result:
        """Raises ValueError or FileNotFoundError for an unreadable recording, and what VirtualDevice.say raises."""
        if self.text:
            return await device.wish(self.text)
        return await device.say(packets(self.wav or SAMPLE), real_time=real_time)

    def __str__(self) -> str:
        return f"“{self.text}”" if self.text else (self.wav or SAMPLE).name


class Narrator:
    """An `on_message` callback that prints a line for each message worth showing."""

    def __init__(self, console: Console) -> None:
        self._console = console

    def __call__(self, seconds: float, message: CloudMessage) -> None:
        description = _description(message)
        if description:
            self._console.print(f"  [dim]{seconds:6.2f} s[/]  {description}")


def _description(message: CloudMessage) -> str:
    """Rich markup; empty for a message that is not shown."""
    match message:
        case Stt():
            return f"heard “[bold]{escape(message.text)}[/]”"
        case Llm():
            return f"[dim]face: {escape(message.emotion)}[/]"
        case Tts(state="sentence_start"):
            return f"[dim]says: {escape(message.text or '')}[/]"
        case Image():
            return _announcement(message)
        case Alert():
            return f"[yellow]{escape(f'{message.status}: {message.message}')}[/]"
        case _:
            return ""


def _announcement(image: Image) -> str:
    transfer = f" ({image.encoded_bytes:,} transferred, as {image.encoding})" if image.encoded_bytes else ""
    duration = f", {image.print_seconds:g} s to print" if image.print_seconds else ""
    return f"sticker {image.width}×{image.height} dots, {image.bytes:,} bytes of {image.format}{transfer}{duration}"
