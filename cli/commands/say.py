"""`stikadoo say`: send a wish from a virtual device to any deployment."""

import asyncio
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.text import Text

from cli.terminal.narrator import Narrator, WishInput
from cli.terminal.sticker import printer_file, saved, show_sticker
from device.errors import StickerDamaged
from device.exchange import Result
from device.virtual_device import VirtualDevice
from stikadoo.audio.frames import PROTOCOLS
from stikadoo.execution import Printer
from stikadoo.printers import MODELS


class Way(StrEnum):
    BINARY = "binary"
    DIRECT = "direct"
    BASE64 = "base64"


class KnownEncoding(StrEnum):
    ZLIB = "zlib"
    HEATSHRINK = "heatshrink"
    RLE = "rle"


def say(
    wav: Annotated[Path | None, typer.Option(help="Recording of a wish: any WAV file.", exists=True)] = None,
    text: Annotated[str | None, typer.Option(help="Typed wish instead of a recording.")] = None,
    url: Annotated[
        str, typer.Option(help="URL of a bridge, or of the API itself with --way direct.")
    ] = "ws://localhost:8765",
    protocol: Annotated[int, typer.Option(help="Version of the binary frame protocol.", min=1, max=3)] = 3,
    way: Annotated[
        Way, typer.Option(help="Message framing: binary for a bridge; direct or base64 for API Gateway.")
    ] = Way.BINARY,
    device_id: Annotated[str, typer.Option(help="Device-Id: the device's MAC address.")] = "02:00:00:00:00:01",
    token: Annotated[str | None, typer.Option(envvar="STIKADOO_DEVICE_TOKEN", help="Bearer token.")] = None,
    api_key: Annotated[str | None, typer.Option(envvar="STIKADOO_DEVICE_API_KEY", help="Sent as x-api-key.")] = None,
    language: Annotated[str | None, typer.Option(help="Language of the device, as a BCP 47 tag such as zh-CN.")] = None,
    inline: Annotated[bool, typer.Option(help="Receive the sticker through the WebSocket instead of by URL.")] = False,
    caption: Annotated[bool, typer.Option(help="Print the wish below the picture.")] = False,
    printer: Annotated[str | None, typer.Option(help=f"Printer model: {', '.join(MODELS)}.")] = None,
    encoding: Annotated[
        list[KnownEncoding] | None, typer.Option(help="Transfer encoding the device accepts; repeat for more.")
    ] = None,
    out: Annotated[Path, typer.Option(help="Folder for the sticker's files.")] = Path("out"),
) -> None:
    """Act as a device: connect, send a wish and save the sticker."""
    console = Console()
    device = VirtualDevice(
        url,
        mode=way.value,
        protocol=PROTOCOLS[protocol],
        device_id=device_id,
        token=token,
        api_key=api_key,
        language=language,
        printer=_printer(printer),
        inline_image=inline,
        image_encodings=tuple(known.value for known in encoding or ()),
        caption=caption,
        on_message=Narrator(console),
    )
    try:
        result = asyncio.run(_make_wish(device, WishInput(wav, text)))
    except (OSError, StickerDamaged, ValueError) as exc:  # refused, timed out, no such recording
        console.print(Text(str(exc), "red"))
        raise typer.Exit(1) from exc
    if result.sticker is None:
        raise typer.Exit(2)
    files = saved(result.sticker, out)
    printer_bytes = files[printer_file(result.sticker)]
    show_sticker(console, files["sticker.png"].read_bytes())
    console.print(f"[bold]{escape(str(files['sticker.png']))}[/] and [bold]{escape(str(printer_bytes))}[/]")


def _printer(model: str | None) -> Printer | None:
    """Raises typer.BadParameter that lists the known models."""
    if model is not None and model not in MODELS:
        raise typer.BadParameter(f"there are: {', '.join(MODELS)}", param_hint="--printer")
    return Printer(model=model) if model else None


async def _make_wish(device: VirtualDevice, wish: WishInput) -> Result:
    async with device:
        return await wish.send(device)
