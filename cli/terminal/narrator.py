"""Prints each message from the cloud as it arrives."""

from rich.console import Console
from rich.text import Text

from cli.terminal.console import styled
from stikadoo.messages import Alert, CloudMessage, Image, Llm, Stt, Tts


class Narrator:
    """An `on_message` callback that prints a line for each message worth showing."""

    def __init__(self, console: Console) -> None:
        self._console = console

    def __call__(self, seconds: float, message: CloudMessage) -> None:
        description = _description(message)
        if description:
            self._console.print(Text.assemble("  ", (f"{seconds:6.2f} s", "dim"), "  ", description))


def _description(message: CloudMessage) -> Text | None:
    """None for a message that is not shown."""
    match message:
        case Stt():
            return styled("heard “[bold]{}[/]”", message.text)
        case Llm():
            return styled("[dim]face: {}[/]", message.emotion)
        case Tts(state="sentence_start"):
            return styled("[dim]says: {}[/]", message.text or "")
        case Image():
            return Text(_announcement(message))
        case Alert():
            return styled("[yellow]{}: {}[/]", message.status, message.message)
        case _:
            return None


def _announcement(image: Image) -> str:
    transfer = f" ({image.encoded_bytes:,} transferred, as {image.encoding})" if image.encoded_bytes else ""
    duration = f", {image.print_seconds:g} s to print" if image.print_seconds else ""
    return f"sticker {image.width}×{image.height} dots, {image.bytes:,} bytes of {image.format}{transfer}{duration}"
